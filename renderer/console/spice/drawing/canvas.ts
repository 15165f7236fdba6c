// What every drawing message begins with and refers to: the surface, the box, the clip; brushes, masks and sources.
import { SpiceError } from '../error.ts'
import type { Images, Soon } from '../images/images.ts'
import { fromRgb, type Picture } from '../images/picture.ts'
import type { Reader } from '../wire.ts'
import { Area, type Mask, type VisitRow } from './area.ts'
import { copyBox } from './copy.ts'
import { heightOf, moved, type Point, type Rect, readClip, readPoint, readRect, widthOf } from './geometry.ts'
import { scale } from './scale.ts'
import { pattern, pictureAt, type Source, solid } from './source.ts'
import type { Surface } from './surface.ts'

/** What operations draw with. */
export interface Canvas {
  readonly images: Images
  /** Throws SpiceError for an id that is none. */
  surface(id: number): Surface
}

export interface Target {
  readonly surface: Surface
  readonly box: Rect
  readonly clip: readonly Rect[] | null
}

/** u32 surface, box, clip. */
export function readTarget(body: Reader, canvas: Canvas): Target {
  return { surface: canvas.surface(body.u32()), box: readRect(body), clip: readClip(body) }
}

/** Visits the rows that an operation on this target reaches, and marks them as drawn. */
export function paint(target: Target, mask: Mask | null, visit: VisitRow, within?: Rect): void {
  const { surface, box, clip } = target
  const area = new Area(box, within ? clampTo(surface.bounds, within) : surface.bounds, clip, mask)
  area.forEachRow(visit)
  for (const rect of area.rects) surface.drawn(rect)
}

/** Lays an opaque picture over the target: `paint` with a plain copy, and faster. */
export function lay(target: Target, { picture, at, within }: Placed): void {
  const { surface, box, clip } = target
  for (const rect of new Area(box, clampTo(surface.bounds, within), clip).rects) {
    const from = (rect.top - at.y) * picture.width + rect.left - at.x
    const to = rect.top * surface.width + rect.left
    const [width, height] = [widthOf(rect), heightOf(rect)]
    copyBox(surface.pixels, to, surface.width, picture.pixels, from, picture.width, width, height)
    surface.drawn(rect)
  }
}

function clampTo(bounds: Rect, within: Rect): Rect {
  return {
    left: Math.max(bounds.left, within.left),
    top: Math.max(bounds.top, within.top),
    right: Math.min(bounds.right, within.right),
    bottom: Math.min(bounds.bottom, within.bottom),
  }
}

export type Brush =
  | { readonly kind: 'none' }
  | { readonly kind: 'solid'; readonly colour: number }
  | { readonly kind: 'pattern'; readonly picture: Picture; readonly origin: Point }

/** u8 kind; a colour; or a pointer to a picture and where one of its copies begins. */
export function readBrush(body: Reader, { images }: Canvas): Soon<Brush> {
  const kind = body.u8()
  if (kind === 0) return { kind: 'none' }
  if (kind === 1) return { kind: 'solid', colour: fromRgb(body.u32()) }
  if (kind !== 2) throw new SpiceError('invalid', `a brush of kind ${kind}`)
  const image = body.target('pattern')
  const origin = readPoint(body)
  return after(images.read(image), picture => {
    if (picture.width === 0 || picture.height === 0) throw new SpiceError('invalid', 'an empty pattern')
    return { kind: 'pattern', picture, origin }
  })
}

/** @returns null for a brush that draws nothing */
export function brushSource(brush: Brush, target: Target): Source | null {
  if (brush.kind === 'none') return null
  const { surface, box } = target
  const widest = Math.max(0, Math.min(widthOf(box), surface.width))
  if (brush.kind === 'solid') return solid(brush.colour, widest)
  return pattern(notItself(brush.picture, surface), brush.origin, widest)
}

/** u8 flags, point, pointer to a picture of one bit a pixel; no pointer: no mask. */
export function readMask(body: Reader, box: Rect, { images }: Canvas): Soon<Mask | null> {
  const inverted = (body.u8() & 1) !== 0
  const at = readPoint(body)
  const image = body.pointer()
  if (!image) return null
  return after(images.read(image, { asMask: true }), ({ width, height, pixels, alpha }) => {
    const bits = new Uint8Array(width * height)
    const ink = alpha ? 0xff000000 : 0xffffff
    for (let i = 0; i < bits.length; i++) bits[i] = (((pixels[i] ?? 0) & ink) !== 0) === inverted ? 0 : 1
    return { width, height, bits, left: box.left - at.x, top: box.top - at.y }
  })
}

export interface Placed {
  readonly source: Source
  /** What `source` reads: its (0, 0) lies on the surface's pixel `at`. */
  readonly picture: Picture
  readonly at: Point
  /** The part of the surface that the picture reaches. */
  readonly within: Rect
  /** All its pixels are opaque. */
  readonly opaque: boolean
}

/** The picture's part `from` laid over the target's box, stretched where their sizes differ. */
export function place(picture: Picture, from: Rect, { surface, box }: Target, smooth: boolean): Placed {
  const own = notItself(picture, surface)
  const same = widthOf(from) === widthOf(box) && heightOf(from) === heightOf(box)
  const laid = same ? own : scale(own, from, box, smooth, surface.bounds)
  const at = same
    ? { x: box.left - from.left, y: box.top - from.top }
    : { x: Math.max(box.left, 0), y: Math.max(box.top, 0) }
  const bounds = { left: 0, top: 0, right: laid.width, bottom: laid.height }
  const within = moved(bounds, at.x, at.y)
  return { source: pictureAt(laid, at), picture: laid, at, within, opaque: !picture.alpha }
}

/** A surface may be drawn on itself: then from how it was. */
export function notItself(picture: Picture, surface: Surface): Picture {
  if (picture !== surface) return picture
  const { width, height, alpha } = picture
  return { width, height, alpha, pixels: picture.pixels.slice() }
}

/** Goes on now where the value is there: a promise is waited for only when there is one. */
export function after<T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** As `after`, for several. */
export function afterAll<T extends readonly unknown[], R>(
  values: { readonly [K in keyof T]: Soon<T[K]> },
  next: (...values: T) => Soon<R>,
): Soon<R> {
  if (values.some(value => value instanceof Promise))
    return Promise.all(values).then(ready => next(...(ready as unknown as T)))
  return next(...(values as unknown as T))
}
