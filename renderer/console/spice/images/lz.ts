// SPICE's LZ pictures (after LZSS with pixels for bytes). A header in big-endian words, then controls:
//
//   0‥31           that many pixels and one more, as they are
//   LLL DDDDD      a match: length LLL (7: bytes are added until one is not 255), distance DDDDD and a byte more;
//                  both at their largest: two more bytes, and 8191 on top
//
// Lengths have a bias by type, distances one of 1. What a "pixel" is depends on the type: indexed pictures count
// bytes, which may hold two or eight pixels; RGBA is a stream of colours and then one of alpha.
import { SpiceError } from '../error.ts'
import { keepMemory } from '../wasm/memory.ts'
import { Reader } from '../wire.ts'
import { LZ_TROUBLE, type LzLoops, lzRoutines, SLACK_BYTES } from './lz-loops.ts'
import type { Palette } from './palette.ts'
import { checkSize, flipRows, fromRgb555, type Picture } from './picture.ts'
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

/**
 * @param palette for indexed pictures
 * @param isBrief the pixels are used before the next picture is decoded
 */
export function decodeLz(bytes: Uint8Array, palette: Palette | null, isBrief = false): Picture {
  const reader = new Reader(bytes)
  const header = readHeader(reader)
  const { type, width, height, topDown } = header
  const size = checkSize(width, height)
  if (type <= LZ_TYPE.palette8) return decodeIndexed(bytes, reader.at, header, palette)
  const unpacked = unpackPixels(bytes, reader.at, type, size)
  if (!topDown) flipRows(unpacked, width, height)
  const pixels = isBrief ? unpacked : unpacked.slice()
  return { width, height, pixels, alpha: type === LZ_TYPE.rgba || type === LZ_TYPE.a8 }
}

/** @returns pixels that are there until the next picture */
function unpackPixels(bytes: Uint8Array, at: number, type: number, size: number): Uint32Array {
  switch (type) {
    case LZ_TYPE.rgb16:
      return expandWords(bytes, at, new Uint32Array(size))
    case LZ_TYPE.rgb24:
    case LZ_TYPE.rgb32:
      return expandColours(bytes, at, size).pixels
    case LZ_TYPE.rgba: {
      const { pixels, end } = expandColours(bytes, at, size)
      expandAlpha(bytes, end, pixels)
      return pixels
    }
    case LZ_TYPE.a8: {
      const pixels = new Uint32Array(size)
      expandAlpha(bytes, at, pixels)
      return pixels
    }
    default:
      throw new SpiceError('invalid', `LZ picture of type ${type}`)
  }
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

const lzMemory = keepMemory<LzLoops>(lzRoutines)
/** In bytes: sixteen pixels at once lie on such a border. */
const PIXELS_AT = 64

/**
 * Three bytes a pixel: blue, green, red.
 * @returns pixels that are there until the next picture, and where the stream ended
 */
function expandColours(bytes: Uint8Array, start: number, size: number): { pixels: Uint32Array; end: number } {
  const memory = lzMemory()
  const pixelsEnd = PIXELS_AT + 4 * size
  const stream = pixelsEnd + SLACK_BYTES
  const streamEnd = stream + bytes.length - start
  memory.reserve(streamEnd + SLACK_BYTES)
  const { buffer } = memory.words
  const place = new Uint8Array(buffer, stream, streamEnd + SLACK_BYTES - stream)
  place.set(bytes.subarray(start))
  place.fill(0, streamEnd - stream)
  const end = memory.loops.colours(stream, streamEnd, PIXELS_AT, pixelsEnd)
  if (end === LZ_TROUBLE.endsEarly) throw new SpiceError('truncated', 'an LZ picture ends early')
  if (end === LZ_TROUBLE.tooLong)
    throw new SpiceError('invalid', 'an LZ picture has more pixels than it says')
  if (end === LZ_TROUBLE.outside) throw new SpiceError('invalid', 'an LZ match outside of its picture')
  return { pixels: new Uint32Array(buffer, PIXELS_AT, size), end: start + end - stream }
}

/** Two bytes a pixel, the higher first: five bits a channel. */
function expandWords(bytes: Uint8Array, start: number, out: Uint32Array): Uint32Array {
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
  return out
}

/** Only the highest byte of each pixel is written, and only it is repeated. */
function expandAlpha(bytes: Uint8Array, start: number, out: Uint32Array): void {
  const alpha = new Uint8Array(out.length)
  expandBytes(bytes, start, alpha)
  for (let at = 0; at < out.length; at++) out[at] = ((out[at] ?? 0) & 0xffffff) | ((alpha[at] ?? 0) << 24)
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
