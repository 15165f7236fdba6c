// The desktop's own small programs: dialogs, clipboard, links.
import { spawn } from 'node:child_process'
import { findProgram } from '../chromium/find.ts'

/** The first of them that is installed. */
export function firstProgram(names: readonly string[]): string | null {
  return names.find(name => findProgram(name) !== null) ?? null
}

export function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY, STANDIN_MODE } = process.env
  return STANDIN_MODE !== 'headless' && Boolean(DISPLAY || WAYLAND_DISPLAY)
}

/** Goes on by itself. Rejects where it cannot be started. */
export function startProgram(name: string, args: readonly string[], input?: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stdio = [input === undefined ? 'ignore' : 'pipe', 'ignore', 'ignore'] as const
    const child = spawn(name, args, { stdio: [...stdio], detached: true })
    child.on('error', reject)
    child.on('spawn', () => {
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(input)
      child.unref()
      resolve()
    })
  })
}

/** What it says and how it ends. */
export function askProgram(
  name: string,
  args: readonly string[],
): Promise<{ code: number; text: string; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'ignore'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', code => {
      const bytes = Buffer.concat(chunks)
      resolve({ code: code ?? 1, text: bytes.toString(), bytes })
    })
  })
}
