// Lines of one pixel, by Bresenham as X draws them: at a tie, lines that go left or steeply up round the other way, so
// that a line is the same from either end. A line's last point belongs to the next.
import { SpiceError } from '../error.ts'
import type { Soon } from '../images/images.ts'
import type { Reader } from '../wire.ts'
import { after, brushSource, type Canvas, paint, readBrush, readTarget } from './canvas.ts'
import type { Point } from './geometry.ts'
import { combine2, rop2Of } from './rop.ts'

const SEGMENT = { begin: 1, end: 2, close: 8, bezier: 16 } as const
const LINE = { startWithGap: 4, styled: 8 } as const
/** A message may draw so many pixels of line: more is meant to keep us busy. */
const MOST_PIXELS = 1 << 22
const BEZIER_STEPS = 32

/** Pointer to the path, u8 flags, [u8 count, pointer to the dashes], brush, u16 ROP, u16 ROP of the gaps. */
export function drawStroke(body: Reader, canvas: Canvas): Soon<void> {
  const target = readTarget(body, canvas)
  const lines = readPath(body.target('path'))
  const dashes = readDashes(body)
  const brushSoon = readBrush(body, canvas)
  const rop = rop2Of(body.u16(), 'brush', 'destination')
  return after(brushSoon, brush => {
    const { surface, box } = target
    const source = brushSource(brush, target)
    if (!source) return
    // The pixels as a mask: each is drawn once, however many lines cross there.
    const mask = {
      width: Math.min(surface.width, box.right) - Math.max(0, box.left),
      height: Math.min(surface.height, box.bottom) - Math.max(0, box.top),
      left: Math.max(0, box.left),
      top: Math.max(0, box.top),
    }
    if (mask.width <= 0 || mask.height <= 0) return
    const bits = new Uint8Array(mask.width * mask.height)
    walk(lines, dashes, (x, y) => {
      const [column, row] = [x - mask.left, y - mask.top]
      if (column >= 0 && row >= 0 && column < mask.width && row < mask.height)
        bits[row * mask.width + column] = 1
    })
    paint(target, { ...mask, bits }, (y, left, right) => {
      const from = source.row(y, left, right)
      const to = y * surface.width + left
      combine2(surface.pixels, to, source.pixels, from, right - left, rop, surface.force)
    })
  })
}

type Polyline = readonly Point[]

/** u32 count, then u8 flags, u32 count and points of 28.4 fixed point each. */
function readPath(body: Reader): Polyline[] {
  const count = body.count(body.u32(), 5)
  const lines: Polyline[] = []
  let line: Point[] = []
  const endLine = () => {
    if (line.length > 1) lines.push(line)
    line = []
  }
  for (let n = 0; n < count; n++) {
    const flags = body.u8()
    const points = body.count(body.u32(), 8)
    if (flags & SEGMENT.begin) endLine()
    const read = Array.from({ length: points }, () => ({ x: body.i32() / 16, y: body.i32() / 16 }))
    line.push(...(flags & SEGMENT.bezier ? flatten(line, read) : read.map(nearest)))
    const [first] = line
    if (flags & SEGMENT.end && flags & SEGMENT.close && first) line.push(first)
    if (flags & SEGMENT.end) endLine()
  }
  endLine()
  return lines
}

/** Half a pixel rounds down. */
function nearest({ x, y }: Point): Point {
  return { x: Math.ceil(x - 0.5), y: Math.ceil(y - 0.5) }
}

/** Curves of three more points each, as straight pieces. @param line what they go on from */
function flatten(line: Polyline, points: readonly Point[]): Point[] {
  const flat: Point[] = []
  let from = line.at(-1) ?? points[0]
  const rest = line.length > 0 ? points : points.slice(1)
  for (let n = 0; from && n + 2 < rest.length; n += 3) {
    const [a, b, to] = rest.slice(n, n + 3) as [Point, Point, Point]
    for (let step = 1; step <= BEZIER_STEPS; step++)
      flat.push(nearest(bezier(from, a, b, to, step / BEZIER_STEPS)))
    from = to
  }
  return flat
}

function bezier(from: Point, a: Point, b: Point, to: Point, t: number): Point {
  const u = 1 - t
  const mix = (p: number, q: number, r: number, s: number) =>
    u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s
  return { x: mix(from.x, a.x, b.x, to.x), y: mix(from.y, a.y, b.y, to.y) }
}

/** Lengths drawn and left out in turn, in pixels; none for a line without gaps. */
function readDashes(body: Reader): readonly number[] {
  const flags = body.u8()
  if (!(flags & LINE.styled)) return []
  const count = body.u8()
  const lengths = body.pointer()
  if (!lengths || count === 0) return []
  lengths.count(count, 4)
  const dashes = Array.from({ length: count }, () => Math.max(0, Math.ceil(lengths.i32() / 16 - 0.5)))
  if (dashes.every(length => length === 0)) return []
  return flags & LINE.startWithGap ? [0, ...dashes] : dashes
}

function walk(
  lines: readonly Polyline[],
  dashes: readonly number[],
  draw: (x: number, y: number) => void,
): void {
  let drawn = 0
  for (const line of lines) {
    const pen = penFor(dashes, draw)
    for (let n = 1; n < line.length; n++) {
      const [from, to] = [line[n - 1] as Point, line[n] as Point]
      drawn += Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))
      if (drawn > MOST_PIXELS) throw new SpiceError('too-large', `lines of ${drawn} pixels`)
      walkLine(from, to, pen)
    }
  }
}

/** Lifts itself over the gaps. */
function penFor(
  dashes: readonly number[],
  draw: (x: number, y: number) => void,
): (x: number, y: number) => void {
  if (dashes.length === 0) return draw
  let at = 0
  let left = dashes[0] ?? 0
  return (x, y) => {
    while (left === 0) {
      at++
      left = dashes[at % dashes.length] ?? 0
    }
    left--
    if (at % 2 === 0) draw(x, y)
  }
}

function walkLine(from: Point, to: Point, draw: (x: number, y: number) => void): void {
  const [dx, dy] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)]
  const [stepX, stepY] = [to.x < from.x ? -1 : 1, to.y < from.y ? -1 : 1]
  const flat = dx > dy
  const [long, short] = flat ? [dx, dy] : [dy, dx]
  const otherWay = flat ? stepX < 0 : stepY < 0
  let error = -long - (otherWay ? 1 : 0)
  let { x, y } = from
  for (let n = 0; n < long; n++) {
    draw(x, y)
    error += 2 * short
    const aside = error >= 0
    if (aside) error -= 2 * long
    if (flat || aside) x += stepX
    if (!flat || aside) y += stepY
  }
}
