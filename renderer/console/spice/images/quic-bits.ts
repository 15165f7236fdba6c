// The bits of a QUIC picture: little-endian words, read from their highest bit. They lie backwards in the memory of the
// loops that read them: there, one load from anywhere gives what comes next, the first bit highest.
import { SpiceError } from '../error.ts'
import { BITS } from './quic-loops.ts'

/** The encoder ends with a word of zeros: beyond that and one more, the picture is not there. */
const WORDS_BEYOND = 2
/** What a load reads beyond the last word. */
const SLACK_WORDS = 4

/** Words that hold so many bytes, and those behind them that may be read. @param rowReads the most between two calls of `check` */
export function wordsFor(bytes: number, rowReads: number): number {
  return ((bytes + 3) >>> 2) + rowReads + WORDS_BEYOND + SLACK_WORDS
}

export class QuicBits {
  readonly #words: Int32Array
  /** Index of the first word; the next ones are before it. */
  readonly #first: number
  readonly #end: number

  /**
   * @param words the memory, in which the bits get the words from `start` on
   * @param bytes after the header
   */
  constructor(words: Int32Array, start: number, bytes: Uint8Array, rowReads: number) {
    const count = wordsFor(bytes.byteLength, rowReads)
    const whole = bytes.byteLength >>> 2
    const first = start + count - 1
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let at = 0; at < whole; at++) words[first - at] = view.getInt32(4 * at, true)
    words.fill(0, start, first - whole + 1)
    for (let at = 4 * whole; at < bytes.byteLength; at++)
      words[first - whole] = (words[first - whole] as number) | ((bytes[at] as number) << (8 * (at & 3)))
    words[BITS.top >>> 2] = 4 * (first + 1)
    this.#words = words
    this.#first = first
    this.#end = 32 * (((bytes.byteLength + 3) >>> 2) + WORDS_BEYOND)
    this.at = 0
  }

  /** In bits. The loops go on from there. */
  get at(): number {
    return this.#words[BITS.at >>> 2] as number
  }

  set at(bits: number) {
    this.#words[BITS.at >>> 2] = bits
  }

  /** The next 32 bits, as a signed number. A shift looks at the lowest five bits of its count, and one by 32 would be one by 0: hence two. */
  peek(): number {
    const { at } = this
    const word = this.#first - (at >>> 5)
    return ((this.#words[word] as number) << at) | (((this.#words[word - 1] as number) >>> 1) >>> ~at)
  }

  /** What lies behind the picture reads as zeros, for a row at most. */
  check(): void {
    if (this.at > this.#end) throw new SpiceError('truncated', 'a QUIC picture ends early')
  }
}
