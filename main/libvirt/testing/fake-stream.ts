// The daemon's end of a stream: sends packets as told, and keeps what the client sent.
import { STATUS_CONTINUE, STATUS_ERROR, STATUS_OK } from '../frame.ts'

const EMPTY = new Uint8Array(0)

export class FakeStream {
  /** The data that came, in order. */
  readonly received: Buffer[] = []
  /** Resolves with what the client ended it by. */
  readonly ended: Promise<'finish' | 'abort'>
  /** Whether the client's finish and abort are answered, as the real daemon does. */
  confirms = true
  readonly #send: (status: number, body: Uint8Array, hole?: boolean) => boolean
  #settle: (how: 'finish' | 'abort') => void = () => undefined

  constructor(send: (status: number, body: Uint8Array, hole?: boolean) => boolean) {
    this.#send = send
    this.ended = new Promise(resolve => {
      this.#settle = resolve
    })
  }

  /** @returns whether the client's socket has room for more */
  write(data: Uint8Array | string): boolean {
    return this.#send(STATUS_CONTINUE, typeof data === 'string' ? Buffer.from(data) : data)
  }

  hole(length: bigint): void {
    const body = Buffer.alloc(12)
    body.writeBigInt64BE(length)
    this.#send(STATUS_CONTINUE, body, true)
  }

  /** No more data. */
  end(): void {
    this.#send(STATUS_CONTINUE, EMPTY)
  }

  confirm(): void {
    this.#send(STATUS_OK, EMPTY)
  }

  /** A packet of the client's. */
  packet(status: number, body: Buffer): void {
    if (status === STATUS_CONTINUE) {
      this.received.push(Buffer.from(body))
      return
    }
    if (this.confirms) this.confirm()
    this.#settle(status === STATUS_ERROR ? 'abort' : 'finish')
  }
}
