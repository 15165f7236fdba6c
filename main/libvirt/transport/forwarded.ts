// A socket of the host behind a local one that a login carries there. That the host cannot connect to it shows only
// by an end before the first byte, or a failing write: this turns either into the reason.
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** The login's words come by another way than the socket's end. */
const WORDS_MS = 50

export class Forwarded extends Duplex {
  readonly #socket: Socket

  /** @param why asked once, when the host did not connect */
  constructor(socket: Socket, why: () => Error) {
    super({ allowHalfOpen: true })
    this.#socket = socket
    const fail = (error: Error) => {
      if (socket.bytesRead > 0) this.destroy(error)
      else setTimeout(() => this.destroy(why()), WORDS_MS)
    }
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause()
    })
    socket.on('end', () => {
      if (socket.bytesRead > 0) this.push(null)
      else fail(new Error('ended'))
    })
    socket.on('error', fail)
    // Whoever reads it sees it destroyed.
    this.on('error', () => undefined)
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#socket.write(chunk)) done()
    else this.#socket.once('drain', () => done())
  }

  override _final(done: () => void): void {
    this.#socket.end(() => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}
