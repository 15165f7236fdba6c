// QUIC, SPICE's lossless codec for pictures that look like photographs (after SFALIC, Starosolski 2006). Each pixel is
// predicted from its neighbours: the first row from the left, the first column from above, all others from the mean of
// both. What is left over, folded to a number without sign, is written in one of eight Golomb-Rice codes; which one is
// learned while reading (quic-loops.ts). Where everything around is alike, a run's length is written instead.
//
// Colours go together, red, green, blue a pixel; alpha goes by itself, a row after each row of colours.
import { SpiceError } from '../error.ts'
import { Reader } from '../wire.ts'
import { checkSize, fromRgb555, OPAQUE, type Picture } from './picture.ts'
import type { QuicBits } from './quic-bits.ts'
import { type PixelLoop, PLANE } from './quic-loops.ts'
import { openPicture, type PictureMemory, type PlaneFacts, type PlaneMemory } from './quic-memory.ts'
import { PIXELS_PER_RARITY, RAREST, RunLengths, TRIGGERS } from './quic-model.ts'

const MAGIC = 0x43495551 // "QUIC"
const VERSION = 0
export const QUIC_TYPE = { gray: 1, rgb16: 2, rgb24: 3, rgb32: 4, rgba: 5 } as const

const COLOURS: PlaneFacts = { bits: 8, isColours: true, shift: 0 }
const NARROW_COLOURS: PlaneFacts = { bits: 5, isColours: true, shift: 0 }
const GRAY: PlaneFacts = { bits: 8, isColours: false, shift: 0 }
const ALPHA: PlaneFacts = { bits: 8, isColours: false, shift: 24 }
const PLANES: Readonly<Record<number, readonly PlaneFacts[]>> = {
  [QUIC_TYPE.gray]: [GRAY],
  [QUIC_TYPE.rgb16]: [NARROW_COLOURS],
  [QUIC_TYPE.rgb24]: [COLOURS],
  [QUIC_TYPE.rgb32]: [COLOURS],
  [QUIC_TYPE.rgba]: [COLOURS, ALPHA],
}

/** No run begins before it, nor in the first row. */
const FIRST_RUN = 3

/**
 * Five words, magic number, version, type, width and height, then bits.
 * @param isBrief the pixels are used before the next picture is decoded
 */
export function decodeQuic(bytes: Uint8Array, isBrief = false): Picture {
  const header = new Reader(bytes)
  if (header.u32() !== MAGIC || header.u32() !== VERSION)
    throw new SpiceError('invalid', 'not a QUIC picture')
  const [type, width, height] = [header.u32(), header.u32(), header.u32()]
  const size = checkSize(width, height)
  const facts = PLANES[type]
  if (!facts) throw new SpiceError('invalid', `a QUIC picture of type ${type}`)
  const picture = openPicture(width, height, header.rest())
  const planes = facts.map((each, at) => new Plane(picture, picture.addPlane(at, each), each, width))
  const decoded = new Uint32Array(picture.words.buffer, 4 * picture.pixels, size)
  if (type === QUIC_TYPE.gray) decoded.fill(0)
  for (let y = 0; y < height; y++) for (const plane of planes) plane.readRow(y)
  finish(type, decoded)
  const pixels = isBrief ? decoded : decoded.slice()
  return { width, height, pixels, alpha: type === QUIC_TYPE.rgba }
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
  readonly #memory: PlaneMemory
  readonly #read: PixelLoop
  readonly #words: Int32Array
  readonly #pixels: number
  readonly #bits: QuicBits
  /** The bits of a pixel that are this plane's; colours own them all until alpha is read. */
  readonly #own: number
  readonly #width: number
  readonly #runs = new RunLengths()
  /** Pixels to pass over before the next that is learned from. */
  #wait = 0
  /** Learning becomes rarer as the picture goes on: how rare it is, and pixels until it is rarer. */
  #rarity = 0
  #left = PIXELS_PER_RARITY

  constructor(
    { loops, words, pixels, bits }: PictureMemory,
    memory: PlaneMemory,
    { isColours, shift }: PlaneFacts,
    width: number,
  ) {
    this.#memory = memory
    this.#read = isColours ? loops.colours : loops.channel
    this.#words = words
    this.#pixels = pixels
    this.#bits = bits
    this.#own = isColours ? -1 : 255 << shift
    this.#width = width
    this.#setRarity(0)
  }

  readRow(y: number): void {
    const width = this.#width
    let x = 0
    while (this.#rarity < RAREST && this.#left <= width - x) {
      const end = x + this.#left
      if (end > x) this.#readPart(y, x, end)
      x = end
      this.#setRarity(this.#rarity + 1)
    }
    if (x < width) {
      this.#readPart(y, x, width)
      this.#left -= width - x
    }
    // The first residual of a row stands before the first of the next.
    const { residuals } = this.#memory
    residuals[0] = residuals[1] as number
    this.#bits.check()
  }

  #setRarity(rarity: number): void {
    this.#rarity = rarity
    this.#left = PIXELS_PER_RARITY
    const { plane } = this.#memory
    plane[PLANE.diceMask >>> 2] = (1 << rarity) - 1
    plane[PLANE.trigger >>> 2] = TRIGGERS[rarity] as number
  }

  /** Part of a row, within which learning keeps its pace. */
  #readPart(y: number, start: number, end: number): void {
    const { plane, address } = this.#memory
    const learnAt = PLANE.learnAt >>> 2
    const width = this.#width
    const row = 4 * (this.#pixels + y * width)
    const [rise, firstRun] = y > 0 ? [4 * width, FIRST_RUN] : [4, width]
    plane[learnAt] = start + this.#wait
    let x = this.#read(address, row, rise, start, end, firstRun)
    while (x < end) {
      const afterRun = this.#repeat(y, x, end)
      plane[learnAt] = (plane[learnAt] as number) + afterRun - x
      // An empty run ends where it began: then a pixel is read, and no second run.
      x = this.#read(address, row, rise, afterRun, end, afterRun === x ? x + 1 : firstRun)
    }
    this.#wait = (plane[learnAt] as number) - end
  }

  /** @returns where the run ends */
  #repeat(y: number, x: number, end: number): number {
    const afterRun = x + this.#runs.read(this.#bits)
    if (afterRun > end) throw new SpiceError('invalid', 'a QUIC run leaves its row')
    const [words, own] = [this.#words, this.#own]
    const row = this.#pixels + y * this.#width
    const pixel = (words[row + x - 1] as number) & own
    for (let at = row + x; at < row + afterRun; at++) words[at] = ((words[at] as number) & ~own) | pixel
    return afterRun
  }
}
