// The bits of a QUIC picture: little-endian words, read from their highest bit. Only a position is kept, so that a loop
// over pixels can hold it in a variable of its own.
import { SpiceError } from '../error.ts'

/** The encoder ends with a word of zeros: beyond that and one more, the picture is not there. */
const WORDS_BEYOND = 2

export class QuicBits {
  readonly words: Int32Array
  /** In bits. */
  at = 0
  readonly #end: number

  /**
   * @param bytes after the header
   * @param rowReads the most that is read between two calls of `check`
   */
  constructor(bytes: Uint8Array, rowReads: number) {
    const count = (bytes.byteLength + 3) >>> 2
    this.words = new Int32Array(count + rowReads + WORDS_BEYOND + 2)
    new Uint8Array(this.words.buffer).set(bytes)
    this.#end = 32 * (count + WORDS_BEYOND)
  }

  /** The next 32 bits, as a signed number. */
  peek(): number {
    return windowAt(this.words, this.at)
  }

  /** What lies behind the picture reads as zeros, for a row at most. */
  check(): void {
    if (this.at > this.#end) throw new SpiceError('truncated', 'a QUIC picture ends early')
  }
}

/** The 32 bits from `at` on. Shifts look at the lowest five bits of their count, and one by 32 would be one by 0: hence two. */
export function windowAt(words: Int32Array, at: number): number {
  const word = at >>> 5
  return ((words[word] as number) << at) | (((words[word + 1] as number) >>> 1) >>> ~at)
}
