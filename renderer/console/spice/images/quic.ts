// QUIC, SPICE's lossless codec for pictures that look like photographs (after SFALIC, Starosolski 2006). Each pixel is
// predicted from its neighbours: the first row from the left, the first column from above, all others from the mean of
// both. What is left over, folded to a number without sign, is written in one of eight Golomb-Rice codes; which one is
// learned while reading (quic-model.ts). Where everything around is alike, a run's length is written instead.
//
// Colours go together, red, green, blue a pixel; alpha goes by itself, a row after each row of colours.
import { SpiceError } from '../error.ts'
import { Reader } from '../wire.ts'
import { checkSize, fromRgb555, OPAQUE, type Picture } from './picture.ts'
import { QuicBits } from './quic-bits.ts'
import { ChannelModel, CodeFamily, RunLengths, Schedule } from './quic-model.ts'

const MAGIC = 0x43495551 // "QUIC"
const VERSION = 0
export const QUIC_TYPE = { gray: 1, rgb16: 2, rgb24: 3, rgb32: 4, rgba: 5 } as const

const EIGHT_BITS = new CodeFamily(8)
const FIVE_BITS = new CodeFamily(5)

/** Where the channels stand in a pixel, in the order in which they are written. */
const COLOURS = [0, 8, 16] as const
const ALPHA = [24] as const
const GRAY = [0] as const

/** Five words, magic number, version, type, width and height, then bits. */
export function decodeQuic(bytes: Uint8Array, room?: Uint32Array): Picture {
  const header = new Reader(bytes)
  if (header.u32() !== MAGIC || header.u32() !== VERSION)
    throw new SpiceError('invalid', 'not a QUIC picture')
  const [type, width, height] = [header.u32(), header.u32(), header.u32()]
  const size = checkSize(width, height)
  const pixels = room && room.length >= size ? room.subarray(0, size) : new Uint32Array(size)
  const bits = new QuicBits(header.rest())
  const planes = planesOf(type, width)
  pixels.fill(0)
  for (let y = 0; y < height; y++) for (const plane of planes) plane.readRow(bits, pixels, y)
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
  readonly #shifts: readonly number[]
  readonly #models: readonly ChannelModel[]
  readonly #mask: number
  /** The bits of a pixel that are this plane's. */
  readonly #own: number
  readonly #width: number
  readonly #schedule = new Schedule()
  readonly #runs = new RunLengths()

  constructor(family: CodeFamily, shifts: readonly number[], width: number) {
    this.#shifts = shifts
    this.#mask = family.mask
    this.#own = shifts.reduce((own, shift) => own | (0xff << shift), 0)
    this.#width = width
    this.#models = shifts.map(() => new ChannelModel(family, width))
  }

  readRow(bits: QuicBits, pixels: Uint32Array, y: number): void {
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
    for (const model of this.#models) model.endRow()
  }

  /** Pixels from `start` up to `end`, within which learning keeps its pace. */
  #readPart(bits: QuicBits, pixels: Uint32Array, y: number, start: number, end: number): void {
    const schedule = this.#schedule
    const row = y * this.#width
    let x = start
    if (x === 0) {
      this.#readPixel(bits, pixels, row, 0, y)
      if (schedule.wait > 0) schedule.wait--
      else {
        schedule.wait = schedule.throwDice()
        this.#learn(0)
      }
      x = 1
    }
    let learnAt = x + schedule.wait
    let lastRun = 0
    while (x < end) {
      if (y > 0 && x > 2 && x !== lastRun && this.#isFlat(pixels, row + x)) {
        lastRun = x
        const afterRun = this.#repeat(bits, pixels, row, x, end)
        learnAt += afterRun - x
        x = afterRun
        // An empty run ends where it began: then the pixel is read, and no second run.
        continue
      }
      this.#readPixel(bits, pixels, row, x, y)
      if (x === learnAt) {
        this.#learn(x)
        learnAt = x + 1 + schedule.throwDice()
      }
      x++
    }
    schedule.wait = learnAt - end
  }

  #readPixel(bits: QuicBits, pixels: Uint32Array, row: number, x: number, y: number): void {
    const at = row + x
    const left = x > 0 ? (pixels[at - 1] ?? 0) : 0
    const above = y > 0 ? (pixels[at - this.#width] ?? 0) : 0
    let pixel = pixels[at] ?? 0
    for (let channel = 0; channel < this.#shifts.length; channel++) {
      const shift = this.#shifts[channel] ?? 0
      const sum = ((left >>> shift) & 0xff) + ((above >>> shift) & 0xff)
      const predicted = x > 0 && y > 0 ? sum >>> 1 : sum
      const model = this.#models[channel] as ChannelModel
      pixel |= ((model.read(bits, x) + predicted) & this.#mask) << shift
    }
    pixels[at] = pixel
  }

  #learn(x: number): void {
    const { trigger } = this.#schedule
    for (const model of this.#models) model.learn(x, trigger)
  }

  /** The two pixels before are alike, and so are the one above and its left neighbour. */
  #isFlat(pixels: Uint32Array, at: number): boolean {
    const above = at - this.#width
    return (
      (((pixels[above - 1] ?? 0) ^ (pixels[above] ?? 0)) & this.#own) === 0 &&
      (((pixels[at - 1] ?? 0) ^ (pixels[at - 2] ?? 0)) & this.#own) === 0
    )
  }

  /** @returns where the run ends */
  #repeat(bits: QuicBits, pixels: Uint32Array, row: number, x: number, end: number): number {
    const afterRun = x + this.#runs.read(bits)
    if (afterRun > end) throw new SpiceError('invalid', 'a QUIC run leaves its row')
    const pixel = (pixels[row + x - 1] ?? 0) & this.#own
    for (let at = row + x; at < row + afterRun; at++) pixels[at] = (pixels[at] ?? 0) | pixel
    return afterRun
  }
}
