// Stretches a part of a picture over a box. Sampled as pixman does it, in 16.16 fixed point, so that every pixel is
// the native client's: nearest takes the pixel under the centre, smooth weighs four with seven bits.
import { SpiceError } from '../error.ts'
import { checkSize, type Picture } from '../images/picture.ts'
import { heightOf, intersect, isEmpty, type Rect, widthOf } from './geometry.ts'

export const ONE = 65536

/** The pixel at a place, inside of the picture or not. */
export type Fetch = (x: number, y: number) => number

/** @returns only what lies within `bounds`: its (0, 0) is the box's first pixel there */
export function scale(picture: Picture, from: Rect, box: Rect, isSmooth: boolean, bounds: Rect): Picture {
  const visible = intersect(box, bounds)
  if (isEmpty(visible)) return { width: 0, height: 0, pixels: new Uint32Array(0), alpha: picture.alpha }
  if (isEmpty(from)) throw new SpiceError('invalid', 'a stretched picture without a size')
  const [width, height] = [widthOf(visible), heightOf(visible)]
  const pixels = new Uint32Array(checkSize(width, height))
  const stepX = fixed(widthOf(from) / widthOf(box))
  const stepY = fixed(heightOf(from) / heightOf(box))
  const startX = firstCentre(stepX, from.left, visible.left - box.left)
  const startY = firstCentre(stepY, from.top, visible.top - box.top)
  const sample = isSmooth ? smooth : nearest
  const fetch = isSmooth ? pixelOrNothing(picture) : pixelAt(picture)
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels[to++] = sample(fetch, startX + x * stepX, startY + y * stepY)
  }
  return { width, height, pixels, alpha: picture.alpha }
}

/** Where the first pixel's centre lies in the picture. */
function firstCentre(step: number, from: number, skipped: number): number {
  return Math.floor((step + 1) / 2) + skipped * step + from * ONE
}

function fixed(value: number): number {
  return Math.trunc(value * ONE)
}

export function nearest(fetch: Fetch, x: number, y: number): number {
  // A hair to the left: a centre on a border belongs to the pixel before it.
  return fetch(Math.floor((x - 1) / ONE), Math.floor((y - 1) / ONE))
}

export function smooth(fetch: Fetch, x: number, y: number): number {
  const [left, top] = [x - ONE / 2, y - ONE / 2]
  const [column, row] = [Math.floor(left / ONE), Math.floor(top / ONE)]
  const corners = [
    fetch(column, row),
    fetch(column + 1, row),
    fetch(column, row + 1),
    fetch(column + 1, row + 1),
  ] as const
  return mix(corners, weight(left), weight(top))
}

function weight(position: number): number {
  return (Math.floor(position / (ONE >> 7)) & 127) * 2
}

type Corners = readonly [topLeft: number, topRight: number, bottomLeft: number, bottomRight: number]

/** Weights are of 256; their products of 65536, and what is below is cut off. */
function mix(corners: Corners, right: number, bottom: number): number {
  const [a, b, c, d] = corners
  const both = right * bottom
  const onlyRight = right * 256 - both
  const onlyBottom = bottom * 256 - both
  const neither = 65536 - both - onlyRight - onlyBottom
  let mixed = 0
  for (let shift = 0; shift < 32; shift += 8) {
    const sum =
      ((a >>> shift) & 255) * neither +
      ((b >>> shift) & 255) * onlyRight +
      ((c >>> shift) & 255) * onlyBottom +
      ((d >>> shift) & 255) * both
    mixed |= (sum >>> 16) << shift
  }
  return mixed >>> 0
}

/** The border's pixel goes on outside of the picture. */
function pixelAt({ pixels, width, height }: Picture): Fetch {
  return (x, y) => {
    const column = Math.min(Math.max(x, 0), width - 1)
    const row = Math.min(Math.max(y, 0), height - 1)
    return pixels[row * width + column] ?? 0
  }
}

/** Smoothing mixes the picture's edge with what is not there. */
function pixelOrNothing({ pixels, width, height }: Picture): Fetch {
  return (x, y) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : (pixels[y * width + x] ?? 0))
}
