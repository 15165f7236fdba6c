// A libvirt stream as a Node Duplex. Its packets carry the serial of the call that opened it:
//
//   data       STREAM/CONTINUE, at most 262 120 bytes; the daemon's end of data is an empty one
//   finish     STREAM/OK from us, one empty STREAM in answer: only then is an upload complete
//   abort      STREAM/ERROR from us, one empty STREAM in answer
//
// The daemon's sending side is held by pausing the whole connection, which holds every other call of it too:
// use a connection of its own for bulk data.
import { Duplex } from 'node:stream'
import { STATUS_CONTINUE, STATUS_ERROR, STATUS_OK } from './frame.ts'

/** VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX: what every daemon takes in one packet. */
const PACKET_MAX = 262_120
const EMPTY = Buffer.alloc(0)
/** Zeros that stand for a hole in a sparse volume, handed out piece by piece. */
const ZEROS = Buffer.alloc(1 << 16)

interface Ends {
  /** False when the socket is full. */
  send(status: number, body: Uint8Array): boolean
  pause(): void
  resume(): void
  /** No packet of this stream is expected any more. */
  done(): void
}

type State = 'open' | 'finishing' | 'aborting' | 'over'

export class RpcStream extends Duplex {
  readonly #ends: Ends
  readonly #direction: 'r' | 'w' | 'rw'
  #state: State = 'open'
  #finished: ((error?: Error | null) => void) | null = null

  constructor(direction: 'r' | 'w' | 'rw', ends: Ends) {
    super({
      readableHighWaterMark: 1 << 20,
      writableHighWaterMark: 1 << 20,
      allowHalfOpen: direction !== 'rw',
    })
    this.#direction = direction
    this.#ends = ends
    if (direction === 'w') this.push(null)
    // A stream that fails with nobody listening must not end the process: its call has failed or will.
    this.on('error', () => undefined)
  }

  /** A data packet, or the daemon's confirmation of our finish or abort. */
  packet(status: number, body: Buffer): void {
    if (this.#state === 'finishing' || this.#state === 'aborting') {
      if (status === STATUS_OK || body.length === 0) this.#over()
      return
    }
    if (body.length > 0) {
      // A copy: the frame shares memory with whatever else was received.
      if (!this.push(Buffer.from(body))) this.#ends.pause()
      return
    }
    // The daemon has no more; a reader answers with its finish.
    this.push(null)
    if (this.#direction !== 'w') this.#finish()
  }

  /** A hole of a sparse stream, read as zeros. */
  hole(length: bigint): void {
    for (let left = Number(length); left > 0; left -= ZEROS.length)
      this.push(ZEROS.subarray(0, Math.min(left, ZEROS.length)))
  }

  fail(error: Error): void {
    this.#state = 'over'
    this.#ends.done()
    this.#finished?.(error)
    this.#finished = null
    this.destroy(error)
  }

  override _read(): void {
    this.#ends.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    let room = true
    for (let at = 0; at < chunk.length; at += PACKET_MAX) {
      room = this.#ends.send(STATUS_CONTINUE, chunk.subarray(at, at + PACKET_MAX))
    }
    // A full socket drains within the turn of the loop that follows; waiting for it keeps memory flat.
    if (room) done()
    else setImmediate(done)
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.#state === 'over') return done()
    this.#finished = done
    this.#finish()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#state === 'open') {
      this.#state = 'aborting'
      this.#ends.send(STATUS_ERROR, EMPTY)
    }
    this.#ends.resume()
    done(error)
  }

  #finish(): void {
    if (this.#state !== 'open') return
    this.#state = 'finishing'
    this.#ends.send(STATUS_OK, EMPTY)
  }

  #over(): void {
    const finished = this.#state === 'finishing'
    this.#state = 'over'
    this.#ends.done()
    if (finished && !this.readableEnded) this.push(null)
    this.#finished?.()
    this.#finished = null
  }
}
