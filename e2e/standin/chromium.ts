// Debian's Chromium as the part of Electron that draws: found, started with a profile of its own that is removed
// with it, spoken to over a pipe. Nothing listens on a port unless a test asks for one.
import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { Cdp, type CdpListener } from './cdp.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const OFF = ['Translate', 'MediaRouter', 'OptimizationHints', 'GlobalMediaControls']
/** It is asked to close; after this it is ended. */
const PATIENCE_MS = 3_000

export class Chromium {
  readonly cdp: Cdp
  /** Windows on a display, or none at all. */
  readonly windowed: boolean
  readonly #process: ChildProcess
  readonly #binary: string
  readonly #profile = mkdtempSync(join(tmpdir(), 'vitrina-chromium-'))
  #gone = false

  constructor(args: readonly string[], listener: CdpListener, onExit: () => void) {
    const { env } = process
    this.windowed = env['STANDIN_MODE'] !== 'headless' && Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
    this.#binary = findBinary()
    const debugging = args.filter(arg => arg.startsWith('--remote-debugging-port'))
    this.#process = spawn(
      this.#binary,
      [...this.#flags(args), '--remote-debugging-pipe', '--no-startup-window', ...debugging],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
    )
    this.#process.stderr?.on('data', (text: Buffer) => passOn(text.toString()))
    this.#process.on('error', () => this.#end(onExit))
    this.#process.on('exit', () => this.#end(onExit))
    process.on('exit', () => this.#clean())
    this.cdp = new Cdp(this.#process.stdio[3] as Writable, this.#process.stdio[4] as Readable, listener)
  }

  /** A window without tabs or address, in the process that runs already. */
  openAppWindow(url: string, width: number, height: number): void {
    const args = [...this.#flags([]), `--app=${url}`, `--window-size=${width},${height}`]
    spawn(this.#binary, args, { stdio: 'ignore' }).unref()
  }

  async close(): Promise<void> {
    if (this.#gone) return
    const gone = new Promise(resolve => this.#process.once('exit', resolve))
    void this.cdp.send('Browser.close').catch(() => undefined)
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), PATIENCE_MS)
    await gone
    clearTimeout(timer)
  }

  #flags(args: readonly string[]): string[] {
    const asked = args
      .filter(arg => arg.startsWith('--disable-features='))
      .map(arg => arg.split('=')[1] ?? '')
    return [
      ...(this.windowed ? [] : ['--headless=new', '--hide-scrollbars']),
      // Chromium refuses its sandbox to root; nobody else goes without it.
      ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
      `--user-data-dir=${this.#profile}`,
      ...[
        '--no-first-run',
        '--no-default-browser-check',
        '--disable-background-networking',
        '--disable-quic',
      ],
      ...['--disable-component-update', '--disable-sync', '--disable-default-apps', '--disable-extensions'],
      ...['--password-store=basic', '--disable-dev-shm-usage', '--disable-session-crashed-bubble'],
      `--disable-features=${[...OFF, ...asked].join(',')}`,
      ...args.filter(
        arg => arg.startsWith('--force-') || arg.startsWith('--enable-') || arg.startsWith('--lang='),
      ),
    ]
  }

  #end(onExit: () => void): void {
    if (this.#gone) return
    this.#gone = true
    this.#clean()
    onExit()
  }

  #clean(): void {
    if (!this.#gone) this.#process.kill('SIGKILL')
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}

function findBinary(): string {
  const wanted = process.env['VITRINA_CHROMIUM'] ? [process.env['VITRINA_CHROMIUM']] : NAMES
  for (const name of wanted) {
    const folders = name.includes('/') ? [''] : (process.env['PATH'] ?? '').split(delimiter)
    for (const folder of folders) {
      const path = folder ? join(folder, name) : name
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // not here
      }
    }
  }
  throw new Error(`stand-in: no Chromium found (looked for ${wanted.join(', ')})`)
}

/** Playwright waits for this line; the rest of Chromium's talk is for those who debug. */
function passOn(text: string): void {
  for (const line of text.split('\n')) {
    if (line.startsWith('DevTools listening on') || (process.env['STANDIN_DEBUG'] && line))
      process.stderr.write(`${line}\n`)
  }
}
