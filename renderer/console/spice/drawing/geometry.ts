// Points, boxes and clips as they stand in messages. A box has its edges; right and bottom are outside.
import { SpiceError } from '../error.ts'
import type { Reader } from '../wire.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Rect {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Coordinates beyond are nobody's screen, and their sums would no longer be whole numbers of 32 bits. */
const FARTHEST = 1 << 24

const CLIP_NONE = 0
const CLIP_RECTS = 1
const MOST_CLIP_RECTS = 1 << 16

/** i32 x, i32 y */
export function readPoint(body: Reader): Point {
  return { x: coordinate(body.i32()), y: coordinate(body.i32()) }
}

/** i32 top, left, bottom, right: that order is the protocol's. */
export function readRect(body: Reader): Rect {
  const top = coordinate(body.i32())
  const left = coordinate(body.i32())
  const bottom = coordinate(body.i32())
  const right = coordinate(body.i32())
  return { left, top, right, bottom }
}

/** u8 kind, then for a list u32 count and boxes. @returns null: not clipped */
export function readClip(body: Reader): readonly Rect[] | null {
  const kind = body.u8()
  if (kind === CLIP_NONE) return null
  if (kind !== CLIP_RECTS) throw new SpiceError('invalid', `clip of kind ${kind}`)
  const count = body.count(body.u32(), 16)
  if (count > MOST_CLIP_RECTS) throw new SpiceError('too-large', `${count} clip boxes`)
  return Array.from({ length: count }, () => readRect(body))
}

export function widthOf({ left, right }: Rect): number {
  return right - left
}

export function heightOf({ top, bottom }: Rect): number {
  return bottom - top
}

export function isEmpty({ left, top, right, bottom }: Rect): boolean {
  return left >= right || top >= bottom
}

export function intersect(a: Rect, b: Rect): Rect {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  }
}

/** The smallest box around both. */
export function around(a: Rect, b: Rect): Rect {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  }
}

/** What of `rect` is outside of `hole`: four boxes at most, none of which overlap. */
export function subtract(rect: Rect, hole: Rect): Rect[] {
  const common = intersect(rect, hole)
  if (isEmpty(common)) return [rect]
  return [
    { ...rect, bottom: common.top },
    { ...rect, top: common.top, bottom: common.bottom, right: common.left },
    { ...rect, top: common.top, bottom: common.bottom, left: common.right },
    { ...rect, top: common.bottom },
  ].filter(part => !isEmpty(part))
}

export function moved({ left, top, right, bottom }: Rect, dx: number, dy: number): Rect {
  return { left: left + dx, top: top + dy, right: right + dx, bottom: bottom + dy }
}

function coordinate(value: number): number {
  if (value > FARTHEST || value < -FARTHEST) throw new SpiceError('invalid', `a coordinate of ${value}`)
  return value
}
