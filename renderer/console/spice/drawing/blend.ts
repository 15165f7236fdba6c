// Products of bytes, four in a word. Rounded as the Render extension's software does it everywhere, so that a picture
// is the same to the last bit: a·b/255 is (t + (t >> 8)) >> 8 with t = a·b + 128.

/** Each byte of `pixel` times `alpha` / 255. */
export function scaleBytes(pixel: number, alpha: number): number {
  if (alpha === 255) return pixel
  const even = (pixel & 0xff00ff) * alpha + 0x800080
  const odd = ((pixel >>> 8) & 0xff00ff) * alpha + 0x800080
  const evenBytes = ((even + (Math.floor(even / 256) & 0xff00ff)) / 256) & 0xff00ff
  const oddBytes = (odd + (Math.floor(odd / 256) & 0xff00ff)) & 0xff00ff00
  return (evenBytes | oddBytes) >>> 0
}

/** Each byte of `a` times its like in `b` / 255. */
export function multiplyBytes(a: number, b: number): number {
  if (b === 0xffffffff) return a
  if (b === 0) return 0
  let product = 0
  for (let shift = 0; shift < 32; shift += 8) {
    const t = ((a >>> shift) & 255) * ((b >>> shift) & 255) + 128
    product |= ((t + (t >>> 8)) >>> 8) << shift
  }
  return product >>> 0
}

/** Each byte of `a` plus its like in `b`, 255 at most. */
export function addBytes(a: number, b: number): number {
  const even = (a & 0xff00ff) + (b & 0xff00ff)
  const odd = ((a >>> 8) & 0xff00ff) + ((b >>> 8) & 0xff00ff)
  return (saturate(even) | (saturate(odd) << 8)) >>> 0
}

/** Premultiplied `source` over `destination`. */
export function over(source: number, destination: number): number {
  const alpha = source >>> 24
  if (alpha === 255) return source
  if (source === 0) return destination
  return addBytes(source, scaleBytes(destination, 255 - alpha))
}

/** A carry into the byte above means: all its bits. */
function saturate(pair: number): number {
  const carry = (pair >>> 8) & 0x10001
  return (pair | (carry * 255)) & 0xff00ff
}
