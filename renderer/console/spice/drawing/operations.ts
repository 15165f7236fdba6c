// The drawing messages that combine boxes: what stands in each, and what it does. Lines, letters and compositing
// have files of their own.
import type { Soon } from '../images/images.ts'
import { swapRedBlue } from '../images/picture.ts'
import type { Reader } from '../wire.ts'
import { over, scaleBytes } from './blend.ts'
import {
  afterAll,
  brushSource,
  type Canvas,
  lay,
  paint,
  place,
  readBrush,
  readMask,
  readTarget,
} from './canvas.ts'
import { moved, readPoint, readRect } from './geometry.ts'
import { combine2, combine3, ROP2, type RopInput, rop2Of } from './rop.ts'
import { solid } from './source.ts'

export type Draw = (body: Reader, canvas: Canvas) => Soon<void>

const SCALE_SMOOTH = 0

/** Brush, u16 ROP, mask. */
export function drawFill(body: Reader, canvas: Canvas): Soon<void> {
  const target = readTarget(body, canvas)
  const brushSoon = readBrush(body, canvas)
  const rop = rop2Of(body.u16(), 'brush', 'destination')
  return afterAll([brushSoon, readMask(body, target.box, canvas)], (brush, mask) => {
    const source = brushSource(brush, target)
    if (!source) return
    const { surface } = target
    paint(target, mask, (y, left, right) => {
      const from = source.row(y, left, right)
      const to = y * surface.width + left
      combine2(surface.pixels, to, source.pixels, from, right - left, rop, surface.force)
    })
  })
}

/** COPY and BLEND: picture, part of it, u16 ROP, u8 scaling, mask. */
export function drawCopy(body: Reader, canvas: Canvas): Soon<void> {
  const target = readTarget(body, canvas)
  const image = body.target('picture')
  const from = readRect(body)
  const rop = rop2Of(body.u16(), 'source', 'destination')
  const smooth = body.u8() === SCALE_SMOOTH
  const maskSoon = readMask(body, target.box, canvas)
  const pictureSoon = canvas.images.read(image, { brief: true })
  return afterAll([pictureSoon, maskSoon], (picture, mask) => {
    const placed = place(picture, from, target, smooth)
    if (rop === ROP2.copy && placed.opaque && !mask) return lay(target, placed)
    const { source, within } = placed
    const { surface } = target
    const visit = (y: number, left: number, right: number) => {
      const at = source.row(y, left, right)
      combine2(surface.pixels, y * surface.width + left, source.pixels, at, right - left, rop, surface.force)
    }
    paint(target, mask, visit, within)
  })
}

/** Picture, part of it, brush, u16 ROP, u8 scaling, mask: the brush is combined with the picture, not with what was. */
export function drawOpaque(body: Reader, canvas: Canvas): Soon<void> {
  return drawWithBrush(body, canvas, reader => {
    const rop = rop2Of(reader.u16(), 'brush' satisfies RopInput, 'source')
    // Bits of three inputs: the destination's says nothing.
    let table = 0
    for (let inputs = 0; inputs < 8; inputs++) table |= ((rop >>> (inputs >>> 1)) & 1) << inputs
    return table
  })
}

/** Picture, part of it, brush, u8 ROP3, u8 scaling, mask. */
export function drawRop3(body: Reader, canvas: Canvas): Soon<void> {
  return drawWithBrush(body, canvas, reader => reader.u8())
}

function drawWithBrush(body: Reader, canvas: Canvas, readRop: (body: Reader) => number): Soon<void> {
  const target = readTarget(body, canvas)
  const image = body.target('picture')
  const from = readRect(body)
  const brushSoon = readBrush(body, canvas)
  const rop = readRop(body)
  const smooth = body.u8() === SCALE_SMOOTH
  const maskSoon = readMask(body, target.box, canvas)
  const pictureSoon = canvas.images.read(image, { brief: true })
  return afterAll([pictureSoon, brushSoon, maskSoon], (picture, brush, mask) => {
    const { source, within } = place(picture, from, target, smooth)
    const { surface } = target
    const ink = brushSource(brush, target) ?? solid(0, surface.width)
    const visit = (y: number, left: number, right: number) => {
      const to = y * surface.width + left
      const at = source.row(y, left, right)
      const inkAt = ink.row(y, left, right)
      const count = right - left
      combine3(surface.pixels, to, source.pixels, at, ink.pixels, inkAt, count, rop, surface.force)
    }
    paint(target, mask, visit, within)
  })
}

/** BLACKNESS, WHITENESS and INVERS: only a mask. */
export function drawConstant(rop: number): Draw {
  return (body, canvas) => {
    const target = readTarget(body, canvas)
    return afterAll([readMask(body, target.box, canvas)], mask => {
      const { surface } = target
      const nothing = new Uint32Array(surface.width)
      paint(target, mask, (y, left, right) =>
        combine2(surface.pixels, y * surface.width + left, nothing, 0, right - left, rop, surface.force),
      )
    })
  }
}

/** Picture, part of it, u32 colour as the picture has it, u32 the same in RGB: those pixels are left out. */
export function drawTransparent(body: Reader, canvas: Canvas): Soon<void> {
  const target = readTarget(body, canvas)
  const image = body.target('picture')
  const from = readRect(body)
  body.skip(4)
  const key = swapRedBlue(body.u32()) & 0xffffff
  return afterAll([canvas.images.read(image, { brief: true })], picture => {
    const { source, within } = place(picture, from, target, false)
    const { surface } = target
    const visit = (y: number, left: number, right: number) => {
      let at = source.row(y, left, right)
      for (let to = y * surface.width + left; left < right; left++, at++, to++) {
        const pixel = source.pixels[at] ?? 0
        if ((pixel & 0xffffff) !== key) surface.pixels[to] = pixel | surface.force
      }
    }
    paint(target, null, visit, within)
  })
}

/** u8 flags, u8 alpha of the whole, picture, part of it: laid over what was. */
export function drawAlphaBlend(body: Reader, canvas: Canvas): Soon<void> {
  const target = readTarget(body, canvas)
  body.skip(1) // whether alpha bytes mean something: the formats of picture and surface say so already
  const alpha = body.u8()
  const image = body.target('picture')
  const from = readRect(body)
  return afterAll([canvas.images.read(image, { brief: true })], picture => {
    const { source, within } = place(picture, from, target, false)
    const { surface } = target
    const visit = (y: number, left: number, right: number) => {
      let at = source.row(y, left, right)
      for (let to = y * surface.width + left; left < right; left++, at++, to++) {
        const pixel = scaleBytes(source.pixels[at] ?? 0, alpha)
        surface.pixels[to] = over(pixel, surface.pixels[to] ?? 0) | surface.force
      }
    }
    paint(target, null, visit, within)
  })
}

/** i32 x, i32 y: the surface's own pixels from there, overlapping or not. */
export function copyBits(body: Reader, canvas: Canvas): void {
  const target = readTarget(body, canvas)
  const from = readPoint(body)
  const { surface, box } = target
  const { width, pixels } = surface
  const [dx, dy] = [box.left - from.x, box.top - from.y]
  const copied = target.clip ? pixels.slice() : null
  const rows: [y: number, left: number, right: number][] = []
  paint(target, null, (y, left, right) => rows.push([y, left, right]), moved(surface.bounds, dx, dy))
  // Downwards from the last row: a row is read before it is written. Clips may be anyhow, and take a copy.
  if (dy > 0) rows.reverse()
  for (const [y, left, right] of rows) {
    const start = (y - dy) * width + left - dx
    const to = y * width + left
    if (copied) pixels.set(copied.subarray(start, start + right - left), to)
    else pixels.copyWithin(to, start, start + right - left)
  }
}
