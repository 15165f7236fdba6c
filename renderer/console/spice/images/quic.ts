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
import { ChannelModels, CodeFamily, RunLengths, Schedule } from './quic-model.ts'
import { type Part, readChannel, readColours } from './quic-pixels.ts'

const MAGIC = 0x43495551 // "QUIC"
const VERSION = 0
export const QUIC_TYPE = { gray: 1, rgb16: 2, rgb24: 3, rgb32: 4, rgba: 5 } as const

/** Codewords of a pixel, each of which fits a word, and two more for its run. */
const LONGEST_ROW_READS = 5

const EIGHT_BITS = new CodeFamily(8)
const FIVE_BITS = new CodeFamily(5)

/** Channels that are written together: how many, and where the first stands in a pixel; the others follow it. */
const COLOURS = { count: 3, shift: 0 } as const
const ALPHA = { count: 1, shift: 24 } as const
const GRAY = { count: 1, shift: 0 } as const
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
  if (type === QUIC_TYPE.gray) pixels.fill(0)
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
  if (type !== QUIC_TYPE.gray && type !== QUIC_TYPE.rgb16) return
  for (let at = 0; at < pixels.length; at++) {
    const pixel = pixels[at] ?? 0
    if (type === QUIC_TYPE.gray) pixels[at] = OPAQUE | (pixel * 0x10101)
    else pixels[at] = fromRgb555(((pixel & 31) << 10) | (((pixel >>> 8) & 31) << 5) | ((pixel >>> 16) & 31))
  }
}

/** Channels that are read together: they share when to learn and how long runs are. */
class Plane {
  readonly #channels: Channels
  readonly #models: ChannelModels
  /** The bits of a pixel that are this plane's; colours own them all until alpha is read. */
  readonly #own: number
  readonly #width: number
  readonly #schedule = new Schedule()
  readonly #runs = new RunLengths()

  constructor(family: CodeFamily, channels: Channels, width: number) {
    this.#channels = channels
    this.#own = channels === COLOURS ? -1 : 255 << channels.shift
    this.#width = width
    this.#models = new ChannelModels(family, channels.count, width)
  }

  readRow(bits: QuicBits, pixels: Int32Array, y: number): void {
    const schedule = this.#schedule
    const [width, row] = [this.#width, y * this.#width]
    let x = 0
    while (!schedule.settled && schedule.left <= width - x) {
      const end = x + schedule.left
      if (end > x) this.#readPart({ bits, pixels, width, row, end }, x)
      x = end
      schedule.rarer()
    }
    if (x < width) {
      this.#readPart({ bits, pixels, width, row, end: width }, x)
      if (!schedule.settled) schedule.left -= width - x
    }
    this.#models.endRow()
    bits.check()
  }

  #readPart(part: Part, start: number): void {
    const schedule = this.#schedule
    schedule.learnAt = start + schedule.wait
    let lastRun = 0
    let x = this.#readPixels(part, start, lastRun)
    while (x < part.end) {
      // An empty run ends where it began: then a pixel is read, and no second run.
      lastRun = x
      x = this.#repeat(part, x)
      schedule.learnAt += x - lastRun
      x = this.#readPixels(part, x, lastRun)
    }
    schedule.wait = schedule.learnAt - part.end
  }

  #readPixels(part: Part, start: number, noRun: number): number {
    const [models, schedule] = [this.#models, this.#schedule]
    return this.#channels === COLOURS
      ? readColours(part, models, schedule, start, noRun)
      : readChannel(part, models, schedule, start, noRun, this.#channels.shift)
  }

  /** @returns where the run ends */
  #repeat({ bits, pixels, row, end }: Part, x: number): number {
    const afterRun = x + this.#runs.read(bits)
    if (afterRun > end) throw new SpiceError('invalid', 'a QUIC run leaves its row')
    const own = this.#own
    const pixel = (pixels[row + x - 1] as number) & own
    for (let at = row + x; at < row + afterRun; at++) pixels[at] = ((pixels[at] as number) & ~own) | pixel
    return afterRun
  }
}
