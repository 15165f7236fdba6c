// Chromium's DevTools protocol over a pair of pipes: JSON messages that end with a zero byte.
import type { Readable, Writable } from 'node:stream'

export type Params = Record<string, unknown>
export type CdpListener = (method: string, params: Params, session: string | undefined) => void

interface Waiting {
  readonly method: string
  resolve(result: Params): void
  reject(error: Error): void
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: Params
  readonly result?: Params
  readonly error?: { readonly message: string }
  readonly sessionId?: string
}

export class Cdp {
  readonly #to: Writable
  readonly #waiting = new Map<number, Waiting>()
  readonly #listener: CdpListener
  #count = 0
  #chunks: Buffer[] = []
  #ended = false

  constructor(to: Writable, from: Readable, listener: CdpListener) {
    this.#to = to
    this.#listener = listener
    to.on('error', () => undefined) // Chromium is gone: its exit is what counts
    from.on('error', () => undefined)
    from.on('data', (chunk: Buffer) => this.#receive(chunk))
  }

  send(method: string, params: Params = {}, session?: string): Promise<Params> {
    if (this.#ended) return Promise.reject(new Error(`${method}: Chromium is gone`))
    return new Promise((resolve, reject) => {
      const id = ++this.#count
      this.#waiting.set(id, { method, resolve, reject })
      this.#to.write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`)
    })
  }

  /** Nobody answers any more. */
  end(): void {
    this.#ended = true
    for (const { method, reject } of this.#waiting.values()) reject(new Error(`${method}: Chromium is gone`))
    this.#waiting.clear()
  }

  #receive(chunk: Buffer): void {
    let at = 0
    for (let end = chunk.indexOf(0, at); end !== -1; end = chunk.indexOf(0, at)) {
      const text = Buffer.concat([...this.#chunks, chunk.subarray(at, end)]).toString('utf8')
      this.#chunks = []
      at = end + 1
      this.#dispatch(JSON.parse(text) as Message)
    }
    if (at < chunk.length) this.#chunks.push(chunk.subarray(at))
  }

  #dispatch(message: Message): void {
    if (message.id === undefined)
      return this.#listener(message.method ?? '', message.params ?? {}, message.sessionId)
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`))
    else waiting?.resolve(message.result ?? {})
  }
}
