// Letters: the guest sends their shapes. A shape is how much of the brush each pixel takes; where shapes overlap, the
// larger share counts.
import { SpiceError } from '../error.ts'
import type { Soon } from '../images/images.ts'
import { checkSize } from '../images/picture.ts'
import type { Reader } from '../wire.ts'
import { over, scaleBytes } from './blend.ts'
import { afterAll, brushSource, type Canvas, paint, readBrush, readTarget, type Target } from './canvas.ts'
import { around, intersect, isEmpty, type Rect, readPoint, readRect } from './geometry.ts'

const RASTER = { a1: 1, a4: 2, a8: 4, topDown: 8 } as const

/** u8 share a pixel, over a box of the surface. */
interface Shape {
  readonly box: Rect
  readonly shares: Uint8Array
}

/** Pointer to the string, box of the background, two brushes, two u16 modes that are always "put". */
export function drawText(body: Reader, canvas: Canvas): Soon<void> {
  const target = readTarget(body, canvas)
  const shape = readString(body.target('string'))
  const backArea = readRect(body)
  const brushes = [readBrush(body, canvas), readBrush(body, canvas)] as const
  return afterAll(brushes, (fore, back) => {
    if (!isEmpty(backArea)) {
      const behind = { ...target, box: intersect(target.box, backArea) }
      paintBrush(behind, back, null)
    }
    if (shape) paintBrush({ ...target, box: intersect(target.box, shape.box) }, fore, shape)
  })
}

type Brush = Parameters<typeof brushSource>[0]

function paintBrush(target: Target, brush: Brush, shape: Shape | null): void {
  const { surface, box } = target
  if (isEmpty(intersect(box, surface.bounds))) return
  const source = brushSource(brush, target)
  if (!source) return
  paint(target, null, (y, left, right) => {
    const from = source.row(y, left, right)
    const to = y * surface.width
    for (let x = left; x < right; x++) {
      const share = shape ? shareAt(shape, x, y) : 255
      if (share === 0) continue
      const ink = scaleBytes(source.pixels[from + x - left] ?? 0, share)
      surface.pixels[to + x] = over(ink, surface.pixels[to + x] ?? 0) | surface.force
    }
  })
}

function shareAt({ box, shares }: Shape, x: number, y: number): number {
  return shares[(y - box.top) * (box.right - box.left) + x - box.left] ?? 0
}

interface Glyph {
  readonly box: Rect
  readonly bytes: Uint8Array
}

/** u16 count, u8 flags, then a point, the shape's own origin, u16 width, height and rows each. */
function readString(body: Reader): Shape | null {
  const count = body.count(body.u16(), 20)
  const flags = body.u8()
  const bits = flags & RASTER.a1 ? 1 : flags & RASTER.a4 ? 4 : flags & RASTER.a8 ? 8 : 0
  if (bits === 0) throw new SpiceError('unsupported', 'letters as outlines')
  const glyphs = Array.from({ length: count }, () => readGlyph(body, bits))
  const [first] = glyphs
  if (!first) return null
  const box = glyphs.reduce((all, glyph) => around(all, glyph.box), first.box)
  const width = box.right - box.left
  const shares = new Uint8Array(checkSize(width, box.bottom - box.top))
  for (const glyph of glyphs) lay(glyph, bits, (flags & RASTER.topDown) !== 0, shares, box)
  return { box, shares }
}

function readGlyph(body: Reader, bits: number): Glyph {
  const place = readPoint(body)
  const origin = readPoint(body)
  const [width, height] = [body.u16(), body.u16()]
  const left = place.x + origin.x
  const top = place.y + origin.y
  const bytes = body.bytes(Math.ceil((width * bits) / 8) * height)
  return { box: { left, top, right: left + width, bottom: top + height }, bytes }
}

function lay({ box, bytes }: Glyph, bits: number, topDown: boolean, shares: Uint8Array, all: Rect): void {
  const [width, height] = [box.right - box.left, box.bottom - box.top]
  const stride = Math.ceil((width * bits) / 8)
  const perByte = 8 / bits
  for (let y = 0; y < height; y++) {
    const row = stride * (topDown ? y : height - 1 - y)
    const to = (box.top - all.top + y) * (all.right - all.left) + box.left - all.left
    for (let x = 0; x < width; x++) {
      const place = x % perByte
      const value = ((bytes[row + (x - place) / perByte] ?? 0) << (place * bits)) & 0xff
      const share = shareOf(value, bits)
      if (share > (shares[to + x] ?? 0)) shares[to + x] = share
    }
  }
}

/** @param value the pixel's bits, highest first. Four bits reach 240 and no further: so it is everywhere. */
function shareOf(value: number, bits: number): number {
  if (bits === 1) return value & 0x80 ? 255 : 0
  return bits === 4 ? value & 0xf0 : value
}
