// Reads the picture that a message points to, of whatever kind. Everything is decoded at once, but for JPEG, which
// the platform decodes in its own time: then there is a promise.
import { SpiceError } from '../error.ts'
import type { Reader } from '../wire.ts'
import { readBitmap } from './bitmap.ts'
import { PictureCache } from './cache.ts'
import { GlzWindow } from './glz.ts'
import { decodeLz, decodeLzAlpha } from './lz.ts'
import { decodeLz4 } from './lz4.ts'
import { PaletteCache } from './palette.ts'
import type { Picture } from './picture.ts'
import { decodeQuic } from './quic.ts'
import { inflate } from './zlib.ts'

export const IMAGE_TYPE = {
  bitmap: 0,
  quic: 1,
  lzPalette: 100,
  lzRgb: 101,
  glzRgb: 102,
  fromCache: 103,
  surface: 104,
  jpeg: 105,
  fromCacheLossless: 106,
  zlibGlz: 107,
  jpegAlpha: 108,
  lz4: 109,
} as const

/** A third, "the high bits are set", says of pictures without alpha what ours always are: opaque. */
const FLAG = { keep: 1, replace: 4 } as const

/** JPEG → opaque pixels. Rejects when it is none. */
export type DecodeJpeg = (bytes: Uint8Array) => Promise<Picture>

/** At once, or later. */
export type Soon<T> = T | Promise<T>

interface Descriptor {
  readonly id: bigint
  readonly type: number
  readonly flags: number
  readonly width: number
  readonly height: number
}

export interface ReadOptions {
  /** One bit a pixel says where to draw; palettes do not count. */
  readonly asMask?: boolean
  /** The pixels are used before the next picture is read, and may lie in shared room. */
  readonly brief?: boolean
}

export class Images {
  readonly cache = new PictureCache()
  readonly palettes = new PaletteCache()
  readonly glz = new GlzWindow()
  readonly #decodeJpeg: DecodeJpeg
  readonly #surface: (id: number) => Picture
  /** For pictures that live only as long as their message: most do, and new arrays are the larger cost. */
  #room = new Uint32Array(1 << 16)

  /** @param surface throws SpiceError for an id that is none */
  constructor(decodeJpeg: DecodeJpeg, surface: (id: number) => Picture) {
    this.#decodeJpeg = decodeJpeg
    this.#surface = surface
  }

  /** @param body at the descriptor: u64 id, u8 type, u8 flags, u32 width, height */
  read(body: Reader, { asMask = false, brief = false }: ReadOptions = {}): Soon<Picture> {
    const descriptor: Descriptor = {
      id: body.u64(),
      type: body.u8(),
      flags: body.u8(),
      width: body.u32(),
      height: body.u32(),
    }
    const { type, id, flags } = descriptor
    if (type === IMAGE_TYPE.surface) return this.#surface(body.u32())
    if (type === IMAGE_TYPE.fromCache) return this.cache.get(id, false)
    if (type === IMAGE_TYPE.fromCacheLossless) return this.cache.get(id, true)
    const keep = (flags & (FLAG.keep | FLAG.replace)) !== 0
    const picture = this.#decode(body, descriptor, asMask, brief && !keep)
    if (picture instanceof Promise) return picture.then(ready => this.#finish(ready, descriptor, keep))
    return this.#finish(picture, descriptor, keep)
  }

  #decode(body: Reader, descriptor: Descriptor, asMask: boolean, isBrief: boolean): Soon<Picture> {
    switch (descriptor.type) {
      case IMAGE_TYPE.bitmap:
        return readBitmap(body, this.palettes, {
          asMask,
          room: isBrief ? this.#roomFor(descriptor) : undefined,
        })
      case IMAGE_TYPE.quic:
        return decodeQuic(body.bytes(body.u32()), isBrief)
      case IMAGE_TYPE.lzRgb:
        return decodeLz(body.bytes(body.u32()), null, isBrief)
      case IMAGE_TYPE.lzPalette:
        return this.#decodeLzPalette(body)
      case IMAGE_TYPE.glzRgb:
        return this.glz.decode(body.bytes(body.u32()))
      case IMAGE_TYPE.zlibGlz:
        return this.#decodeZlibGlz(body)
      case IMAGE_TYPE.lz4:
        return decodeLz4(body.bytes(body.u32()), descriptor.width, descriptor.height)
      case IMAGE_TYPE.jpeg:
        return this.#decodeJpeg(body.bytes(body.u32()))
      case IMAGE_TYPE.jpegAlpha:
        return this.#decodeJpegAlpha(body)
      default:
        throw new SpiceError('unsupported', `a picture of type ${descriptor.type}`)
    }
  }

  /** u8 palette flags, u32 size, palette or its id, bytes. */
  #decodeLzPalette(body: Reader): Picture {
    const flags = body.u8()
    const size = body.u32()
    const palette = this.palettes.read(body, flags)
    return decodeLz(body.bytes(size), palette)
  }

  /** u32 size once inflated, u32 size, zlib stream of a GLZ picture. */
  #decodeZlibGlz(body: Reader): Picture {
    const inflated = body.u32()
    return this.glz.decode(inflate(body.bytes(body.u32()), inflated))
  }

  /** u8 flags, u32 size of the JPEG, u32 size of all, JPEG, LZ of the alpha. */
  async #decodeJpegAlpha(body: Reader): Promise<Picture> {
    body.skip(1) // which way up the alpha is; its own header says so too
    const jpegSize = body.u32()
    const size = body.u32()
    if (size < jpegSize) throw new SpiceError('invalid', 'a JPEG larger than its picture')
    const jpeg = body.bytes(jpegSize)
    const alpha = body.bytes(size - jpegSize)
    return decodeLzAlpha(alpha, await this.#decodeJpeg(jpeg))
  }

  #finish(picture: Picture, { id, type, width, height }: Descriptor, keep: boolean): Picture {
    if (picture.width !== width || picture.height !== height)
      throw new SpiceError(
        'invalid',
        `a picture of ${picture.width} × ${picture.height} that was announced as ${width} × ${height}`,
      )
    const lossy = type === IMAGE_TYPE.jpeg || type === IMAGE_TYPE.jpegAlpha
    if (keep) this.cache.keep(id, picture, lossy)
    return picture
  }

  #roomFor({ width, height }: Descriptor): Uint32Array {
    const largest = 4 << 20
    const size = width * height
    if (size > this.#room.length && size <= largest) this.#room = new Uint32Array(size)
    return this.#room
  }
}
