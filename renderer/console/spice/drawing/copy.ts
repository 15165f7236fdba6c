// A box of pixels copied as they are: what most drawing is. Guests' pictures come in tiles of 32 pixels, so rows are
// short and what is done once a row counts.

/** Pixels from which on it is worth to look at them two at a time. */
const MANY = 1024
/** From here on the built-in is faster than a loop, which needs no view. */
const LONG = 128

/**
 * Indexes and sizes in pixels; `out` and `source` are not the same.
 * @param to,from of the box's first pixel
 * @param outWidth,sourceWidth from one row to the next
 */
export function copyBox(
  out: Uint32Array,
  to: number,
  outWidth: number,
  source: Uint32Array,
  from: number,
  sourceWidth: number,
  width: number,
  height: number,
): void {
  if (width === outWidth && width === sourceWidth)
    return out.set(source.subarray(from, from + width * height), to)
  if (width >= LONG) {
    for (let y = 0, at = to, back = from; y < height; y++, at += outWidth, back += sourceWidth)
      out.set(source.subarray(back, back + width), at)
    return
  }
  const odd = (to | outWidth | from | sourceWidth | width) & 1
  const askew = (out.byteOffset | source.byteOffset) & 7
  if (!odd && !askew && width * height >= MANY)
    return copyPairs(out, to, outWidth, source, from, sourceWidth, width, height)
  const inFours = width & ~3
  for (let y = 0, row = to, start = from; y < height; y++, row += outWidth, start += sourceWidth) {
    let at = row
    let back = start
    // Four at once: the loop's own work would be half of it.
    for (const end = row + inFours; at < end; at += 4, back += 4) {
      out[at] = source[back] as number
      out[at + 1] = source[back + 1] as number
      out[at + 2] = source[back + 2] as number
      out[at + 3] = source[back + 3] as number
    }
    for (const end = row + width; at < end; at++, back++) out[at] = source[back] as number
  }
}

/**
 * Rows of a tile are far apart on a screen: what the loop waits for is memory, which can be asked for as many places at
 * once as there are stores on the way. With half the stores it takes half the time. Nothing counts with these
 * integers, so the engine makes no objects of them.
 */
function copyPairs(
  out: Uint32Array,
  to: number,
  outWidth: number,
  source: Uint32Array,
  from: number,
  sourceWidth: number,
  width: number,
  height: number,
): void {
  const pairs = new BigUint64Array(out.buffer, out.byteOffset, out.length >>> 1)
  const sourcePairs = new BigUint64Array(source.buffer, source.byteOffset, source.length >>> 1)
  const [step, sourceStep, count] = [outWidth >>> 1, sourceWidth >>> 1, width >>> 1]
  for (let y = 0, row = to >>> 1, start = from >>> 1; y < height; y++, row += step, start += sourceStep)
    for (let at = row, back = start, end = row + count; at < end; at++, back++)
      pairs[at] = sourcePairs[back] as bigint
}
