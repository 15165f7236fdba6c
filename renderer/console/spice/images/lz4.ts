// Pictures in LZ4: u8 top down, u8 bitmap format, then blocks, each a big-endian u32 size and that many bytes of an
// LZ4 block (lz4_Block_format). Blocks refer back into those before, so all are written into one array.
import { SpiceError } from '../error.ts'
import { Reader } from '../wire.ts'
import { BITMAP_FORMAT } from './bitmap.ts'
import { checkSize, OPAQUE, type Picture } from './picture.ts'
import { type Layout, unpack24, unpack32, unpack555 } from './unpack.ts'

const SHORTEST_MATCH = 4
const BYTES: Readonly<Record<number, number>> = {
  [BITMAP_FORMAT.rgb555]: 2,
  [BITMAP_FORMAT.bgr24]: 3,
  [BITMAP_FORMAT.xrgb32]: 4,
  [BITMAP_FORMAT.argb32]: 4,
}

export function decodeLz4(bytes: Uint8Array, width: number, height: number): Picture {
  const reader = new Reader(bytes)
  const topDown = reader.u8() !== 0
  const format = reader.u8()
  const each = BYTES[format]
  if (each === undefined) throw new SpiceError('invalid', `an LZ4 picture of format ${format}`)
  const rows = new Uint8Array(checkSize(width, height) * each)
  let at = 0
  while (at < rows.length) at = expandBlock(reader.bytes(reader.u32BigEndian()), rows, at)
  const pixels = unpack(format, rows, { width, height, stride: width * each, topDown })
  return { width, height, pixels, alpha: format === BITMAP_FORMAT.argb32 }
}

function unpack(format: number, rows: Uint8Array, layout: Layout): Uint32Array {
  if (format === BITMAP_FORMAT.rgb555) return unpack555(rows, layout)
  if (format === BITMAP_FORMAT.bgr24) return unpack24(rows, layout)
  return unpack32(rows, layout, format === BITMAP_FORMAT.argb32 ? 0 : OPAQUE)
}

/** @returns where the next block's bytes go */
function expandBlock(block: Uint8Array, out: Uint8Array, start: number): number {
  let to = start
  let from = 0
  const next = (): number => {
    const byte = block[from++]
    if (byte === undefined) throw new SpiceError('truncated', 'an LZ4 block ends early')
    return byte
  }
  /** Fifteen means that more follows. */
  const lengthFrom = (nibble: number): number => {
    let length = nibble
    if (nibble === 15) {
      let more = 255
      while (more === 255) {
        more = next()
        length += more
      }
    }
    return length
  }
  if (block.length === 0) throw new SpiceError('invalid', 'an empty LZ4 block')
  while (from < block.length) {
    const token = next()
    const literals = lengthFrom(token >>> 4)
    if (literals > out.length - to || literals > block.length - from)
      throw new SpiceError('invalid', 'LZ4 literals beyond their picture')
    out.set(block.subarray(from, from + literals), to)
    from += literals
    to += literals
    if (from === block.length) break // a block's last sequence has no match
    const distance = next() | (next() << 8)
    const length = lengthFrom(token & 15) + SHORTEST_MATCH
    if (distance === 0 || distance > to || length > out.length - to)
      throw new SpiceError('invalid', 'an LZ4 match outside of its picture')
    for (const end = to + length; to < end; to++) out[to] = out[to - distance] ?? 0
  }
  return to
}
