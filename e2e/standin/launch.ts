// Starts the fixture app on a stand-in built for the test, as Playwright starts any Electron app.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'

const FIXTURE = join(import.meta.dirname, 'fixture')

/** A folder that holds all that a run leaves: settings, and Chromium's profile while it runs. */
export interface Place {
  readonly folder: string
  readonly env: Record<string, string>
  /** What is left of Chromium's profiles. */
  profiles(): string[]
  remove(): void
}

export function makePlace(more: Readonly<Record<string, string>> = {}): Place {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-standin-'))
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return {
    folder,
    env: {
      ...Object.fromEntries(inherited),
      STANDIN_MODE: 'headless',
      XDG_CONFIG_HOME: folder,
      TMPDIR: folder,
      LANGUAGE: 'es_ES:en',
      ...more,
    },
    profiles: () => readdirSync(folder).filter(name => name.startsWith('vitrina-chromium-')),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  }
}

export async function launchFixture(
  standin: string,
  place: Place,
): Promise<{ app: ElectronApplication; page: Page }> {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = standin
  const app = await _electron.launch({ args: [FIXTURE], env: place.env, timeout: 30_000 })
  const page = await app.firstWindow()
  await page.waitForFunction(() => 'ready' in window)
  return { app, page }
}

export interface Started {
  readonly child: ChildProcess
  readonly said: () => string
  /** Until it opened its window. */
  readonly opened: Promise<void>
  readonly ended: Promise<number | string>
}

/** Without Playwright, as a user would. */
export function startFixture(standin: string, place: Place, args: readonly string[] = []): Started {
  const child = spawn(join(standin, 'electron'), [FIXTURE, ...args], { env: place.env, stdio: 'pipe' })
  let said = ''
  const opened = new Promise<void>(resolve => {
    const hear = (chunk: Buffer) => {
      said += String(chunk)
      if (said.includes('opened')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
  })
  const ended = new Promise<number | string>(resolve =>
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown')),
  )
  return { child, said: () => said, opened, ended }
}

export async function until(isSo: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${String(isSo)}`)
    await new Promise(resolve => setTimeout(resolve, 30))
  }
}
