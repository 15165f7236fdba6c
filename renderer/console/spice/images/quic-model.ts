// What QUIC knows of a picture while it reads it: for each channel, which of the Golomb-Rice codes is best after
// residuals of which size; when to learn; how long runs are expected to be.
import type { QuicBits } from './quic-bits.ts'

/** No codeword is longer, before its suffix. */
const LONGEST_CODE = 26
const CODES = 8
/** Two codes' counts go in one word: to add and to halve eight takes four steps. */
const PAIRS = CODES / 2
const BUCKETS = 8

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
   * What a codeword with so many leading zeros says, by [code · 64 + zeros]: its length in bits (0‥7), the smallest
   * value that begins so (8‥15), which of its last bits are added to that (16‥). One look instead of a branch that
   * noise would always surprise.
   */
  readonly codewords = new Int32Array(CODES * 64)
  /** Bucket by residual: of sizes 1, 2, 4, …, the last takes the rest. */
  readonly bucketOf = new Uint8Array(256)
  /** Folded residual → what to add: even ones up, odd ones down. */
  readonly unfolded = new Uint8Array(256)

  constructor(bits: number) {
    this.bits = bits
    this.mask = (1 << bits) - 1
    for (let code = 0; code < CODES; code++) this.#describe(code, Math.min(code, bits - 1))
    for (let value = 0; value < 256; value++) {
      this.bucketOf[value] = Math.min(31 - Math.clz32(value + 1), bits - 1, BUCKETS - 1)
      this.unfolded[value] = (value & 1 ? this.mask - (value >>> 1) : value >>> 1) & this.mask
    }
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
    for (let zeros = 0; zeros <= 32; zeros++)
      this.codewords[place * 64 + zeros] =
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

/** The statistics of channels that are read together, and the residuals of the row being read. */
export class ChannelModels {
  readonly family: CodeFamily
  /** From one channel's residuals to the next. */
  readonly stride: number
  /** Residual of each pixel of the row, channel after channel; a channel's first is what stands before the row. */
  readonly residuals: Uint8Array
  /** By [channel · 8 + bucket]. */
  readonly best: Uint8Array
  readonly #channels: number
  /** In pairs, as CodeFamily.costs. Halved long before one of them could reach its neighbour's bits. */
  readonly #counts: Int32Array

  constructor(family: CodeFamily, channels: number, width: number) {
    this.family = family
    this.stride = width + 1
    this.residuals = new Uint8Array(channels * this.stride)
    this.best = new Uint8Array(channels * BUCKETS).fill(family.bits - 1)
    this.#channels = channels
    this.#counts = new Int32Array(channels * BUCKETS * PAIRS)
  }

  /** Counts what pixel x would have cost in each code. @param trigger above it, the past counts half */
  learn(x: number, trigger: number): void {
    for (let channel = 0; channel < this.#channels; channel++)
      this.#learn(channel, channel * this.stride + x, trigger)
  }

  #learn(channel: number, at: number, trigger: number): void {
    const { bits, bucketOf, costs } = this.family
    const bucket = channel * BUCKETS + (bucketOf[this.residuals[at] as number] as number)
    const first = bucket * PAIRS
    const cost = (this.residuals[at + 1] as number) * PAIRS
    const counts = this.#counts
    const a = ((counts[first] as number) + (costs[cost] as number)) | 0
    const b = ((counts[first + 1] as number) + (costs[cost + 1] as number)) | 0
    const c = ((counts[first + 2] as number) + (costs[cost + 2] as number)) | 0
    const d = ((counts[first + 3] as number) + (costs[cost + 3] as number)) | 0
    // Below each count stands its code, the longest lowest: of two that cost the same, the longer is taken.
    const least = lesser(
      lesser(
        lesser(((a & 0xffff) << 3) | 7, ((a >>> 16) << 3) | 6),
        lesser(((b & 0xffff) << 3) | 5, ((b >>> 16) << 3) | 4),
      ),
      lesser(
        lesser(((c & 0xffff) << 3) | 3, ((c >>> 16) << 3) | 2),
        lesser(((d & 0xffff) << 3) | 1, (d >>> 16) << 3),
      ),
    )
    this.best[bucket] = lesser(7 - (least & 7), bits - 1)
    const halve = least >>> 3 > trigger ? 1 : 0
    const kept = halve ? 0x7fff7fff : -1
    counts[first] = (a >>> halve) & kept
    counts[first + 1] = (b >>> halve) & kept
    counts[first + 2] = (c >>> halve) & kept
    counts[first + 3] = (d >>> halve) & kept
  }

  /** The first residual of a row stands before the first of the next. */
  endRow(): void {
    for (let at = 0; at < this.residuals.length; at += this.stride)
      this.residuals[at] = this.residuals[at + 1] ?? 0
  }
}

/** By mask bits: when counters are halved. */
const TRIGGERS = [110, 550, 900, 800, 550, 400, 350] as const
const WIDEST_MASK = 6
const PIXELS_PER_MASK = 2048

/** The format's fixed dice, six bits each, written as digits of base 64. */
const DICE = readDigits(
  'CXTVHSoOMgvskGSLETqdQ/5zQDFOPeUJktD59AIFpOrbr7fjn8qmN2+BaDL90iHw' +
    'E7WMWIyEKGsILufz1RBru8k2KbnsWpXCsAo1owQrgchMUC4+36SUN3md5Txhv/7A' +
    'j9TZum8EjBaocKFOZSwxU7+iuHh0i6JdI3+8lklyGDKcwYa95eL2CGyvHRj1gMXR' +
    'FVx3zt0bnZn/WYq04mpp4gNYazb46lYqPcRefPQXZ2hiBdfy1VxPvJA6lteNJt/V',
)

/** When the models learn: from every pixel first, then from fewer and fewer, picked by dice. */
export class Schedule {
  /** Pixels to pass over before the next that is learned from; while a part of a row is read, where that is. */
  wait = 0
  learnAt = 0
  /** Pixels until learning becomes rarer. */
  left = PIXELS_PER_MASK
  #maskBits = 0
  #thrown = 255

  get trigger(): number {
    return TRIGGERS[this.#maskBits] ?? 0
  }

  get settled(): boolean {
    return this.#maskBits === WIDEST_MASK
  }

  rarer(): void {
    this.#maskBits++
    this.left = PIXELS_PER_MASK
  }

  throwDice(): number {
    this.#thrown = (this.#thrown + 1) & 255
    return (DICE[this.#thrown] ?? 0) & ((1 << this.#maskBits) - 1)
  }
}

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

/** A branch would guess wrong as often as not. */
function lesser(a: number, b: number): number {
  return b + ((a - b) & ((a - b) >> 31))
}

function readDigits(text: string): Uint8Array {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return Uint8Array.from(text, digit => digits.indexOf(digit))
}
