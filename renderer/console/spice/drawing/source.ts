// Where an operation's pixels come from: a picture laid somewhere, a colour, a pattern that repeats. All three give
// a row as a place in an array, so that the raster loops know no difference.
import type { Picture } from '../images/picture.ts'
import type { Point } from './geometry.ts'

export interface Source {
  readonly pixels: Uint32Array
  /** The index in `pixels` of (left, y); those up to `right` follow it. What it gave before is no longer valid. */
  row(y: number, left: number, right: number): number
}

/** @param at the surface's pixel at which the picture's (0, 0) lies */
export function pictureAt({ pixels, width }: Picture, at: Point): Source {
  return { pixels, row: (y, left) => (y - at.y) * width + left - at.x }
}

/** @param widest the longest row that will be asked for */
export function solid(colour: number, widest: number): Source {
  return { pixels: new Uint32Array(widest).fill(colour), row: () => 0 }
}

/** @param origin the surface's pixel at which a copy of the picture begins */
export function pattern({ pixels, width, height }: Picture, origin: Point, widest: number): Source {
  const line = new Uint32Array(widest)
  return {
    pixels: line,
    row: (y, left, right) => {
      const from = modulo(y - origin.y, height) * width
      let x = modulo(left - origin.x, width)
      for (let to = 0; to < right - left; to++) {
        line[to] = pixels[from + x] ?? 0
        if (++x === width) x = 0
      }
      return 0
    },
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
