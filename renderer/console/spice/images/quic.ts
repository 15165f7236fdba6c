// QUIC, SPICE's lossless codec for pictures that look like photographs (after SFALIC, Starosolski 2006). Each pixel is
// predicted from its neighbours: the first row from the left, the first column from above, all others from the mean of
// both. What is left over, folded to a number without sign, is written in one of eight Golomb-Rice codes; which one is
// learned while reading (quic-model.ts). Where everything around is alike, a run's length is written instead.
//
// Colours go together, red, green, blue a pixel; alpha goes by itself, a row after each row of colours.
import { SpiceError } from '../error.ts'
import { Reader } from '../wire.ts'
import { checkSize, fromRgb555, OPAQUE, type Picture } from './picture.ts'
import { QuicBits, windowAt } from './quic-bits.ts'
import { ChannelModels, CodeFamily, RunLengths, Schedule } from './quic-model.ts'

const MAGIC = 0x43495551 // "QUIC"
const VERSION = 0
export const QUIC_TYPE = { gray: 1, rgb16: 2, rgb24: 3, rgb32: 4, rgba: 5 } as const

/** Codewords of a pixel, each of which fits a word, and two more for its run. */
const LONGEST_ROW_READS = 5

const EIGHT_BITS = new CodeFamily(8)
const FIVE_BITS = new CodeFamily(5)

/** Channels that are written together: how many, and where the first stands in a pixel; the others follow it. */
const COLOURS = { channels: 3, shift: 0 } as const
const ALPHA = { channels: 1, shift: 24 } as const
const GRAY = { channels: 1, shift: 0 } as const
type Channels = typeof COLOURS | typeof ALPHA | typeof GRAY

/** Five words, magic number, version, type, width and height, then bits. */
export function decodeQuic(bytes: Uint8Array, room?: Uint32Array): Picture {
  const header = new Reader(bytes)
  if (header.u32() !== MAGIC || header.u32() !== VERSION)
    throw new SpiceError('invalid', 'not a QUIC picture')
  const [type, width, height] = [header.u32(), header.u32(), header.u32()]
  const size = checkSize(width, height)
  const pixels = room && room.length >= size ? room.subarray(0, size) : new Uint32Array(size)
  const bits = new QuicBits(header.rest(), LONGEST_ROW_READS * width)
  const planes = planesOf(type, width)
  pixels.fill(0)
  // Signed, for a number beyond 2³¹ would make the engine count in floating point.
  const signed = new Int32Array(pixels.buffer, pixels.byteOffset, size)
  for (let y = 0; y < height; y++) for (const plane of planes) plane.readRow(bits, signed, y)
  finish(type, pixels)
  return { width, height, pixels, alpha: type === QUIC_TYPE.rgba }
}

function planesOf(type: number, width: number): Plane[] {
  switch (type) {
    case QUIC_TYPE.gray:
      return [new Plane(EIGHT_BITS, GRAY, width)]
    case QUIC_TYPE.rgb16:
      return [new Plane(FIVE_BITS, COLOURS, width)]
    case QUIC_TYPE.rgb24:
    case QUIC_TYPE.rgb32:
      return [new Plane(EIGHT_BITS, COLOURS, width)]
    case QUIC_TYPE.rgba:
      return [new Plane(EIGHT_BITS, COLOURS, width), new Plane(EIGHT_BITS, ALPHA, width)]
    default:
      throw new SpiceError('invalid', `a QUIC picture of type ${type}`)
  }
}

/** What the channels' bits mean as a pixel. */
function finish(type: number, pixels: Uint32Array): void {
  if (type === QUIC_TYPE.rgba) return
  for (let at = 0; at < pixels.length; at++) {
    const pixel = pixels[at] ?? 0
    if (type === QUIC_TYPE.gray) pixels[at] = OPAQUE | (pixel * 0x10101)
    else if (type === QUIC_TYPE.rgb16)
      pixels[at] = fromRgb555(((pixel & 31) << 10) | (((pixel >>> 8) & 31) << 5) | ((pixel >>> 16) & 31))
    else pixels[at] = OPAQUE | pixel
  }
}

/** Channels that are read together: they share when to learn and how long runs are. */
class Plane {
  readonly #shift: number
  readonly #channels: number
  readonly #models: ChannelModels
  /** The bits of a pixel that are this plane's. */
  readonly #own: number
  readonly #width: number
  readonly #schedule = new Schedule()
  readonly #runs = new RunLengths()

  constructor(family: CodeFamily, { channels, shift }: Channels, width: number) {
    this.#shift = shift
    this.#channels = channels
    this.#own = ((1 << (8 * channels)) - 1) << shift
    this.#width = width
    this.#models = new ChannelModels(family, channels, width)
  }

  readRow(bits: QuicBits, pixels: Int32Array, y: number): void {
    const schedule = this.#schedule
    let x = 0
    while (!schedule.settled && schedule.left <= this.#width - x) {
      const end = x + schedule.left
      if (end > x) this.#readPart(bits, pixels, y, x, end)
      x = end
      schedule.rarer()
    }
    if (x < this.#width) {
      this.#readPart(bits, pixels, y, x, this.#width)
      if (!schedule.settled) schedule.left -= this.#width - x
    }
    this.#models.endRow()
    bits.check()
  }

  /** Pixels from `start` up to `end`, within which learning keeps its pace. */
  #readPart(bits: QuicBits, pixels: Int32Array, y: number, start: number, end: number): void {
    const schedule = this.#schedule
    const row = y * this.#width
    schedule.learnAt = start + schedule.wait
    let lastRun = 0
    let x = this.#readPixels(bits, pixels, row, start, end, lastRun)
    while (x < end) {
      // An empty run ends where it began: then a pixel is read, and no second run.
      lastRun = x
      x = this.#repeat(bits, pixels, row, x, end)
      schedule.learnAt += x - lastRun
      x = this.#readPixels(bits, pixels, row, x, end, lastRun)
    }
    schedule.wait = schedule.learnAt - end
  }

  /**
   * The one loop that all the time is spent in: everything it needs is in variables of its own.
   * @param noRun where a run was tried already
   * @returns `end`, or before it the first place where a run may begin
   */
  #readPixels(
    bits: QuicBits,
    pixels: Int32Array,
    row: number,
    start: number,
    end: number,
    noRun: number,
  ): number {
    const schedule = this.#schedule
    const models = this.#models
    const { residuals, stride, best, family } = models
    const { bucketOf, unfolded, mask, codewords } = family
    const { words } = bits
    const [own, width, lastShift] = [this.#own, this.#width, this.#shift + 8 * (this.#channels - 1)]
    const hasAbove = row > 0
    let { learnAt } = schedule
    let at = bits.at
    let x = start
    let left = x > 0 ? (pixels[row + x - 1] as number) : 0
    let beforeLeft = x > 1 ? (pixels[row + x - 2] as number) : 0
    let aboveLeft = hasAbove && x > 0 ? (pixels[row - width + x - 1] as number) : 0
    for (; x < end; x++) {
      const above = hasAbove ? (pixels[row - width + x] as number) : 0
      const isFlat = ((left ^ beforeLeft) & own) === 0 && ((above ^ aboveLeft) & own) === 0
      if (isFlat && hasAbove && x > 2 && x !== noRun) break
      const halve = x > 0 && hasAbove ? 1 : 0
      let pixel = (pixels[row + x] as number) & ~own
      let model = 0
      let before = x
      for (let shift = this.#shift; shift <= lastShift; shift += 8) {
        const code = best[model + (bucketOf[residuals[before] as number] as number)] as number
        const window = windowAt(words, at)
        const codeword = codewords[(code << 6) + Math.clz32(window)] as number
        const length = codeword & 255
        const value = (((codeword >>> 8) & 255) + ((window >>> (32 - length)) & (codeword >>> 16))) & 255
        at += length
        residuals[before + 1] = value
        const predicted = (((left >>> shift) & 255) + ((above >>> shift) & 255)) >>> halve
        pixel |= (((unfolded[value] as number) + predicted) & mask) << shift
        model += 8
        before += stride
      }
      pixels[row + x] = pixel
      if (x === learnAt) {
        models.learn(x, schedule.trigger)
        learnAt += 1 + schedule.throwDice()
      }
      aboveLeft = above
      beforeLeft = left
      left = pixel
    }
    schedule.learnAt = learnAt
    bits.at = at
    return x
  }

  /** @returns where the run ends */
  #repeat(bits: QuicBits, pixels: Int32Array, row: number, x: number, end: number): number {
    const afterRun = x + this.#runs.read(bits)
    if (afterRun > end) throw new SpiceError('invalid', 'a QUIC run leaves its row')
    const pixel = (pixels[row + x - 1] ?? 0) & this.#own
    for (let at = row + x; at < row + afterRun; at++) pixels[at] = (pixels[at] ?? 0) | pixel
    return afterRun
  }
}
