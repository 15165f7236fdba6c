// A libvirt stream as a Node Duplex. Its packets carry the serial of the call that opened it:
//
//   data       STREAM/CONTINUE, at most 262 120 bytes; the daemon's end of data is an empty one
//   hole       STREAM_HOLE/CONTINUE, the length of a hole in a sparse volume
//   finish     STREAM/OK from us, one empty STREAM/OK in answer: only then was everything received, or written
//   abort      STREAM/ERROR from us, one empty packet in answer
//
// The daemon's sending side is held by not reading the connection, which holds every other call of it too: use a
// connection of its own for bulk data, and destroy a stream that you stop reading.
import { Duplex } from 'node:stream'
import { ClosedError, ProtocolError } from './error.ts'
import { STATUS_CONTINUE, STATUS_ERROR, STATUS_OK } from './frame.ts'

/** VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX: what every daemon takes in one packet. */
export const PACKET_MAX = 262_120
const BUFFER_BYTES = 1 << 20
/** Data may come before the answer to the call that opens the stream, but not any amount of it. */
const EARLY_PACKETS_MAX = 64
const EMPTY = new Uint8Array(0)
/** Zeros that stand for a hole, handed out piece by piece as they are read. */
const ZEROS = Buffer.alloc(1 << 16)

const PACKETS_AT_ONCE = 4
/** Sparse streams are of objects: so many, of at most a packet each, are read ahead. */
const BUFFER_PACKETS = 4

export type Direction = 'r' | 'w' | 'rw'

/** A part of a sparse volume that takes no room and reads as zeros. */
export interface Hole {
  readonly holeBytes: number
}

export interface StreamOptions {
  /** Holes are handed on as such, and taken, between buffers. */
  readonly sparse?: boolean | undefined
  /**
   * Takes what comes, instead of a reader: a buffer is its own until it returns, and no longer. False: no more for now,
   * until `takeMore`; what is on the way still comes.
   */
  readonly take?: ((item: Buffer | Hole) => boolean) | undefined
}

interface Ends extends StreamOptions {
  readonly procedure: string
  /** Calls back when the socket has taken it; never if the connection ends before. */
  send(status: number, body: Uint8Array, sent?: () => void): void
  sendHole(holeBytes: bigint, sent: () => void): void
  /** The reader is behind: the daemon shall wait. */
  hold(): void
  release(): void
  /** No packet of this stream is expected any more. */
  done(): void
}

/** Finishing and aborting wait for the daemon's answer. */
type State = 'open' | 'finishing' | 'aborting' | 'over'

export class RpcStream extends Duplex {
  readonly procedure: string
  readonly #ends: Ends
  readonly #direction: Direction
  #state: State = 'open'
  /** What the reader had no room for: bytes, or the rest of a hole; null is the end. */
  #incoming: (Buffer | bigint | null)[] = []
  #readerWants = true
  #earlyPackets = 0
  #isAnswered = false
  #finished: ((error?: Error | null) => void) | null = null

  constructor(direction: Direction, ends: Ends) {
    super(duplexOptions(direction, ends.sparse === true))
    this.procedure = ends.procedure
    this.#direction = direction
    this.#ends = ends
    // A stream that fails while nobody listens must not end the process: its reader will see it destroyed.
    this.on('error', () => undefined)
  }

  /** A data packet, the daemon's end of data, or its answer to our finish or abort. */
  packet(status: number, body: Buffer): void {
    if (status === STATUS_OK) return this.#confirmed()
    if (status !== STATUS_CONTINUE) throw new ProtocolError(`a stream packet of status ${status}`)
    if (this.#state !== 'open') return // was on the way when we finished or aborted
    if (body.length === 0) return this.#direction === 'w' ? undefined : this.#finish()
    this.#receive(body)
  }

  hole(length: bigint): void {
    if (length < 0n) throw new ProtocolError(`a hole of ${length} bytes`)
    if (this.#state === 'open' && length > 0n) this.#receive(length)
  }

  /** Whoever takes has room again. */
  takeMore(): void {
    this.#readerWants = true
    this.#balance()
  }

  /** The call was answered: from now on a slow reader may hold the connection. */
  answered(): void {
    this.#isAnswered = true
    this.#flow()
  }

  fail(error: Error): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#ends.done()
    this.#ends.release()
    this.#finished?.(error)
    this.#finished = null
    this.destroy(error)
  }

  override _read(): void {
    this.#readerWants = true
    this.#flow()
  }

  override _write(
    chunk: Buffer | Hole,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    if ('holeBytes' in chunk) this.#writeHole(chunk, done)
    else this.#write(chunk, 0, done)
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
    this.#incoming = []
    this.#ends.release()
    done(error)
  }

  #writeHole({ holeBytes }: Hole, done: (error?: Error | null) => void): void {
    if (this.#state !== 'open') return done(new ClosedError('the stream has ended'))
    this.#ends.sendHole(BigInt(holeBytes), done)
  }

  /** A few packets at a time: what the socket has taken makes room for more, and the data is not copied. */
  #write(chunk: Buffer, from: number, done: (error?: Error | null) => void): void {
    if (this.#state !== 'open') return done(new ClosedError('the stream has ended'))
    const end = Math.min(chunk.length, from + PACKETS_AT_ONCE * PACKET_MAX)
    if (from === end) return done()
    const sent = () => (end < chunk.length ? this.#write(chunk, end, done) : done())
    for (let at = from; at < end; at += PACKET_MAX) {
      const upTo = Math.min(end, at + PACKET_MAX)
      this.#ends.send(STATUS_CONTINUE, chunk.subarray(at, upTo), upTo === end ? sent : undefined)
    }
  }

  #receive(item: Buffer | bigint): void {
    if (this.#direction === 'w') throw new ProtocolError('data in a stream that is only written')
    if (!this.#isAnswered && ++this.#earlyPackets > EARLY_PACKETS_MAX)
      throw new ProtocolError('more data than a stream has before it is open')
    const { take } = this.#ends
    if (take) {
      this.#readerWants = take(typeof item === 'bigint' ? { holeBytes: Number(item) } : item)
      return this.#balance()
    }
    // A reader may keep it, and what was received is only lent.
    this.#incoming.push(typeof item === 'bigint' ? item : Buffer.from(item))
    this.#flow()
  }

  /** Hands on as much as the reader takes; what is left waits, and the daemon with it. */
  #flow(): void {
    while (this.#readerWants && this.#incoming.length > 0) {
      const [first = null] = this.#incoming
      if (typeof first === 'bigint' && this.#ends.sparse) {
        this.#incoming.shift()
        this.#readerWants = this.push({ holeBytes: Number(first) } satisfies Hole)
      } else if (typeof first === 'bigint') {
        const piece = first < ZEROS.length ? Number(first) : ZEROS.length
        const left = first - BigInt(piece)
        if (left > 0n) this.#incoming[0] = left
        else this.#incoming.shift()
        this.#readerWants = this.push(ZEROS.subarray(0, piece))
      } else {
        this.#incoming.shift()
        this.#readerWants = this.push(first)
      }
    }
    this.#balance()
  }

  #balance(): void {
    if (this.#readerWants || this.#state === 'over') this.#ends.release()
    else if (this.#isAnswered) this.#ends.hold()
  }

  #finish(): void {
    if (this.#state !== 'open') return
    this.#state = 'finishing'
    this.#ends.send(STATUS_OK, EMPTY)
  }

  #confirmed(): void {
    if (this.#state === 'open')
      return this.fail(new ProtocolError('the daemon confirmed a stream that is not finished'))
    this.#state = 'over'
    this.#ends.done()
    this.#finished?.()
    this.#finished = null
    if (this.#direction === 'w' || this.destroyed) return
    this.#incoming.push(null)
    // What is taken has no reader who would want the end.
    if (this.#ends.take) this.resume()
    this.#flow()
  }
}

function duplexOptions(direction: Direction, sparse: boolean) {
  const highWaterMark = sparse ? BUFFER_PACKETS : BUFFER_BYTES
  return {
    readable: direction !== 'w',
    writable: direction !== 'r',
    objectMode: sparse,
    readableHighWaterMark: highWaterMark,
    writableHighWaterMark: highWaterMark,
    allowHalfOpen: direction !== 'rw',
  }
}
