// app: the life of the process, its folders, the single instance.
import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { strict } from '../strict.ts'
import { preferredLanguages } from './languages.ts'
import { type PathName, standardPath } from './paths.ts'
import { InstanceLock } from './single-instance.ts'

export interface AppFacts {
  readonly name: string
  readonly version: string
  readonly root: string
  readonly executable: string
  readonly packaged: boolean
}

export const APP_MEMBERS = [
  'name',
  'isPackaged',
  'commandLine',
  'getName',
  'setName',
  'getVersion',
  'getAppPath',
  'getLocale',
  'getSystemLocale',
  'getPreferredSystemLanguages',
  'getPath',
  'setPath',
  'isReady',
  'whenReady',
  'quit',
  'exit',
  'relaunch',
  'requestSingleInstanceLock',
  'hasSingleInstanceLock',
  'releaseSingleInstanceLock',
] as const satisfies readonly (keyof Electron.App)[]
type Emulated = Pick<Electron.App, Exclude<(typeof APP_MEMBERS)[number], 'commandLine'>>

const SWITCHES = [
  'appendSwitch',
  'appendArgument',
  'hasSwitch',
  'getSwitchValue',
  'removeSwitch',
] as const satisfies readonly (keyof Electron.CommandLine)[]

export class App extends EventEmitter implements Emulated {
  readonly isPackaged: boolean
  readonly commandLine: Pick<Electron.CommandLine, (typeof SWITCHES)[number]>
  readonly #facts: AppFacts
  readonly #switches = new Map<string, string>()
  readonly #paths = new Map<string, string>()
  readonly #whenReady: Promise<void>
  #name: string
  #nowReady: () => void = () => undefined
  #isReady = false
  #isQuitting = false
  #isLeaving = false
  #lock: InstanceLock | null = null
  /** Set by stage.ts: closes the windows; false if one refused. */
  closeWindows: () => boolean = () => true
  /** Set by stage.ts: ends Chromium. */
  endBrowser: () => Promise<void> = () => Promise.resolve()

  constructor(facts: AppFacts) {
    super()
    this.#facts = facts
    this.#name = facts.name
    this.isPackaged = facts.packaged
    this.commandLine = this.#createCommandLine()
    this.#whenReady = new Promise(resolve => {
      this.#nowReady = resolve
    })
  }

  get name(): string {
    return this.#name
  }

  set name(name: string) {
    this.#name = name
  }

  getName(): string {
    return this.#name
  }

  setName(name: string): void {
    this.#name = name
  }

  getVersion(): string {
    return this.#facts.version
  }

  getAppPath(): string {
    return this.#facts.root
  }

  /** Empty before ready, as Electron has it. */
  getLocale(): string {
    return this.#isReady ? this.#switches.get('lang') || this.getSystemLocale() : ''
  }

  getSystemLocale(): string {
    return preferredLanguages()[0] ?? 'en-US'
  }

  getPreferredSystemLanguages(): string[] {
    return preferredLanguages()
  }

  getPath(name: PathName): string {
    const path = this.#paths.get(name) ?? standardPath(name, { ...this.#facts, name: this.#name })
    if (!path) throw new Error(`stand-in: app.getPath('${name}') is not emulated`)
    return path
  }

  setPath(name: string, path: string): void {
    if (!standardPath(name, this.#facts)) throw new Error(`Failed to set path '${name}'`)
    this.#paths.set(name, path)
  }

  isReady(): boolean {
    return this.#isReady
  }

  whenReady(): Promise<void> {
    return this.#whenReady
  }

  /** before-quit, windows, will-quit, quit: each may still say no. */
  quit(): void {
    if (this.#isLeaving || this.#isQuitting || !this.#ask('before-quit')) return
    this.#isQuitting = true
    const isStopped = !this.closeWindows() || !this.#ask('will-quit')
    this.#isQuitting = false
    if (!isStopped) this.exit(0)
  }

  exit(code = 0): void {
    if (this.#isLeaving) return
    this.#isLeaving = true
    this.emit('quit', {}, code)
    void this.endBrowser().finally(() => process.exit(code))
  }

  /** The same command line again, when this process is gone. */
  relaunch(options: Electron.RelaunchOptions = {}): void {
    const args = options.args ?? process.argv.slice(1)
    process.once('exit', () => {
      spawn(options.execPath ?? this.#facts.executable, args, { detached: true, stdio: 'ignore' }).unref()
    })
  }

  requestSingleInstanceLock(data: unknown = null): boolean {
    if (this.#lock?.isHeld) return true
    this.#lock = new InstanceLock(this.getPath('userData'))
    return this.#lock.take({ argv: process.argv, cwd: process.cwd(), data }, second =>
      this.emit('second-instance', {}, second.argv, second.cwd, second.data),
    )
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock?.isHeld ?? false
  }

  releaseSingleInstanceLock(): void {
    this.#lock?.release()
  }

  // ── for the other parts of the stand-in ───────────────────────────────────────────────────────────────────

  /** What was asked of Chromium by code. */
  get switches(): string[] {
    return [...this.#switches].map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`))
  }

  /** Windows that close now close because the app ends. */
  get isEnding(): boolean {
    return this.#isQuitting || this.#isLeaving
  }

  get isLeaving(): boolean {
    return this.#isLeaving
  }

  becomeReady(): void {
    this.#isReady = true
    this.emit('ready', {}, {})
    this.#nowReady()
  }

  #ask(event: string): boolean {
    let isStopped = false
    this.emit(event, {
      preventDefault: () => {
        isStopped = true
      },
    })
    return !isStopped
  }

  #createCommandLine(): Pick<Electron.CommandLine, (typeof SWITCHES)[number]> {
    const given = (name: string) =>
      process.argv.find(arg => arg === `--${name}` || arg.startsWith(`--${name}=`))
    const emulated = {
      appendSwitch: (name: string, value = '') => {
        this.#switches.set(name, value)
      },
      appendArgument: () => undefined, // Chromium takes switches only
      hasSwitch: (name: string) => this.#switches.has(name) || given(name) !== undefined,
      getSwitchValue: (name: string) =>
        this.#switches.get(name) ?? given(name)?.split('=').slice(1).join('=') ?? '',
      removeSwitch: (name: string) => {
        this.#switches.delete(name)
      },
    }
    return strict('commandLine', emulated, SWITCHES)
  }
}
