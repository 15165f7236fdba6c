// The distribution's Chromium as the part of Electron that draws: started, spoken to over a pipe, ended. Nothing
// listens on a port unless a test asks for one.
import { type ChildProcess, spawn } from 'node:child_process'
import { statfsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { Cdp, type CdpListener } from './cdp.ts'
import { findChromium } from './find.ts'
import { chromiumFlags } from './flags.ts'
import { Profile } from './profile.ts'

/** It is asked to close; after this it is ended. */
const PATIENCE_MS = 3_000
const ENOUGH_SHARED_MEMORY = 256 << 20

export interface ChromiumOptions {
  /** Chromium's switches among the words of the command line, the app and a test. */
  readonly args: readonly string[]
  readonly windowClass: string
  readonly listener: CdpListener
  /** It ended, asked or not. */
  readonly onExit: () => void
}

export class Chromium {
  readonly cdp: Cdp
  /** Windows on a display, or none at all. */
  readonly windowed: boolean
  readonly #process: ChildProcess
  readonly #binary: string
  readonly #profile: Profile
  readonly #flags: readonly string[]
  readonly #environment: NodeJS.ProcessEnv
  readonly #onExit: () => void
  #gone = false

  constructor({ args, windowClass, listener, onExit }: ChromiumOptions) {
    const { env } = process
    const isRoot = process.getuid?.() === 0
    this.#onExit = onExit
    this.windowed = env['STANDIN_MODE'] !== 'headless' && Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
    if (isRoot) process.stderr.write('stand-in: Chromium runs as root, so without its sandbox\n')
    this.#binary = findChromium()
    this.#profile = new Profile()
    this.#environment = { ...env, TMPDIR: this.#profile.temporary }
    this.#flags = chromiumFlags({
      windowed: this.windowed,
      isRoot,
      profile: this.#profile.folder,
      windowClass,
      hasSharedMemory: hasSharedMemory(),
      asked: args,
    })
    const debugging = args.filter(arg => arg.startsWith('--remote-debugging-port'))
    this.#process = spawn(
      this.#binary,
      [...this.#flags, '--remote-debugging-pipe', '--no-startup-window', ...debugging],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], env: this.#environment },
    )
    if (this.#process.pid) this.#profile.guard(this.#process.pid)
    this.#process.stderr?.on('data', (text: Buffer) => passOn(text.toString()))
    this.#process.on('error', () => this.#end())
    this.#process.on('exit', () => this.#end())
    process.on('exit', () => this.#leave())
    this.cdp = new Cdp(this.#process.stdio[3] as Writable, this.#process.stdio[4] as Readable, listener)
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** A window without tabs or address, in the process that runs already. */
  openAppWindow(url: string, width: number, height: number): void {
    const args = [...this.#flags, `--app=${url}`, `--window-size=${width},${height}`]
    spawn(this.#binary, args, { stdio: 'ignore', env: this.#environment })
      .on('error', error => process.stderr.write(`stand-in: ${error.message}\n`))
      .unref()
  }

  async close(): Promise<void> {
    if (this.#gone) return
    const gone = new Promise(resolve => this.#process.once('exit', resolve))
    void this.cdp.send('Browser.close').catch(() => undefined)
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), PATIENCE_MS)
    await gone
    clearTimeout(timer)
  }

  #end(): void {
    if (this.#gone) return
    this.#gone = true
    this.cdp.end()
    this.#profile.remove()
    this.#onExit()
  }

  /** This process ends first: an error, or process.exit of somebody else. */
  #leave(): void {
    if (this.#gone) return
    this.#process.kill('SIGKILL')
    this.#profile.remove()
  }
}

function hasSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize >= ENOUGH_SHARED_MEMORY
  } catch {
    return false
  }
}

/** Playwright waits for this line; the rest of Chromium's talk is for those who debug. */
function passOn(text: string): void {
  for (const line of text.split('\n')) {
    if (line.startsWith('DevTools listening on') || (process.env['STANDIN_DEBUG'] && line))
      process.stderr.write(`${line}\n`)
  }
}
