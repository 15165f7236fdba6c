// The loops that all of QUIC's time is spent in, over the pixels of a row, three channels at once or one, in WebAssembly:
// more than twice as fast as the same in TypeScript, for they hold 57 bits of the stream in one number, learn from eight counts at
// once and need not ask for their memory's bounds. TypeScript makes the tables, walks rows and runs (quic.ts), and
// lays everything out as said here (quic-memory.ts).
import {
  type Code,
  choose,
  forever,
  type I32,
  type I64,
  type Lanes,
  type Local,
  lanes16,
  load,
  load8,
  load16,
  load64,
  loadLanes,
  of,
  type Routine,
  store,
  store16,
  storeLanes,
  when,
} from '../wasm/assembler.ts'
import { OPAQUE } from './picture.ts'

/** In the memory's lowest part, in bytes: the position in the bits, and where they begin, read downwards. */
export const BITS = { at: 0, top: 4 } as const
export const DICE_AT = 0x100

/** A family's tables, from its address on (quic-model.ts has what they say). */
export const FAMILY = { bytes: 0x2200, costs: 0, buckets: 0x1000, codewords: 0x1100 } as const
/** From one code's codewords to the next: as many as there may be leading zeros in 64 bits, and none. */
export const CODEWORDS_BYTES = 512

/**
 * What belongs to channels that are read together, from the address on: words that are read once a part of a row, the offset
 * of the best code's codewords (u16) and the costs of eight codes (u16 each), both by [channel · 8 + bucket].
 */
export const PLANE = {
  bytes: 0x240,
  family: 0,
  /** Of the row's residuals, a word a pixel with a byte a channel; the first is what stands before the row. */
  residuals: 4,
  /** The largest value of a channel, in each channel's byte. */
  masks: 8,
  /** Of a single channel: where it stands in a pixel. */
  shift: 12,
  learnAt: 16,
  thrown: 20,
  diceMask: 24,
  trigger: 28,
  best: 0x40,
  counts: 0x80,
} as const
const BUCKETS = 8
const BYTE = 255
/** Of each of three bytes: all bits but the highest, only that, and the lowest. */
const LOW_BITS = 0x7f7f7f
const HIGH_BITS = 0x808080
const LOWEST_BITS = 0x010101

export type PixelLoop = (
  plane: number,
  row: number,
  rise: number,
  x: number,
  end: number,
  runsFrom: number,
) => number

export interface QuicLoops {
  readonly colours: PixelLoop
  readonly channel: PixelLoop
}

export const quicRoutines = (): readonly Routine[] => [pixelLoop('colours', 3), pixelLoop('channel', 1)]

/**
 * Called with the plane's and the row's address, by how many bytes the pixel above is before a pixel (in the first row, whose
 * pixels are told by their left neighbours alone: 4), the pixels to read, and the first at which a run may begin.
 * Gives back where it ended: there, or before it where a run begins.
 */
function pixelLoop(name: string, channels: 1 | 3): Routine {
  const isColours = channels === 3
  return {
    name,
    parameters: 6,
    body: (parameters, { i32, i64, lanes }) => {
      const [plane, row, rise, x, end, runsFrom] = parameters as Six
      const [family, masks, shift, learnAt, to, residuals] = sixOf(i32)
      const [left, beforeLeft, above, aboveLeft, residual, predicted] = sixOf(i32)
      const values = Array.from({ length: channels }, i32)
      const bits = new BitReader(plane, family, i32, i64)
      const learner = new Learner(plane, family, i32, lanes)

      const pixelAt = (address: I32) => (isColours ? load(address) : load(address).shr(shift).and(BYTE))
      const differences = left.xor(beforeLeft).or(above.xor(aboveLeft))
      const isFlat = (isColours ? differences.shl(8) : differences).isZero()
      // All channels at once, as bytes of one number. Even residuals go up, odd ones down.
      const odd = residual.and(LOWEST_BITS)
      const unfolded = residual.shr(1).and(LOW_BITS).xor(odd.shl(8).minus(odd))
      const mean = left.and(above).plus(left.xor(above).shr(1).and(LOW_BITS))
      const sum = predicted
        .and(LOW_BITS)
        .plus(residual.and(LOW_BITS))
        .xor(predicted.xor(residual).and(HIGH_BITS))
      const otherBits = load(to).and(of(BYTE).shl(shift).xor(-1))

      const code = [
        ...bits.open(),
        family.set(load(plane, PLANE.family)),
        masks.set(load(plane, PLANE.masks)),
        shift.set(load(plane, PLANE.shift)),
        learnAt.set(load(plane, PLANE.learnAt)),
        to.set(row.plus(x.shl(2))),
        residuals.set(load(plane, PLANE.residuals).plus(x.shl(2))),
        ...values.map((value, channel) => value.set(byteOf(load(residuals), channel))),
        // A row's first pixel is told by the one above it alone.
        left.set(choose(x, pixelAt(to.minus(4)), pixelAt(to.minus(rise)))),
        beforeLeft.set(pixelAt(to.minus(8))),
        aboveLeft.set(pixelAt(to.minus(rise).minus(4))),
        forever(leave => [
          leave(x.isLess(end).isZero()),
          above.set(pixelAt(to.minus(rise))),
          leave(isFlat.and(x.isLess(runsFrom).isZero())),
          ...values.flatMap((value, channel) => bits.read(value, channel)),
          residual.set(joined(values)),
          store(residuals, residual, 4),
          when(
            x.equals(learnAt),
            ...values.flatMap((_, channel) => learner.learn(residuals, channel)),
            ...learner.throwDice(),
            learnAt.set(learnAt.plus(1).plus(learner.thrown)),
          ),
          predicted.set(mean),
          residual.set(unfolded),
          beforeLeft.set(left),
          aboveLeft.set(above),
          left.set(isColours ? sum.and(masks).or(OPAQUE) : sum.and(masks)),
          store(to, isColours ? left : otherBits.or(left.shl(shift))),
          x.set(x.plus(1)),
          to.set(to.plus(4)),
          residuals.set(residuals.plus(4)),
        ]),
        store(plane, learnAt, PLANE.learnAt),
        ...bits.close(),
      ]
      return { code, result: x }
    },
  }
}

/** Codewords from the bits, 57 of which are held at least when they have just been loaded. */
class BitReader {
  readonly #plane: I32
  readonly #family: I32
  readonly #at: Local<I32>
  readonly #top: Local<I32>
  readonly #codeword: Local<I32>
  readonly #window: Local<I64>

  constructor(plane: I32, family: I32, i32: () => Local<I32>, i64: () => Local<I64>) {
    this.#plane = plane
    this.#family = family
    ;[this.#at, this.#top, this.#codeword] = [i32(), i32(), i32()]
    this.#window = i64()
  }

  open(): Code[] {
    // Eight bytes are loaded, which end where the next bits begin.
    return [this.#at.set(load(BITS.at)), this.#top.set(load(BITS.top).minus(8))]
  }

  close(): Code[] {
    return [store(BITS.at, this.#at)]
  }

  /** The channel's next value, in the code that was best after values like its last. */
  read(value: Local<I32>, channel: number): Code[] {
    const [at, codeword, window] = [this.#at, this.#codeword, this.#window]
    const best = load16(this.#plane.plus(bucketOf(this.#family, value).shl(1)), bestAt(channel))
    // The window's first bits, shifted down to the codeword's end: by 64 less its length, or just less it.
    const bits = window.shr(of(0).minus(codeword)).low()
    const loaded = load64(this.#top.minus(at.shr(3))).shl(at.and(7))
    return [
      // Two codewords of 26 bits are there for certain.
      window.set(channel === 1 ? window.shl(codeword) : loaded),
      codeword.set(load(this.#family.plus(best).plus(window.leadingZeros().shl(2)), FAMILY.codewords)),
      value.set(
        codeword
          .shr(8)
          .plus(bits.and(codeword.shr(16)))
          .and(BYTE),
      ),
      at.set(at.plus(codeword.and(BYTE))),
    ]
  }
}

/** Which codes are best, learned from values that were read. */
class Learner {
  readonly #plane: I32
  readonly #family: I32
  readonly #counts: Local<I32>
  readonly #least: Local<I32>
  readonly #sums: Local<Lanes>
  readonly #keys: Local<Lanes>

  constructor(plane: I32, family: I32, i32: () => Local<I32>, lanes: () => Local<Lanes>) {
    this.#plane = plane
    this.#family = family
    ;[this.#counts, this.#least] = [i32(), i32()]
    ;[this.#sums, this.#keys] = [lanes(), lanes()]
  }

  /** Counts what the channel's value would have cost in each code. Above the trigger, the past counts half. */
  learn(residuals: I32, channel: number): Code[] {
    const [plane, counts, least, sums, keys] = [
      this.#plane,
      this.#counts,
      this.#least,
      this.#sums,
      this.#keys,
    ]
    const bucket = bucketOf(this.#family, byteOf(load(residuals), channel))
    const costs = loadLanes(this.#family.plus(byteOf(load(residuals, 4), channel).shl(4)), FAMILY.costs)
    const countsAt = PLANE.counts + 16 * BUCKETS * channel
    const isMuch = least.shr(3).isMore(load(plane, PLANE.trigger))
    return [
      counts.set(plane.plus(bucket.shl(4))),
      sums.set(loadLanes(counts, countsAt).plus16(costs)),
      // Below each count stands its code, the longest lowest: of two that cost the same, the longer is taken.
      keys.set(sums.shl16(3).or(lanes16([7, 6, 5, 4, 3, 2, 1, 0]))),
      keys.set(keys.lesser16(keys.inOrder16([4, 5, 6, 7, 0, 1, 2, 3]))),
      keys.set(keys.lesser16(keys.inOrder16([2, 3, 0, 1, 6, 7, 4, 5]))),
      keys.set(keys.lesser16(keys.inOrder16([1, 0, 3, 2, 5, 4, 7, 6]))),
      least.set(keys.first16()),
      store16(plane.plus(bucket.shl(1)), of(7).minus(least.and(7)).shl(9), bestAt(channel)),
      storeLanes(counts, sums.shr16(isMuch), countsAt),
    ]
  }

  throwDice(): Code[] {
    return [store(this.#plane, load(this.#plane, PLANE.thrown).plus(1).and(BYTE), PLANE.thrown)]
  }

  /** What the dice say, as rare as learning has become. */
  get thrown(): I32 {
    return load8(load(this.#plane, PLANE.thrown), DICE_AT).and(load(this.#plane, PLANE.diceMask))
  }
}

function bestAt(channel: number): number {
  return PLANE.best + 2 * BUCKETS * channel
}

function bucketOf(family: I32, value: I32): I32 {
  return load8(family.plus(value), FAMILY.buckets)
}

function byteOf(word: I32, channel: number): I32 {
  return (channel === 0 ? word : word.shr(8 * channel)).and(BYTE)
}

function joined(values: readonly I32[]): I32 {
  return values.map((value, channel) => value.shl(8 * channel)).reduce((all, one) => all.or(one))
}

type Six = [Local<I32>, Local<I32>, Local<I32>, Local<I32>, Local<I32>, Local<I32>]

function sixOf(make: () => Local<I32>): Six {
  return [make(), make(), make(), make(), make(), make()]
}
