// Reads and writes SPICE's little-endian fields. A reader sees one message body and nothing beyond: every read is
// checked against its end, every "pointer" (an offset from the body's start) against the body.
import { SpiceError } from './error.ts'

export class Reader {
  readonly #view: DataView
  /** Offset of the next field from the start of the body. */
  at: number

  constructor(bytes: Uint8Array | DataView, at = 0) {
    this.#view =
      bytes instanceof DataView ? bytes : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
  }

  get size(): number {
    return this.#view.byteLength
  }

  get left(): number {
    return this.#view.byteLength - this.at
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1))
  }

  u16(): number {
    return this.#view.getUint16(this.#step(2), true)
  }

  i16(): number {
    return this.#view.getInt16(this.#step(2), true)
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4), true)
  }

  i32(): number {
    return this.#view.getInt32(this.#step(4), true)
  }

  /** LZ and GLZ write their headers the other way round. */
  u32BigEndian(): number {
    return this.#view.getUint32(this.#step(4), false)
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#step(8), true)
  }

  u64BigEndian(): bigint {
    return this.#view.getBigUint64(this.#step(8), false)
  }

  /** A view, not a copy. It lives as long as the batch it came in. */
  bytes(size: number): Uint8Array {
    const from = this.#step(size)
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + from, size)
  }

  rest(): Uint8Array {
    return this.bytes(this.left)
  }

  skip(size: number): void {
    this.#step(size)
  }

  /** A count of things of at least so many bytes each: refused at once when they cannot all be there. */
  count(count: number, bytesEach: number): number {
    if (count * bytesEach > this.left)
      throw new SpiceError('truncated', `${count} entries in ${this.left} bytes`)
    return count
  }

  /** Follows a pointer: null for 0. */
  pointer(): Reader | null {
    const offset = this.u32()
    if (offset === 0) return null
    if (offset >= this.#view.byteLength)
      throw new SpiceError('truncated', `pointer to ${offset} in a message of ${this.size} bytes`)
    return new Reader(this.#view, offset)
  }

  /** Follows a pointer that must not be 0. */
  target(what: string): Reader {
    const reader = this.pointer()
    if (!reader) throw new SpiceError('invalid', `no ${what}`)
    return reader
  }

  #step(size: number): number {
    const from = this.at
    if (size > this.#view.byteLength - from)
      throw new SpiceError('truncated', `${size} bytes at ${from} of ${this.#view.byteLength}`)
    this.at = from + size
    return from
  }
}

/** Builds one message. Grows by itself; `done` gives exactly what was written. */
export class Writer {
  #bytes: Uint8Array
  #view: DataView
  #at = 0

  constructor(expectedBytes = 64) {
    this.#bytes = new Uint8Array(expectedBytes)
    this.#view = new DataView(this.#bytes.buffer)
  }

  get length(): number {
    return this.#at
  }

  u8(value: number): this {
    const at = this.#room(1)
    this.#view.setUint8(at, value)
    return this
  }

  u16(value: number): this {
    const at = this.#room(2)
    this.#view.setUint16(at, value, true)
    return this
  }

  u32(value: number): this {
    const at = this.#room(4)
    this.#view.setUint32(at, value, true)
    return this
  }

  i32(value: number): this {
    const at = this.#room(4)
    this.#view.setInt32(at, value, true)
    return this
  }

  u64(value: bigint): this {
    const at = this.#room(8)
    this.#view.setBigUint64(at, value, true)
    return this
  }

  bytes(value: Uint8Array): this {
    const at = this.#room(value.byteLength)
    this.#bytes.set(value, at)
    return this
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#at) as Uint8Array<ArrayBuffer>
  }

  /** Before anything else is looked at: it may put other bytes in place. */
  #room(size: number): number {
    const from = this.#at
    this.#at += size
    if (this.#at > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#at, 2 * this.#bytes.length))
      larger.set(this.#bytes)
      this.#bytes = larger
      this.#view = new DataView(larger.buffer)
    }
    return from
  }
}
