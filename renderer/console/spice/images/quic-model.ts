// What QUIC's format lays down, as tables: its codes, when a decoder learns which of them is best, how long runs are
// expected to be. The learning itself is in the loops (quic-loops.ts).
import type { QuicBits } from './quic-bits.ts'

/** No codeword is longer, before its suffix. */
const LONGEST_CODE = 26
const CODES = 8
/** Two codes' counts go in one word. */
const PAIRS = CODES / 2
const BUCKETS = 8
/** From one code's codewords to the next. Of 64 bits, all may be zeros. */
const CODEWORDS = 128
const MOST_ZEROS = 64

/** The codes for values of so many bits. Facts of the format; the names are those of Golomb's code. */
export class CodeFamily {
  readonly bits: number
  /** Largest value of a channel. */
  readonly mask: number
  /**
   * Length in bits of each value's codeword, two codes to a word, the lower code in its lower half:
   * [value · 4 + code / 2]. Where there are fewer than eight codes, the last one is there again.
   */
  readonly costs = new Int32Array(256 * PAIRS)
  /**
   * What a codeword with so many leading zeros says, by [code · 128 + zeros]: its length in bits (0‥7), the smallest
   * value that begins so (8‥15), which of its last bits are added to that (16‥). One look instead of a branch that
   * noise would always surprise.
   */
  readonly codewords = new Int32Array(CODES * CODEWORDS)
  /** Bucket by residual: of sizes 1, 2, 4, …, the last takes the rest. */
  readonly bucketOf = new Uint8Array(256)

  constructor(bits: number) {
    this.bits = bits
    this.mask = (1 << bits) - 1
    for (let code = 0; code < CODES; code++) this.#describe(code, Math.min(code, bits - 1))
    for (let value = 0; value < 256; value++)
      this.bucketOf[value] = Math.min(31 - Math.clz32(value + 1), bits - 1, BUCKETS - 1)
  }

  /** Length in bits of a value's codeword. */
  lengthOf(value: number, code: number): number {
    return ((this.costs[value * PAIRS + (code >>> 1)] as number) >>> (16 * (code & 1))) & 0xffff
  }

  /** @param place where the code is kept */
  #describe(place: number, code: number): void {
    const prefix = Math.min(LONGEST_CODE - this.bits, (1 << (this.bits - code)) - 1)
    const plain = prefix << code
    const escapes = this.mask + 1 - plain
    const suffix = escapes <= 1 ? 0 : 32 - Math.clz32(escapes - 1)
    for (let zeros = 0; zeros <= MOST_ZEROS; zeros++)
      this.codewords[place * CODEWORDS + zeros] =
        zeros < prefix
          ? (zeros + 1 + code) | ((zeros << code) << 8) | (((1 << code) - 1) << 16)
          : (prefix + suffix) | ((plain & 255) << 8) | (((1 << suffix) - 1) << 16)
    const half = 16 * (place & 1)
    for (let value = 0; value < 256; value++) {
      const length = value < plain ? (value >>> code) + code + 1 : prefix + suffix
      this.costs[value * PAIRS + (place >>> 1)] =
        (this.costs[value * PAIRS + (place >>> 1)] as number) | (length << half)
    }
  }
}

/** How rarely is learned: from the next pixel after so many as the dice say of this many bits … */
export const RAREST = 6
/** … each for so many pixels, the last for good. */
export const PIXELS_PER_RARITY = 2048
/** By rarity: above that, the past counts half. */
export const TRIGGERS = [110, 550, 900, 800, 550, 400, 350] as const

/** The format's fixed dice, six bits each, written as digits of base 64. */
export const DICE = readDigits(
  'CXTVHSoOMgvskGSLETqdQ/5zQDFOPeUJktD59AIFpOrbr7fjn8qmN2+BaDL90iHw' +
    'E7WMWIyEKGsILufz1RBru8k2KbnsWpXCsAo1owQrgchMUC4+36SUN3md5Txhv/7A' +
    'j9TZum8EjBaocKFOZSwxU7+iuHh0i6JdI3+8lklyGDKcwYa95eL2CGyvHRj1gMXR' +
    'FVx3zt0bnZn/WYq04mpp4gNYazb46lYqPcRefPQXZ2hiBdfy1VxPvJA6lteNJt/V',
)

/** By state: log2 of the run that is expected (the MELCODE of lossless JPEG's run mode). */
const RUN_BITS = [
  0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15,
] as const

export class RunLengths {
  #state = 0

  /** Each 1 is a whole expected run; then a 0 and the rest in binary. */
  read(bits: QuicBits): number {
    let length = 0
    while (bits.peek() < 0) {
      length += 1 << this.#bits
      if (this.#state < RUN_BITS.length - 1) this.#state++
      bits.at++
      bits.check()
    }
    bits.at++
    const size = this.#bits
    if (size > 0) {
      length += bits.peek() >>> (32 - size)
      bits.at += size
    }
    if (this.#state > 0) this.#state--
    return length
  }

  get #bits(): number {
    return RUN_BITS[this.#state] ?? 0
  }
}

function readDigits(text: string): Uint8Array {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return Uint8Array.from(text, digit => digits.indexOf(digit))
}
