// What a QUIC picture teaches whoever writes or reads it, written once more in plain TypeScript for the encoder: for each
// channel, which of the Golomb-Rice codes is best after residuals of which size, and when to learn.
import {
  type CodeFamily,
  DICE,
  PIXELS_PER_RARITY,
  RAREST,
  TRIGGERS,
} from '../../renderer/console/spice/images/quic-model.ts'

const CODES = 8
const BUCKETS = 8

export class ChannelModels {
  readonly family: CodeFamily
  /** From one channel's residuals to the next. */
  readonly stride: number
  /** Residual of each pixel of the row, channel after channel; a channel's first is what stands before the row. */
  readonly residuals: Uint8Array
  /** By [channel · 8 + bucket]. */
  readonly best: Uint8Array
  readonly #counts: Uint16Array

  constructor(family: CodeFamily, channels: number, width: number) {
    this.family = family
    this.stride = width + 1
    this.residuals = new Uint8Array(channels * this.stride)
    this.best = new Uint8Array(channels * BUCKETS).fill(family.bits - 1)
    this.#counts = new Uint16Array(channels * BUCKETS * CODES)
  }

  /** Counts what pixel x would have cost in each code. @param trigger above it, the past counts half */
  learn(x: number, trigger: number): void {
    const { bits, bucketOf } = this.family
    for (let first = x, channel = 0; first < this.residuals.length; first += this.stride, channel++) {
      const bucket = channel * BUCKETS + (bucketOf[this.residuals[first] ?? 0] ?? 0)
      const counts = this.#counts.subarray(bucket * CODES, bucket * CODES + bits)
      counts.forEach((count, code) => {
        counts[code] = count + this.family.lengthOf(this.residuals[first + 1] ?? 0, code)
      })
      const least = Math.min(...counts)
      this.best[bucket] = counts.lastIndexOf(least)
      if (least > trigger) for (const [code, count] of counts.entries()) counts[code] = count >>> 1
    }
  }

  /** The first residual of a row stands before the first of the next. */
  endRow(): void {
    for (let at = 0; at < this.residuals.length; at += this.stride)
      this.residuals[at] = this.residuals[at + 1] ?? 0
  }
}

/** From every pixel first, then from fewer and fewer, picked by dice. */
export class Schedule {
  /** Pixels to pass over before the next that is learned from. */
  wait = 0
  /** Pixels until learning becomes rarer. */
  left = PIXELS_PER_RARITY
  #rarity = 0
  #thrown = 255

  get trigger(): number {
    return TRIGGERS[this.#rarity] ?? 0
  }

  get settled(): boolean {
    return this.#rarity === RAREST
  }

  rarer(): void {
    this.#rarity++
    this.left = PIXELS_PER_RARITY
  }

  throwDice(): number {
    this.#thrown = (this.#thrown + 1) & 255
    return (DICE[this.#thrown] ?? 0) & ((1 << this.#rarity) - 1)
  }
}
