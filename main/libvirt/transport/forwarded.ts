// A socket of the host behind a local one that a login carries there. That the host cannot connect to it shows only
// by an end before the first byte, or a failing write: this turns either into the reason.
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

export class Forwarded extends Duplex {
  readonly #socket: Socket

  /** @param why asked once, when the host did not connect */
  constructor(socket: Socket, why: () => Promise<Error>) {
    super({ allowHalfOpen: true })
    this.#socket = socket
    const fail = (error: Error) => {
      if (socket.bytesRead > 0) this.destroy(error)
      else void why().then(reason => this.destroy(reason))
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
    // The memory is the writer's again only when it has gone out; that it failed is told by `error`.
    this.#socket.write(chunk, error => !error && done())
  }

  override _final(done: () => void): void {
    this.#socket.end(() => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}
