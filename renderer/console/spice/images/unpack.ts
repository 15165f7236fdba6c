// Rows of packed bytes → pixels: indexed in 1, 4 or 8 bits, 555, 24 and 32 bits.
import type { Palette } from './palette.ts'
import { fromRgb555, OPAQUE, swapRedBlue } from './picture.ts'

/** How the bytes of a picture lie. Whoever unpacks has checked that there are stride × height of them. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly stride: number
  readonly topDown: boolean
}

export interface IndexedLayout extends Layout {
  readonly bits: 1 | 4 | 8
  /** The first pixel of a byte is in its lowest bits. */
  readonly lowFirst: boolean
}

export function unpackIndexed(bytes: Uint8Array, layout: IndexedLayout, palette: Palette): Uint32Array {
  const { width, height, bits, lowFirst } = layout
  const pixels = new Uint32Array(width * height)
  const perByte = 8 / bits
  const mask = (1 << bits) - 1
  for (let y = 0, to = 0; y < height; y++) {
    const row = rowStart(layout, y)
    for (let x = 0; x < width; x++) {
      const place = x % perByte
      const shift = bits * (lowFirst ? place : perByte - 1 - place)
      const byte = bytes[row + (x - place) / perByte] ?? 0
      pixels[to++] = palette[(byte >>> shift) & mask] ?? 0
    }
  }
  return pixels
}

export function unpack555(bytes: Uint8Array, layout: Layout): Uint32Array {
  const pixels = new Uint32Array(layout.width * layout.height)
  for (let y = 0, to = 0; y < layout.height; y++) {
    let from = rowStart(layout, y)
    for (let x = 0; x < layout.width; x++, from += 2)
      pixels[to++] = fromRgb555((bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8))
  }
  return pixels
}

/** Blue, green, red. */
export function unpack24(bytes: Uint8Array, layout: Layout): Uint32Array {
  const pixels = new Uint32Array(layout.width * layout.height)
  for (let y = 0, to = 0; y < layout.height; y++) {
    let from = rowStart(layout, y)
    for (let x = 0; x < layout.width; x++, from += 3)
      pixels[to++] =
        OPAQUE | ((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0)
  }
  return pixels
}

/** Blue, green, red, alpha or nothing. @param force OR-ed into every pixel */
export function unpack32(bytes: Uint8Array, layout: Layout, force: number, room?: Uint32Array): Uint32Array {
  const { width, height } = layout
  const size = width * height
  const pixels = room && room.length >= size ? room.subarray(0, size) : new Uint32Array(size)
  const words = asWords(bytes, layout.stride)
  for (let y = 0, to = 0; y < height; y++) {
    const end = to + width
    if (words) {
      for (let from = rowStart(layout, y) >>> 2; to < end; from++) {
        const pixel = words[from] ?? 0
        pixels[to++] = (pixel & 0xff00ff00) | ((pixel >>> 16) & 0xff) | ((pixel & 0xff) << 16) | force
      }
    } else {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (let from = rowStart(layout, y); to < end; from += 4)
        pixels[to++] = swapRedBlue(view.getUint32(from, true)) | force
    }
  }
  return pixels
}

/** The same bytes as words, where they lie on word borders. */
function asWords(bytes: Uint8Array, stride: number): Uint32Array | null {
  if ((bytes.byteOffset | stride) & 3) return null
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2)
}

export function unpackAlpha(bytes: Uint8Array, layout: Layout): Uint32Array {
  const pixels = new Uint32Array(layout.width * layout.height)
  for (let y = 0, to = 0; y < layout.height; y++) {
    const row = rowStart(layout, y)
    for (let x = 0; x < layout.width; x++) pixels[to++] = (bytes[row + x] ?? 0) << 24
  }
  return pixels
}

function rowStart({ height, stride, topDown }: Layout, y: number): number {
  return stride * (topDown ? y : height - 1 - y)
}
