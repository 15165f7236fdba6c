// requestSingleInstanceLock: a link in the app's folder names the process that has it, a socket beside it takes what
// later ones were started with.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'

export interface SecondInstance {
  readonly argv: string[]
  readonly cwd: string
  readonly data: unknown
}

/** The first has just begun and does not listen yet. */
const PATIENCE_MS = 3_000
/** Node answers nothing while it waits, so another process does the waiting. */
const TELL = `const [path, message, until] = process.argv.slice(1)
const deadline = Date.now() + Number(until)
const attempt = () => {
  const socket = require('net').connect(path, () => socket.end(message))
  socket.on('error', () => Date.now() < deadline ? setTimeout(attempt, 50) : process.exit(1))
  socket.on('close', failed => { if (!failed) process.exit(0) })
}
attempt()`

export class InstanceLock {
  readonly #link: string
  readonly #socket: string
  #server: Server | null = null

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#link = join(folder, 'instance.lock')
    this.#socket = join(folder, 'instance.sock')
  }

  /** @returns false when another process has it, which was told about this one */
  take(mine: SecondInstance, onSecond: (second: SecondInstance) => void): boolean {
    while (!this.#makeLink()) {
      if (this.#isHeld() && this.#tell(mine)) return false
      rmSync(this.#link, { force: true }) // of a process that is gone, or whose number another has now
    }
    this.#listen(onSecond)
    process.on('exit', () => this.release())
    return true
  }

  get isHeld(): boolean {
    return this.#server !== null
  }

  release(): void {
    if (!this.#server) return
    this.#server.close()
    this.#server = null
    rmSync(this.#socket, { force: true })
    rmSync(this.#link, { force: true })
  }

  #makeLink(): boolean {
    try {
      symlinkSync(String(process.pid), this.#link)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    }
  }

  #isHeld(): boolean {
    try {
      process.kill(Number(readlinkSync(this.#link)), 0)
      return true
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM'
    }
  }

  #tell(mine: SecondInstance): boolean {
    try {
      const args = ['-e', TELL, this.#socket, JSON.stringify(mine), String(PATIENCE_MS)]
      execFileSync(process.execPath, args, { timeout: 2 * PATIENCE_MS, stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }

  #listen(onSecond: (second: SecondInstance) => void): void {
    rmSync(this.#socket, { force: true })
    const server = createServer(connection => {
      let text = ''
      connection.on('data', chunk => {
        text += String(chunk)
      })
      connection.on('error', () => undefined)
      connection.on('end', () => {
        connection.end()
        onSecond(JSON.parse(text) as SecondInstance)
      })
    })
    server.on('error', error => process.stderr.write(`stand-in: ${error.message}\n`))
    server.listen(this.#socket)
    server.unref()
    this.#server = server
  }
}
