// A box of pixels copied as they are: what most drawing is. Guests' pictures come in tiles of 32 pixels, so rows are
// short and what is done once a row counts.

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
