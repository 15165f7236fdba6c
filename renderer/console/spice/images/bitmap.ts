// Pictures that are not compressed: rows of indexed, 555, 24-bit, 32-bit or alpha-only pixels.
import { SpiceError } from '../error.ts'
import type { Reader } from '../wire.ts'
import type { Palette, PaletteCache } from './palette.ts'
import { checkSize, OPAQUE, type Picture } from './picture.ts'
import { type Layout, unpack24, unpack32, unpack555, unpackAlpha, unpackIndexed } from './unpack.ts'

export const BITMAP_FORMAT = {
  indexed1Le: 1,
  indexed1Be: 2,
  indexed4Le: 3,
  indexed4Be: 4,
  indexed8: 5,
  rgb555: 6,
  bgr24: 7,
  xrgb32: 8,
  argb32: 9,
  a8: 10,
} as const

const FLAG = { paletteKeep: 1, paletteFromCache: 2, topDown: 4 } as const

const BITS: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 4,
  4: 4,
  5: 8,
  6: 16,
  7: 24,
  8: 32,
  9: 32,
  10: 8,
}

/** Index 1 is ink: what a mask of one bit says without a palette. */
const INK: Palette = new Uint32Array(256).fill(0xffffffff, 1)
INK[0] = OPAQUE

/** u8 format, u8 flags, u32 width, height, stride, palette or its id, rows. @param asMask palettes say nothing */
export function readBitmap(
  body: Reader,
  palettes: PaletteCache,
  { asMask = false, room }: { asMask?: boolean; room?: Uint32Array | undefined } = {},
): Picture {
  const format = body.u8()
  const flags = body.u8()
  const width = body.u32()
  const height = body.u32()
  const stride = body.u32()
  const bits = BITS[format]
  if (bits === undefined) throw new SpiceError('invalid', `a bitmap of format ${format}`)
  checkSize(width, height)
  const rowBytes = Math.ceil((width * bits) / 8)
  if (stride < rowBytes) throw new SpiceError('invalid', `rows of ${stride} bytes for ${width} pixels`)
  const palette = palettes.read(body, flags & (FLAG.paletteKeep | FLAG.paletteFromCache))
  // The last row may end with its pixels.
  const bytes = body.bytes(Math.min(stride * height, Math.max(stride * (height - 1) + rowBytes, body.left)))
  const layout = { width, height, stride, topDown: (flags & FLAG.topDown) !== 0 }
  const pixels = unpack(format, bytes, layout, asMask ? INK : (palette ?? INK), room)
  return { width, height, pixels, alpha: format === BITMAP_FORMAT.argb32 || format === BITMAP_FORMAT.a8 }
}

function unpack(
  format: number,
  bytes: Uint8Array,
  layout: Layout,
  palette: Palette,
  room?: Uint32Array,
): Uint32Array {
  const lowFirst = format === BITMAP_FORMAT.indexed1Le || format === BITMAP_FORMAT.indexed4Le
  switch (format) {
    case BITMAP_FORMAT.rgb555:
      return unpack555(bytes, layout)
    case BITMAP_FORMAT.bgr24:
      return unpack24(bytes, layout)
    case BITMAP_FORMAT.xrgb32:
      return unpack32(bytes, layout, OPAQUE, room)
    case BITMAP_FORMAT.argb32:
      return unpack32(bytes, layout, 0, room)
    case BITMAP_FORMAT.a8:
      return unpackAlpha(bytes, layout)
    case BITMAP_FORMAT.indexed8:
      return unpackIndexed(bytes, { ...layout, bits: 8, lowFirst }, palette)
    case BITMAP_FORMAT.indexed4Le:
    case BITMAP_FORMAT.indexed4Be:
      return unpackIndexed(bytes, { ...layout, bits: 4, lowFirst }, palette)
    default:
      return unpackIndexed(bytes, { ...layout, bits: 1, lowFirst }, palette)
  }
}
