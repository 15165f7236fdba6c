// The bits of a QUIC picture: little-endian words, read from their highest bit. `window` always shows the next 32.
import { SpiceError } from '../error.ts'

/** The encoder ends with a word of zeros: beyond that and one more, the picture is not there. */
const WORDS_BEYOND = 2

export class QuicBits {
  /** The next 32 bits, as a signed number. */
  window: number
  readonly #words: Uint32Array
  #at = 2
  /** The word that the window is filled from, and how many of its bits are not in the window yet. */
  #next: number
  #unused = 32

  /** @param bytes after the header */
  constructor(bytes: Uint8Array) {
    this.#words = new Uint32Array((bytes.byteLength + 3) >>> 2)
    new Uint8Array(this.#words.buffer).set(bytes)
    this.window = (this.#words[0] ?? 0) | 0
    this.#next = this.#words[1] ?? 0
  }

  /** @param count 1 to 31 */
  eat(count: number): void {
    this.window <<= count
    if (count < this.#unused) {
      this.#unused -= count
      this.window |= (this.#next >>> this.#unused) & ((1 << count) - 1)
      return
    }
    const missing = count - this.#unused
    this.window |= (this.#next & (this.#unused === 32 ? -1 : (1 << this.#unused) - 1)) << missing
    if (this.#at > this.#words.length + WORDS_BEYOND)
      throw new SpiceError('truncated', 'a QUIC picture ends early')
    this.#next = this.#words[this.#at++] ?? 0
    this.#unused = 32 - missing
    if (missing > 0) this.window |= this.#next >>> this.#unused
  }
}
