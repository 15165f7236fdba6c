// A program as a way to somewhere: its input and output as a Duplex, its standard error read by lines, and its end
// said as an error. It never outlives the stream.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import { ConnectError } from '../error.ts'

/** Of what it says, the last so much is kept. */
const SAID_MAX = 16_384
/** The line of this and one word that a script at a host begins with. */
export const MARK = 'node-libvirt:'
/** What a host's start-up files may print before. */
const CHATTER_MAX = 65_536
const PATIENCE_MS = 2_000
const isWindows = process.platform === 'win32'

export interface ProcessRun {
  readonly program: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Takes a line of standard error: true if it was for it alone. */
  readonly takeLine?: (line: string) => boolean
  /** Why it ended, from its standard error and its status or signal. */
  readonly explain: (said: string, ended: string) => ConnectError
}

export class ProcessStream extends Duplex {
  /** Resolves when the process is no more, with why; null if it ended well. */
  readonly ended: Promise<ConnectError | null>
  readonly #child: ChildProcessWithoutNullStreams
  readonly #explain: ProcessRun['explain']
  #said = ''
  #isOver = false
  /** The bytes until the script's first word are not the stream's. */
  #marked: ((word: string) => void) | null = null
  #early = Buffer.alloc(0)

  constructor({ program, args, env, takeLine = () => false, explain }: ProcessRun) {
    super({ allowHalfOpen: true })
    // A session of its own has no terminal, where ssh would ask. It also makes a group that ends as one.
    const child = spawn(program, args, { env, detached: !isWindows, windowsHide: true, stdio: 'pipe' })
    this.#child = child
    this.#explain = explain
    this.ended = new Promise(resolve => {
      let failure: ConnectError | null = null
      child.on('error', error => {
        failure = explain(error.message, error.message)
        if (child.pid === undefined) settle(null, null)
      })
      const settle = (code: number | null, signal: string | null) => {
        this.#isOver = true
        const how = signal ? `${program} was ended by ${signal}` : `${program} ended with status ${code}`
        if (code !== 0) failure ??= explain(this.#said, how)
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

  /** What it said, but for what was taken. */
  get said(): string {
    return this.#said
  }

  /** The word that the host's script begins with. Throws ConnectError if the program ends before, or the signal's reason. */
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
        reject(failure ?? this.#explain(this.#said, 'the host ended the login without a word'))
      })
    })
  }

  override _read(): void {
    this.#child.stdout.resume()
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    // The memory is the writer's again only when it has gone out; that it failed is told by the program's end.
    this.#child.stdin.write(chunk, error => !error && done())
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
