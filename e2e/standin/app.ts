// app: the life of the process, its folders, the single instance.

import { execFileSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface AppFacts {
  readonly name: string
  readonly version: string
  readonly root: string
  readonly executable: string
  readonly packaged: boolean
}

export class App extends EventEmitter {
  readonly isPackaged: boolean
  readonly commandLine = {
    appendSwitch: (name: string, value?: string) =>
      void this.switches.push(value ? `--${name}=${value}` : `--${name}`),
  }
  readonly switches: string[] = []
  readonly #facts: AppFacts
  readonly #paths = new Map<string, string>()
  readonly #whenReady: Promise<void>
  #nowReady: () => void = () => undefined
  #ready = false
  #quitting = false
  /** Set by electron.ts: closes the windows; false if one refused. */
  closeWindows: () => boolean = () => true
  /** Set by electron.ts: ends Chromium. */
  endBrowser: () => Promise<void> = () => Promise.resolve()

  constructor(facts: AppFacts) {
    super()
    this.#facts = facts
    this.isPackaged = facts.packaged
    this.#whenReady = new Promise(resolve => {
      this.#nowReady = resolve
    })
  }

  getName(): string {
    return this.#facts.name
  }

  getVersion(): string {
    return this.#facts.version
  }

  getAppPath(): string {
    return this.#facts.root
  }

  getLocale(): string {
    return this.getPreferredSystemLanguages()[0] ?? 'en-US'
  }

  /** From the environment, in gettext's order. */
  getPreferredSystemLanguages(): string[] {
    const { LANGUAGE, LC_ALL, LC_MESSAGES, LANG } = process.env
    const tags = [...(LANGUAGE ?? '').split(':'), LC_ALL, LC_MESSAGES, LANG]
    return tags.flatMap(tag =>
      tag && !/^(C|POSIX)/.test(tag) ? [tag.split('.')[0]?.replace('_', '-') ?? ''] : [],
    )
  }

  getPath(name: string): string {
    const set = this.#paths.get(name)
    if (set) return set
    const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
    const known: Record<string, string> = {
      home: homedir(),
      appData: config,
      userData: join(config, this.#facts.name),
      temp: tmpdir(),
      exe: this.#facts.executable,
      downloads: join(homedir(), 'Downloads'),
      documents: join(homedir(), 'Documents'),
      logs: join(config, this.#facts.name, 'logs'),
    }
    const path = known[name]
    if (!path) throw new Error(`stand-in: app.getPath('${name}') is not emulated`)
    return path
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  isReady(): boolean {
    return this.#ready
  }

  whenReady(): Promise<void> {
    return this.#whenReady
  }

  becomeReady(): void {
    this.#ready = true
    this.emit('ready', {}, {})
    this.#nowReady()
  }

  /** before-quit, windows, will-quit, quit: each may still say no. */
  quit(): void {
    if (this.#quitting || !this.#ask('before-quit') || !this.closeWindows() || !this.#ask('will-quit')) return
    this.exit(0)
  }

  exit(code = 0): void {
    if (this.#quitting) return
    this.#quitting = true
    this.emit('quit', {}, code)
    void this.endBrowser().finally(() => process.exit(code))
  }

  get isQuitting(): boolean {
    return this.#quitting
  }

  /** A socket in the app's folder: who can connect to one is the second. */
  requestSingleInstanceLock(data: unknown = {}): boolean {
    const path = join(this.getPath('userData'), 'instance.sock')
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    if (existsSync(path) && tellFirst(path, { argv: process.argv, cwd: process.cwd(), data })) return false
    rmSync(path, { force: true })
    const server = createServer(socket => {
      let text = ''
      socket.on('data', chunk => {
        text += chunk
      })
      socket.on('error', () => undefined)
      socket.on('end', () => {
        socket.end()
        const { argv, cwd, data: theirs } = JSON.parse(text) as { argv: string[]; cwd: string; data: unknown }
        this.emit('second-instance', {}, argv, cwd, theirs)
      })
    })
    server.on('error', () => undefined)
    server.listen(path)
    server.unref()
    process.on('exit', () => rmSync(path, { force: true }))
    return true
  }

  #ask(event: string): boolean {
    let stopped = false
    this.emit(event, {
      preventDefault: () => {
        stopped = true
      },
    })
    return !stopped
  }
}

/** requestSingleInstanceLock answers at once, a socket does not: another process does the waiting. */
function tellFirst(path: string, message: unknown): boolean {
  const script = `const s=require('net').connect(process.argv[1],()=>s.end(process.argv[2]));s.on('error',()=>process.exit(1));s.on('close',()=>process.exit(0))`
  try {
    execFileSync(process.execPath, ['-e', script, path, JSON.stringify(message)], {
      timeout: 5_000,
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}
