// What only root may do in a test: by sudo where we are not.
import { type ExecFileSyncOptions, execFileSync } from 'node:child_process'

export const isRoot = process.getuid?.() === 0

export function asRoot(command: string, args: readonly string[], options: ExecFileSyncOptions = {}): void {
  const [program, ...rest] = isRoot ? [command, ...args] : ['sudo', '-n', command, ...args]
  execFileSync(program as string, rest, { stdio: ['pipe', 'ignore', 'ignore'], ...options })
}
