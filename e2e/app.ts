// Starts the compiled app as a user would, with a settings folder of its own that is removed afterwards.
// Real Electron where it is, else the stand-in: the specs do not know which.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'

const ROOT = join(import.meta.dirname, '..')

export interface RunningApp {
  readonly app: ElectronApplication
  readonly page: Page
  /** What went wrong in the page or was refused by its policy: empty at the end of a good test. */
  readonly troubles: string[]
  close(): Promise<void>
}

/** noVNC writes it down when a machine is switched off or saved while its display is being opened. The page says so itself. */
const GONE_BEFORE = /^Failed when connecting: Connection closed/

export interface LaunchOptions {
  readonly language?: 'en' | 'es'
  /** Chromium's switches. */
  readonly switches?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** On its command line. */
  readonly words?: readonly string[]
  /** Kept between two starts of one test. */
  readonly configFolder?: string
}

export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const folder = options.configFolder ?? mkdtempSync(join(tmpdir(), 'vitrina-e2e-'))
  if (!existsSync(join(ROOT, 'node_modules/electron/dist'))) {
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = join(ROOT, 'out/standin')
  }
  const app = await _electron.launch({
    args: ['.', ...(options.switches ?? []), ...(options.words ?? [])],
    cwd: ROOT,
    env: {
      ...environment(),
      XDG_CONFIG_HOME: folder,
      LANGUAGE: options.language ?? 'en',
      LC_ALL: '',
      ...options.env,
    },
    timeout: 60_000,
  })
  const page = await app.firstWindow()
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error' && !GONE_BEFORE.test(message.text())) troubles.push(message.text())
  })
  await page.getByRole('main').waitFor()
  return {
    app,
    page,
    troubles,
    close: async () => {
      await app.close()
      if (!options.configFolder) rmSync(folder, { recursive: true, force: true })
    },
  }
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
