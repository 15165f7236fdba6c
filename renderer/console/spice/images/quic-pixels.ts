// The two loops that all of QUIC's time is spent in: over the pixels of a row, three channels at once or one. All they
// need is in variables of their own, and the three channels are written out: a loop over them costs a third more.
// A shift looks at the lowest five bits of its count: by `-codeword` is by 32 less the codeword's length, which stands there.
import { OPAQUE } from './picture.ts'
import { type QuicBits, windowAt } from './quic-bits.ts'
import type { ChannelModels, Schedule } from './quic-model.ts'

/** Part of a row: the pixels from `start` up to `end`, within which learning keeps its pace. */
export interface Part {
  readonly bits: QuicBits
  /** Signed, for a number beyond 2³¹ would make the engine count in floating point. */
  readonly pixels: Int32Array
  readonly width: number
  /** Where the row begins. */
  readonly row: number
  readonly end: number
}

/**
 * Red, green and blue, in a pixel's lowest three bytes; the fourth becomes opaque.
 * @param noRun where a run was tried already
 * @returns `end`, or before it the first place where a run may begin
 */
export function readColours(
  { bits, pixels, width, row, end }: Part,
  models: ChannelModels,
  schedule: Schedule,
  start: number,
  noRun: number,
): number {
  const { residuals, stride, best } = models
  const { bucketOf, unfolded, mask, codewords } = models.family
  const { words } = bits
  const hasAbove = row > 0
  let { learnAt } = schedule
  let at = bits.at
  let x = start
  let left = x > 0 ? (pixels[row + x - 1] as number) : 0
  let beforeLeft = x > 1 ? (pixels[row + x - 2] as number) : 0
  let aboveLeft = hasAbove && x > 0 ? (pixels[row - width + x - 1] as number) : 0
  let low = residuals[x] as number
  let middle = residuals[stride + x] as number
  let high = residuals[2 * stride + x] as number
  for (; x < end; x++) {
    const above = hasAbove ? (pixels[row - width + x] as number) : 0
    const isFlat = (left ^ beforeLeft) << 8 === 0 && (above ^ aboveLeft) << 8 === 0
    if (isFlat && hasAbove && x > 2 && x !== noRun) break
    const halve = x > 0 && hasAbove ? 1 : 0

    let window = windowAt(words, at)
    let code = best[bucketOf[low] as number] as number
    let codeword = codewords[(code << 6) + Math.clz32(window)] as number
    low = (((codeword >>> 8) & 255) + ((window >>> -codeword) & (codeword >>> 16))) & 255
    at += codeword & 255

    window = windowAt(words, at)
    code = best[8 + (bucketOf[middle] as number)] as number
    codeword = codewords[(code << 6) + Math.clz32(window)] as number
    middle = (((codeword >>> 8) & 255) + ((window >>> -codeword) & (codeword >>> 16))) & 255
    at += codeword & 255

    window = windowAt(words, at)
    code = best[16 + (bucketOf[high] as number)] as number
    codeword = codewords[(code << 6) + Math.clz32(window)] as number
    high = (((codeword >>> 8) & 255) + ((window >>> -codeword) & (codeword >>> 16))) & 255
    at += codeword & 255

    residuals[x + 1] = low
    residuals[stride + x + 1] = middle
    residuals[2 * stride + x + 1] = high
    const lowest = ((left & 255) + (above & 255)) >>> halve
    const second = (((left >>> 8) & 255) + ((above >>> 8) & 255)) >>> halve
    const third = (((left >>> 16) & 255) + ((above >>> 16) & 255)) >>> halve
    const pixel =
      OPAQUE |
      (((unfolded[low] as number) + lowest) & mask) |
      ((((unfolded[middle] as number) + second) & mask) << 8) |
      ((((unfolded[high] as number) + third) & mask) << 16)
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

/** As `readColours`, for one channel, which stands `shift` bits high; the pixel's other bits stay. */
export function readChannel(
  { bits, pixels, width, row, end }: Part,
  models: ChannelModels,
  schedule: Schedule,
  start: number,
  noRun: number,
  shift: number,
): number {
  const { residuals, best } = models
  const { bucketOf, unfolded, mask, codewords } = models.family
  const { words } = bits
  const hasAbove = row > 0
  const valueAt = (at: number) => ((pixels[at] as number) >>> shift) & 255
  let { learnAt } = schedule
  let at = bits.at
  let x = start
  let left = x > 0 ? valueAt(row + x - 1) : 0
  let beforeLeft = x > 1 ? valueAt(row + x - 2) : 0
  let aboveLeft = hasAbove && x > 0 ? valueAt(row - width + x - 1) : 0
  for (; x < end; x++) {
    const above = hasAbove ? valueAt(row - width + x) : 0
    if (left === beforeLeft && above === aboveLeft && hasAbove && x > 2 && x !== noRun) break
    const window = windowAt(words, at)
    const code = best[bucketOf[residuals[x] as number] as number] as number
    const codeword = codewords[(code << 6) + Math.clz32(window)] as number
    const residual = (((codeword >>> 8) & 255) + ((window >>> -codeword) & (codeword >>> 16))) & 255
    at += codeword & 255
    residuals[x + 1] = residual
    const predicted = (left + above) >>> (x > 0 && hasAbove ? 1 : 0)
    const value = ((unfolded[residual] as number) + predicted) & mask
    pixels[row + x] = ((pixels[row + x] as number) & ~(255 << shift)) | (value << shift)
    if (x === learnAt) {
      models.learn(x, schedule.trigger)
      learnAt += 1 + schedule.throwDice()
    }
    aboveLeft = above
    beforeLeft = left
    left = value
  }
  schedule.learnAt = learnAt
  bits.at = at
  return x
}
