// Where an operation draws: its box, cut to the surface and to the clip's boxes, and of these the pixels that its
// mask leaves. Visited row by row, in pieces.
import { intersect, isEmpty, type Rect, subtract } from './geometry.ts'

/** Which pixels are drawn: one byte each, 0 for "not". */
export interface Mask {
  readonly width: number
  readonly height: number
  readonly bits: Uint8Array
  /** The surface's pixel at which the mask's (0, 0) lies. */
  readonly left: number
  readonly top: number
}

export type VisitRow = (y: number, left: number, right: number) => void

export class Area {
  /** None of them overlap. */
  readonly rects: readonly Rect[]
  readonly #mask: Mask | null

  constructor(box: Rect, bounds: Rect, clip: readonly Rect[] | null = null, mask: Mask | null = null) {
    const inside = intersect(box, bounds)
    const own = mask ? intersect(inside, boundsOf(mask)) : inside
    if (isEmpty(own)) this.rects = []
    else this.rects = clip ? disjoint(clip.map(rect => intersect(rect, own))) : [own]
    this.#mask = mask
  }

  forEachRow(visit: VisitRow): void {
    const mask = this.#mask
    for (const { left, top, right, bottom } of this.rects) {
      for (let y = top; y < bottom; y++) {
        if (mask) visitMasked(mask, y, left, right, visit)
        else visit(y, left, right)
      }
    }
  }
}

function visitMasked(mask: Mask, y: number, left: number, right: number, visit: VisitRow): void {
  const row = (y - mask.top) * mask.width - mask.left
  for (let x = left; x < right; ) {
    while (x < right && mask.bits[row + x] === 0) x++
    const from = x
    while (x < right && mask.bits[row + x] !== 0) x++
    if (x > from) visit(y, from, x)
  }
}

function boundsOf({ left, top, width, height }: Mask): Rect {
  return { left, top, right: left + width, bottom: top + height }
}

/** A server's clip has no overlaps; one that has is cut up, for an operation may not draw a pixel twice. */
function disjoint(rects: readonly Rect[]): Rect[] {
  const done: Rect[] = []
  for (const rect of rects) {
    if (isEmpty(rect)) continue
    let parts = [rect]
    for (const other of done) {
      if (isEmpty(intersect(other, rect))) continue
      parts = parts.flatMap(part => subtract(part, other))
    }
    done.push(...parts)
  }
  return done
}
