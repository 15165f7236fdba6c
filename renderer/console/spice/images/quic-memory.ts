// The memory that QUIC's loops work in: the format's tables, then what one picture needs: the residuals of its rows, its pixels,
// its bits.
import { keepMemory } from '../wasm/memory.ts'
import { QuicBits, wordsFor } from './quic-bits.ts'
import { CODEWORDS_BYTES, DICE_AT, FAMILY, PLANE, type QuicLoops, quicRoutines } from './quic-loops.ts'
import { CodeFamily, DICE } from './quic-model.ts'

const FAMILIES = [new CodeFamily(8), new CodeFamily(5)] as const
/** In bytes. Planes are after the dice; families after them; what a picture needs, after those. */
const PLANES_AT = 0x200
const MOST_PLANES = 2
const FAMILIES_AT = 0x1000
const PICTURE_AT = FAMILIES_AT + FAMILIES.length * FAMILY.bytes
/** Codewords of a pixel, each of which fits a word, and two more for its run. */
const LONGEST_ROW_READS = 5
/** The loops look at pixels before the first, and find zeros. */
const WORDS_BEFORE = 2

/** The longest code's codewords: where there are fewer codes, the last one is there again. */
const FIRST_BEST = 7 * CODEWORDS_BYTES

export interface PlaneFacts {
  /** Of each value. */
  readonly bits: 8 | 5
  /** Three channels in a pixel's lowest bytes, or one that stands `shift` bits high. */
  readonly isColours: boolean
  readonly shift: number
}

export interface PlaneMemory {
  /** What the loops are called with. */
  readonly address: number
  /** Its words, as PLANE has them. */
  readonly plane: Int32Array
  /** From the one that stands before the row. */
  readonly residuals: Int32Array
}

export interface PictureMemory {
  readonly loops: QuicLoops
  readonly words: Int32Array<ArrayBuffer>
  /** Index of the first pixel's word. */
  readonly pixels: number
  readonly bits: QuicBits
  /** @param at 0 or 1 */
  addPlane(at: number, facts: PlaneFacts): PlaneMemory
}

const quicMemory = keepMemory<QuicLoops>(quicRoutines, ({ words }) => {
  const bytes = new Uint8Array(words.buffer)
  bytes.set(DICE, DICE_AT)
  for (const [at, { costs, bucketOf, codewords }] of FAMILIES.entries()) {
    const family = FAMILIES_AT + at * FAMILY.bytes
    words.set(costs, (family + FAMILY.costs) >>> 2)
    bytes.set(bucketOf, family + FAMILY.buckets)
    words.set(codewords, (family + FAMILY.codewords) >>> 2)
  }
})

/** Makes the memory that of one picture. What was there before no longer is. */
export function openPicture(width: number, height: number, data: Uint8Array): PictureMemory {
  const rowReads = LONGEST_ROW_READS * width
  const residuals = PICTURE_AT >>> 2
  const pixels = residuals + MOST_PLANES * (width + 1) + WORDS_BEFORE
  const bits = pixels + width * height
  const memory = quicMemory()
  memory.reserve(4 * (bits + wordsFor(data.byteLength, rowReads)))
  const { words, loops } = memory
  words.fill(0, residuals, pixels)
  return {
    loops,
    words,
    pixels,
    bits: new QuicBits(words, bits, data, rowReads),
    addPlane: (at, { bits, isColours, shift }) => {
      const address = PLANES_AT + at * PLANE.bytes
      const plane = words.subarray(address >>> 2, (address + PLANE.bytes) >>> 2).fill(0)
      const mask = (1 << bits) - 1
      plane[PLANE.family >>> 2] = FAMILIES_AT + (bits === 8 ? 0 : FAMILY.bytes)
      plane[PLANE.residuals >>> 2] = 4 * (residuals + at * (width + 1))
      plane[PLANE.masks >>> 2] = isColours ? mask * 0x10101 : mask
      plane[PLANE.shift >>> 2] = shift
      plane[PLANE.thrown >>> 2] = DICE.length - 1
      plane.fill(FIRST_BEST * 0x10001, PLANE.best >>> 2, PLANE.counts >>> 2)
      return { address, plane, residuals: words.subarray(residuals + at * (width + 1)) }
    },
  }
}
