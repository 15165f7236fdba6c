// XDR (RFC 4506): big endian, everything padded to four bytes. The reader trusts no length: whatever does not
// fit in the message is a ProtocolError, before anything is allocated for it.
import { ProtocolError } from './error.ts'

const SIZE = 256

export class XdrWriter {
  #bytes: Buffer
  #length: number

  /** @param room so many bytes are left free at the beginning */
  constructor(room = 0) {
    this.#bytes = Buffer.allocUnsafe(room + SIZE)
    this.#length = room
  }

  /** The room and what was written; shares the writer's memory. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  i32(value: number): void {
    this.#reserve(4)
    this.#length = this.#bytes.writeInt32BE(value, this.#length)
  }

  u32(value: number): void {
    this.#reserve(4)
    // Flags joined by | come out negative once bit 31 is set.
    this.#length = this.#bytes.writeUInt32BE(value < 0 ? value >>> 0 : value, this.#length)
  }

  i64(value: bigint): void {
    this.#reserve(8)
    this.#length = this.#bytes.writeBigInt64BE(value, this.#length)
  }

  u64(value: bigint): void {
    this.#reserve(8)
    this.#length = this.#bytes.writeBigUInt64BE(value, this.#length)
  }

  f64(value: number): void {
    this.#reserve(8)
    this.#length = this.#bytes.writeDoubleBE(value, this.#length)
  }

  /** Bytes whose count both sides know. */
  fixed(value: Uint8Array): void {
    const padded = (value.byteLength + 3) & ~3
    this.#reserve(padded)
    this.#bytes.set(value, this.#length)
    this.#bytes.fill(0, this.#length + value.byteLength, this.#length + padded)
    this.#length += padded
  }

  /** Bytes after their count. */
  opaque(value: Uint8Array): void {
    this.u32(value.byteLength)
    this.fixed(value)
  }

  string(value: string, most: number): void {
    // The daemon's strings end at a NUL: what it read would not be what was meant.
    if (value.includes('\0')) throw new TypeError('a text for libvirt with a NUL in it')
    const bytes = Buffer.from(value, 'utf8')
    if (bytes.length > most)
      throw new RangeError(`a text of ${bytes.length} bytes, at most ${most} are allowed`)
    this.opaque(bytes)
  }

  #reserve(more: number): void {
    const needed = this.#length + more
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}

export class XdrReader {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes
    this.#at = at
  }

  get remaining(): number {
    return this.#bytes.length - this.#at
  }

  i32(): number {
    return this.#bytes.readInt32BE(this.#advance(4))
  }

  u32(): number {
    return this.#bytes.readUInt32BE(this.#advance(4))
  }

  i64(): bigint {
    return this.#bytes.readBigInt64BE(this.#advance(8))
  }

  u64(): bigint {
    return this.#bytes.readBigUInt64BE(this.#advance(8))
  }

  f64(): number {
    return this.#bytes.readDoubleBE(this.#advance(8))
  }

  /** A view of the next bytes, not a copy. */
  fixed(count: number): Buffer {
    const at = this.#advance((count + 3) & ~3)
    return this.#bytes.subarray(at, at + count)
  }

  opaque(most: number): Buffer {
    return this.fixed(this.count(most, 1))
  }

  string(most: number): string {
    return this.opaque(most).toString('utf8')
  }

  /** The count of a list: at most `most`, and no more than fit in what is left at `leastBytes` each. */
  count(most: number, leastBytes: number): number {
    const count = this.u32()
    if (count > most) throw new ProtocolError(`a list of ${count}, at most ${most} are allowed`)
    if (count * leastBytes > this.remaining)
      throw new ProtocolError(`a list of ${count} in ${this.remaining} bytes`)
    return count
  }

  #advance(count: number): number {
    const at = this.#at
    if (count > this.#bytes.length - at)
      throw new ProtocolError(`message ends ${count - (this.#bytes.length - at)} bytes early`)
    this.#at = at + count
    return at
  }
}
