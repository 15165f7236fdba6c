// SPICE's LZ pictures (after LZSS with pixels for bytes). A header in big-endian words, then controls:
//
//   0‥31           that many pixels and one more, as they are
//   LLL DDDDD      a match: length LLL (7: bytes are added until one is not 255), distance DDDDD and a byte more;
//                  both at their largest: two more bytes, and 8191 on top
//
// Lengths have a bias by type, distances one of 1. What a "pixel" is depends on the type: indexed pictures count
// bytes, which may hold two or eight pixels; RGBA is a stream of colours and then one of alpha.
import { SpiceError } from '../error.ts'
import { Reader } from '../wire.ts'
import type { Palette } from './palette.ts'
import { checkSize, flipRows, fromRgb555, OPAQUE, type Picture } from './picture.ts'
import { unpackIndexed } from './unpack.ts'

const MAGIC = 0x20205a4c
const VERSION = 0x00010001

export const LZ_TYPE = {
  palette1Le: 1,
  palette1Be: 2,
  palette4Le: 3,
  palette4Be: 4,
  palette8: 5,
  rgb16: 6,
  rgb24: 7,
  rgb32: 8,
  rgba: 9,
  xxxa: 10,
  a8: 11,
} as const

interface Header {
  readonly type: number
  readonly width: number
  readonly height: number
  /** Bytes of a row of an indexed picture. */
  readonly stride: number
  readonly topDown: boolean
}

/** @param palette for indexed pictures */
export function decodeLz(bytes: Uint8Array, palette: Palette | null, room?: Uint32Array): Picture {
  const reader = new Reader(bytes)
  const header = readHeader(reader)
  const { type, width, height, topDown } = header
  const size = checkSize(width, height)
  if (type <= LZ_TYPE.palette8) return decodeIndexed(bytes, reader.at, header, palette)
  const pixels = room && room.length >= size ? room.subarray(0, size) : new Uint32Array(size)
  if (type === LZ_TYPE.rgb16) expandWords(bytes, reader.at, pixels)
  else if (type === LZ_TYPE.rgb24 || type === LZ_TYPE.rgb32) expandColours(bytes, reader.at, pixels)
  else if (type === LZ_TYPE.rgba) expandAlpha(bytes, expandColours(bytes, reader.at, pixels), pixels)
  else if (type === LZ_TYPE.a8) {
    pixels.fill(0)
    expandAlpha(bytes, reader.at, pixels)
  } else throw new SpiceError('invalid', `LZ picture of type ${type}`)
  if (!topDown) flipRows(pixels, width, height)
  return { width, height, pixels, alpha: type === LZ_TYPE.rgba || type === LZ_TYPE.a8 }
}

/** The alpha that goes with a JPEG: laid over its pixels. */
export function decodeLzAlpha(bytes: Uint8Array, picture: Picture): Picture {
  const reader = new Reader(bytes)
  const { type, width, height, topDown } = readHeader(reader)
  if (type !== LZ_TYPE.xxxa || width !== picture.width || height !== picture.height)
    throw new SpiceError('invalid', 'the alpha is not that of its picture')
  const { pixels } = picture
  if (!topDown) flipRows(pixels, width, height)
  expandAlpha(bytes, reader.at, pixels)
  if (!topDown) flipRows(pixels, width, height)
  return { ...picture, alpha: true }
}

function readHeader(reader: Reader): Header {
  if (reader.u32BigEndian() !== MAGIC || reader.u32BigEndian() !== VERSION)
    throw new SpiceError('invalid', 'not an LZ picture')
  const type = reader.u32BigEndian()
  const width = reader.u32BigEndian()
  const height = reader.u32BigEndian()
  const stride = reader.u32BigEndian()
  return { type, width, height, stride, topDown: reader.u32BigEndian() !== 0 }
}

function decodeIndexed(bytes: Uint8Array, at: number, header: Header, palette: Palette | null): Picture {
  const { type, width, height, stride, topDown } = header
  if (!palette) throw new SpiceError('invalid', 'an indexed picture without its palette')
  checkSize(stride, height)
  const indexes = new Uint8Array(stride * height)
  expandBytes(bytes, at, indexes)
  const bits = type === LZ_TYPE.palette8 ? 8 : type >= LZ_TYPE.palette4Le ? 4 : 1
  const lowFirst = type === LZ_TYPE.palette1Le || type === LZ_TYPE.palette4Le
  const pixels = unpackIndexed(indexes, { width, height, stride, bits, lowFirst, topDown }, palette)
  return { width, height, pixels, alpha: false }
}

/** A match that has been read: how far back, how long, and where the stream goes on. Kept to allocate none. */
const match = { length: 0, distance: 0, next: 0 }

function readMatch(bytes: Uint8Array, at: number, control: number, lengthBias: number): void {
  let length = (control >>> 5) - 1
  let next = at
  if (length === 6) {
    let more = 255
    while (more === 255) {
      more = byteAt(bytes, next++)
      length += more
    }
  }
  const low = byteAt(bytes, next++)
  let distance = ((control & 31) << 8) | low
  if (distance === 0x1fff) {
    distance += (byteAt(bytes, next) << 8) | byteAt(bytes, next + 1)
    next += 2
  }
  match.length = length + lengthBias
  match.distance = distance + 1
  match.next = next
}

/** Three bytes a pixel: blue, green, red. @returns where the stream ended */
function expandColours(bytes: Uint8Array, start: number, out: Uint32Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = start
  let to = 0
  while (to < out.length) {
    const control = byteAt(bytes, at++)
    if (control < 32) {
      const end = to + control + 1
      checkRoom(end, out.length, at + 3 * (control + 1), bytes.length)
      copyColours(view, at, out, to, end)
      at += 3 * (end - to)
      to = end
      continue
    }
    readMatch(bytes, at, control, 1)
    at = match.next
    to = repeat(out, to)
  }
  return at
}

/** Pixels as they are, up to `end`: of four bytes read at once, the last is the next pixel's. */
export function copyColours(bytes: DataView, start: number, out: Uint32Array, to: number, end: number): void {
  let at = start
  // The last pixel of a stream has nothing behind it.
  const whole = at + 3 * (end - to) < bytes.byteLength ? end : end - 1
  for (; to + 3 < whole; to += 4, at += 12) {
    const a = bytes.getInt32(at)
    const b = bytes.getInt32(at + 4)
    const c = bytes.getInt32(at + 8)
    out[to] = OPAQUE | (a >>> 8)
    out[to + 1] = OPAQUE | ((a & 255) << 16) | (b >>> 16)
    out[to + 2] = OPAQUE | ((b & 0xffff) << 8) | (c >>> 24)
    out[to + 3] = OPAQUE | c
  }
  for (; to < whole; to++, at += 3) out[to] = OPAQUE | (bytes.getUint32(at) >>> 8)
  if (to < end) out[to] = OPAQUE | (bytes.getUint16(at) << 8) | bytes.getUint8(at + 2)
}

/** Two bytes a pixel, the higher first: five bits a channel. */
function expandWords(bytes: Uint8Array, start: number, out: Uint32Array): number {
  let at = start
  let to = 0
  while (to < out.length) {
    const control = byteAt(bytes, at++)
    if (control < 32) {
      const end = to + control + 1
      checkRoom(end, out.length, at + 2 * (control + 1), bytes.length)
      for (; to < end; at += 2) out[to++] = fromRgb555(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0))
      continue
    }
    readMatch(bytes, at, control, 2)
    at = match.next
    to = repeat(out, to)
  }
  return at
}

/** Only the highest byte of each pixel is written, and only it is repeated. */
function expandAlpha(bytes: Uint8Array, start: number, out: Uint32Array): number {
  const alpha = new Uint8Array(out.length)
  const end = expandBytes(bytes, start, alpha)
  for (let at = 0; at < out.length; at++) out[at] = ((out[at] ?? 0) & 0xffffff) | ((alpha[at] ?? 0) << 24)
  return end
}

function expandBytes(bytes: Uint8Array, start: number, out: Uint8Array): number {
  let at = start
  let to = 0
  while (to < out.length) {
    const control = byteAt(bytes, at++)
    if (control < 32) {
      const end = to + control + 1
      checkRoom(end, out.length, at + control + 1, bytes.length)
      while (to < end) out[to++] = bytes[at++] ?? 0
      continue
    }
    readMatch(bytes, at, control, 3)
    at = match.next
    to = repeat(out, to)
  }
  return at
}

/** Copies the match to `to`; source and destination may overlap, which repeats a pattern. @returns its end */
function repeat(out: Uint32Array | Uint8Array, to: number): number {
  const from = to - match.distance
  const end = to + match.length
  if (from < 0 || end > out.length) throw new SpiceError('invalid', 'an LZ match outside of its picture')
  if (match.distance === 1) out.fill(out[from] ?? 0, to, end)
  else if (match.distance >= match.length && match.length > 24) out.copyWithin(to, from, from + match.length)
  else for (let at = to, back = from; at < end; at++, back++) out[at] = out[back] as number
  return end
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new SpiceError('truncated', 'an LZ picture ends early')
  return byte
}

function checkRoom(to: number, roomEnd: number, from: number, bytesEnd: number): void {
  if (to > roomEnd) throw new SpiceError('invalid', 'an LZ picture has more pixels than it says')
  if (from > bytesEnd) throw new SpiceError('truncated', 'an LZ picture ends early')
}
