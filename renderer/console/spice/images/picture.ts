// Pixels in memory: one u32 each in a canvas's own order, bytes R G B A, so that 0xAABBGGRR is their number here.
// In SPICE's own they are 0xAARRGGBB. A picture without alpha has 255 in every pixel's.
import { SpiceError } from '../error.ts'

export interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint32Array
  /** Whether the alpha bytes say something. Colours are then premultiplied, or not, as the operation has it. */
  readonly alpha: boolean
}

export const OPAQUE = 0xff000000

/** 8K and a little. Larger pictures are refused before anything is allocated for them. */
const MOST_PIXELS = 36 << 20
const LONGEST_SIDE = 1 << 15

/** A stride may be longer than the row, but there are limits. */
export function checkSize(width: number, height: number): number {
  const pixels = width * height
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || pixels > MOST_PIXELS)
    throw new SpiceError('too-large', `a picture of ${width} × ${height}`)
  return pixels
}

/** 0x..RRGGBB of the protocol → opaque pixel. */
export function fromRgb(rgb: number): number {
  return (OPAQUE | swapRedBlue(rgb)) >>> 0
}

/** 0xAARRGGBB ↔ 0xAABBGGRR */
export function swapRedBlue(pixel: number): number {
  return ((pixel & 0xff00ff00) | ((pixel >>> 16) & 0xff) | ((pixel & 0xff) << 16)) >>> 0
}

/** Five bits a channel → eight, by repeating the highest, as everyone does. */
export function fromRgb555(value: number): number {
  const red = (value >>> 10) & 31
  const green = (value >>> 5) & 31
  const blue = value & 31
  return (OPAQUE | (widen5(blue) << 16) | (widen5(green) << 8) | widen5(red)) >>> 0
}

export function fromRgb565(value: number): number {
  const red = (value >>> 11) & 31
  const green = (value >>> 5) & 63
  const blue = value & 31
  return (OPAQUE | (widen5(blue) << 16) | (((green << 2) | (green >>> 4)) << 8) | widen5(red)) >>> 0
}

function widen5(value: number): number {
  return (value << 3) | (value >>> 2)
}

/** Upside down, in place. */
export function flipRows(pixels: Uint32Array | Uint8Array, width: number, height: number): void {
  const row = pixels.slice(0, width)
  for (let top = 0, bottom = height - 1; top < bottom; top++, bottom--) {
    row.set(pixels.subarray(top * width, (top + 1) * width))
    pixels.copyWithin(top * width, bottom * width, (bottom + 1) * width)
    pixels.set(row, bottom * width)
  }
}
