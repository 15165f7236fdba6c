// GLZ: LZ over a window of pictures. A match may lie in an earlier picture, which the server knows us to keep. The
// header is in big-endian words; a control is
//
//   0‥31        that many pixels and one more, as they are
//   LLL F OOOO  a match of length LLL (7: bytes are added until one is not 255); offset bits 0‥3, then a byte for 4‥11,
//               then a byte NN……, NN telling how many bytes of picture distance follow:
//     F = 0     NN DDDDDD   picture distance bits 0‥5; the bytes that follow add from bit 6
//     F = 1     NN M OOOOO  offset bits 12‥16; the bytes that follow are the distance; M: one more byte, offset 17‥24
//
// Distance 0: the offset counts back in this picture. Else it is an index into the picture so many ids before, in the
// order in which that was decoded. A window belongs to one display channel, so nobody waits for another's pictures.
import { SpiceError } from '../error.ts'
import { Reader } from '../wire.ts'
import { LZ_TYPE } from './lz.ts'
import { checkSize, flipRows, fromRgb555, OPAQUE, type Picture } from './picture.ts'

const MAGIC = 0x20205a4c
const VERSION = 0x00010001
const TOP_DOWN = 1 << 4

/** Announced in the channel's first message: 32 MiB. */
export const WINDOW_PIXELS = 8 << 20

/** From here on the call of a built-in is faster than a loop. */
const LONG = 24

export class GlzWindow {
  /** As decoded, not yet turned the right way up. */
  readonly #pictures = new Map<number, Uint32Array>()
  #pixels = 0

  decode(bytes: Uint8Array): Picture {
    const reader = new Reader(bytes)
    if (reader.u32BigEndian() !== MAGIC || reader.u32BigEndian() !== VERSION)
      throw new SpiceError('invalid', 'not a GLZ picture')
    const kind = reader.u8()
    const type = kind & 15
    const [width, height] = [reader.u32BigEndian(), reader.u32BigEndian()]
    reader.skip(4)
    const id = Number(reader.u64BigEndian())
    const headDistance = reader.u32BigEndian()
    const pixels = new Uint32Array(checkSize(width, height))
    const alpha = type === LZ_TYPE.rgba
    const after = this.#expand(bytes, reader.at, pixels, id, colourOf(type))
    if (alpha) this.#expand(bytes, after, pixels, id, ALPHA)
    this.#keep(id, pixels, headDistance)
    return { width, height, alpha, pixels: kind & TOP_DOWN ? pixels : turned(pixels, width, height) }
  }

  clear(): void {
    this.#pictures.clear()
    this.#pixels = 0
  }

  #keep(id: number, pixels: Uint32Array, headDistance: number): void {
    // Ids only grow, so the oldest come first: there may be tens of thousands, and most stay.
    for (const [old, { length }] of this.#pictures) {
      if (old >= id - headDistance) break
      this.#pictures.delete(old)
      this.#pixels -= length
    }
    this.#pixels += pixels.length - (this.#pictures.get(id)?.length ?? 0)
    if (this.#pixels > 2 * WINDOW_PIXELS + pixels.length)
      throw new SpiceError('too-large', 'more GLZ pictures to keep than we hold')
    this.#pictures.set(id, pixels)
  }

  /** @returns where the stream ended */
  #expand(bytes: Uint8Array, start: number, out: Uint32Array, id: number, pixel: PixelKind): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let at = start
    let to = 0
    while (to < out.length) {
      const control = byteAt(bytes, at++)
      if (control < 32) {
        const end = to + control + 1
        if (end > out.length) throw new SpiceError('invalid', 'a GLZ picture has more pixels than it says')
        if (at + pixel.bytes * (control + 1) > bytes.length) throw endsEarly()
        if (pixel === COLOUR) copyColours(view, at, out, to, end)
        else
          for (let n = to; n < end; n++) out[n] = pixel.read(bytes, at + pixel.bytes * (n - to), out[n] ?? 0)
        at += pixel.bytes * (end - to)
        to = end
        continue
      }
      at = readMatch(bytes, at, control)
      const length = match.length + pixel.lengthBias
      const from = match.picture === 0 ? out : this.#find(id - match.picture)
      const first = match.picture === 0 ? to - match.offset - 1 : match.offset
      if (first < 0 || length > out.length - to || first + length > from.length)
        throw new SpiceError('invalid', 'a GLZ match outside of its picture')
      if (pixel.mask === -1 && match.picture !== 0 && length > LONG) {
        out.set(from.subarray(first, first + length), to)
        to += length
        continue
      }
      const { mask } = pixel
      if (mask === -1) for (let n = first; n < first + length; n++) out[to++] = from[n] as number
      else
        for (let n = first; n < first + length; n++, to++)
          out[to] = ((out[to] as number) & ~mask) | ((from[n] as number) & mask)
    }
    return at
  }

  #find(id: number): Uint32Array {
    const picture = this.#pictures.get(id)
    if (!picture) throw new SpiceError('invalid', `GLZ picture ${id} was never sent`)
    return picture
  }
}

interface PixelKind {
  readonly bytes: number
  readonly lengthBias: number
  /** The bits of a pixel that this stream writes. */
  readonly mask: number
  read(bytes: Uint8Array, at: number, before: number): number
}

const COLOUR: PixelKind = {
  bytes: 3,
  lengthBias: 0,
  mask: -1,
  read: (bytes, at) => OPAQUE | ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0),
}

const RGB16: PixelKind = {
  bytes: 2,
  lengthBias: 1,
  mask: -1,
  read: (bytes, at) => fromRgb555(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)),
}

const ALPHA: PixelKind = {
  bytes: 1,
  lengthBias: 2,
  mask: OPAQUE | 0,
  read: (bytes, at, before) => (before & 0xffffff) | ((bytes[at] ?? 0) << 24),
}

function colourOf(type: number): PixelKind {
  if (type === LZ_TYPE.rgb16) return RGB16
  if (type === LZ_TYPE.rgb24 || type === LZ_TYPE.rgb32 || type === LZ_TYPE.rgba) return COLOUR
  throw new SpiceError('invalid', `a GLZ picture of type ${type}`)
}

/** The match that was read last. Kept to allocate none. */
const match = { length: 0, offset: 0, picture: 0 }

/** @returns where the stream goes on */
function readMatch(bytes: Uint8Array, start: number, control: number): number {
  let at = start
  let length = control >>> 5
  if (length === 7) {
    let more = 255
    while (more === 255) {
      more = byteAt(bytes, at++)
      length += more
    }
  }
  let offset = (control & 15) | (byteAt(bytes, at++) << 4)
  const places = byteAt(bytes, at++)
  const distanceBytes = places >>> 6
  const long = (control & 16) !== 0
  let picture = long ? 0 : places & 63
  for (let n = 0; n < distanceBytes; n++) picture += byteAt(bytes, at++) * 2 ** (8 * n + (long ? 0 : 6))
  if (long) {
    offset |= (places & 31) << 12
    if (places & 32) offset |= byteAt(bytes, at++) << 17
  }
  match.length = length
  match.offset = offset
  match.picture = picture
  return at
}

function turned(pixels: Uint32Array, width: number, height: number): Uint32Array {
  const copy = pixels.slice()
  flipRows(copy, width, height)
  return copy
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw endsEarly()
  return byte
}

function endsEarly(): SpiceError {
  return new SpiceError('truncated', 'a GLZ picture ends early')
}

/** Pixels as they are, up to `end`: of four bytes read at once, the last is the next pixel's. */
function copyColours(bytes: DataView, start: number, out: Uint32Array, to: number, end: number): void {
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
