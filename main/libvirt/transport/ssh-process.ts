// One run of ssh: its input and output as a Duplex, its standard error read by lines, and its end said as an error.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import { ConnectError } from '../error.ts'
import { MARK } from './ssh-command.ts'
import { sshFailure } from './ssh-failure.ts'

/** Of what ssh says, the last so much is kept. */
const SAID_MAX = 16_384
/** What a host's start-up files may print before the script's first word. */
const CHATTER_MAX = 65_536
const PATIENCE_MS = 2_000
const isWindows = process.platform === 'win32'

export interface SshRun {
  readonly program: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Takes a line of standard error: true if it was for it alone. */
  readonly takeLine?: (line: string) => boolean
}

export class SshProcess extends Duplex {
  /** Resolves when the process is no more, with why; null if it ended well. */
  readonly ended: Promise<ConnectError | null>
  readonly #child: ChildProcessWithoutNullStreams
  #said = ''
  #isOver = false
  /** The bytes until the script's first word are not the stream's. */
  #marked: ((word: string) => void) | null = null
  #early = Buffer.alloc(0)

  constructor({ program, args, env, takeLine = () => false }: SshRun) {
    super({ allowHalfOpen: true })
    // A session of its own has no terminal: ssh cannot ask there. It also makes a group that ends as one.
    const child = spawn(program, args, { env, detached: !isWindows, windowsHide: true, stdio: 'pipe' })
    this.#child = child
    this.ended = new Promise(resolve => {
      let failure: ConnectError | null = null
      child.on('error', error => {
        failure = new ConnectError('noSsh', `${program}: ${error.message}`, program, { cause: error })
        if (child.pid === undefined) settle(null, null)
      })
      const settle = (code: number | null, signal: string | null) => {
        this.#isOver = true
        const how = signal ? `ssh was ended by ${signal}` : `ssh ended with status ${code}`
        if (code !== 0) failure ??= sshFailure(this.#said, how)
        if (failure) this.destroy(failure)
        else this.push(null)
        resolve(failure)
      }
      child.on('close', settle)
    })
    child.stdin.on('error', () => undefined) // its end is told by `close`
    child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk))
    this.#readLines(takeLine)
    // Whoever reads it sees it destroyed.
    this.on('error', () => undefined)
  }

  /** What ssh and the host's programs said, but for what was taken. */
  get said(): string {
    return this.#said
  }

  /** The word that the host's script begins with. Throws ConnectError if ssh ends before, or the signal's reason. */
  marked(signal: AbortSignal | undefined): Promise<string> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.destroy()
        reject(signal?.reason)
      }
      if (signal?.aborted) return abort()
      signal?.addEventListener('abort', abort, { once: true })
      this.#marked = word => {
        signal?.removeEventListener('abort', abort)
        resolve(word)
      }
      void this.ended.then(failure => {
        signal?.removeEventListener('abort', abort)
        reject(failure ?? sshFailure(this.#said, 'the host ended the login without a word'))
      })
    })
  }

  override _read(): void {
    this.#child.stdout.resume()
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#child.stdin.write(chunk)) done()
    else this.#child.stdin.once('drain', () => done())
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(() => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#kill()
    done(error)
  }

  #receive(chunk: Buffer): void {
    if (!this.#marked) {
      if (!this.push(chunk)) this.#child.stdout.pause()
      return
    }
    this.#early = Buffer.concat([this.#early, chunk])
    const text = this.#early.toString('latin1')
    const match = new RegExp(`^${MARK}(\\w+)\\n`, 'm').exec(text)
    if (!match?.[1]) {
      if (text.length > CHATTER_MAX)
        this.destroy(new ConnectError('sshFailed', 'the host’s shell prints too much'))
      return
    }
    const rest = this.#early.subarray(match.index + match[0].length)
    const tell = this.#marked
    this.#marked = null
    this.#early = Buffer.alloc(0)
    if (rest.length > 0) this.push(rest)
    tell(match[1])
  }

  #readLines(takeLine: (line: string) => boolean): void {
    let partial = ''
    this.#child.stderr.setEncoding('utf8')
    this.#child.stderr.on('data', (chunk: string) => {
      const lines = `${partial}${chunk}`.split('\n')
      partial = (lines.pop() ?? '').slice(-SAID_MAX)
      for (const line of lines) {
        if (!takeLine(line)) this.#said = `${this.#said}${line}\n`.slice(-SAID_MAX)
      }
    })
    this.#child.stderr.on('end', () => {
      this.#said = `${this.#said}${partial}`.slice(-SAID_MAX)
    })
  }

  /** With all that it started: the ssh of a jump, a question that is being asked. */
  #kill(): void {
    const { pid } = this.#child
    if (this.#isOver || pid === undefined) return
    this.#child.stdin.destroy()
    this.#child.stdout.resume()
    endGroup(pid, 'SIGTERM')
    const hard = setTimeout(() => endGroup(pid, 'SIGKILL'), PATIENCE_MS)
    void this.ended.then(() => clearTimeout(hard))
  }
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(isWindows ? pid : -pid, signal)
  } catch {
    // It is gone.
  }
}
