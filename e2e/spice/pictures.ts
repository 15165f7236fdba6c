// Pictures as a server sends them, one writer for each way to pack them. The packers are as plain as they can be: what
// matters is that each form of each control code comes about.
import { zlibSync } from 'fflate'
import { type Body, image, type Part } from './draw.ts'

/** A picture with edges, ramps and noise, the same each time; B G R X bytes, top down. */
export function sample(width: number, height: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(width * height * 4)
  let state = seed * 2654435761
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      const noise = x > width / 2 && y > height / 2 ? state >>> 27 : 0
      bytes[at] = (x * 7 + noise) & 255
      bytes[at + 1] = (y * 5 + (x >> 3) * 40) & 255
      bytes[at + 2] = (x * y + noise) & 255
      bytes[at + 3] = 0
    }
  }
  return bytes
}

export interface BitmapShape {
  readonly format: number
  readonly width: number
  readonly height: number
  readonly stride: number
  readonly rows: Uint8Array
  readonly topDown?: boolean
  readonly palette?: readonly number[]
  readonly kept?: KeptPalette
}

/** A palette that the client is to keep, or has kept: then only its id is sent. */
export interface KeptPalette {
  readonly id: bigint
  readonly use: 'keep' | 'kept'
}

const PALETTE_FLAG = { keep: 1, kept: 2 } as const

function paletteFlags(kept: KeptPalette | undefined): number {
  return kept ? PALETTE_FLAG[kept.use] : 0
}

/** Its id, or a pointer to it. */
function writePalette(body: Body, palette: readonly number[], kept: KeptPalette | undefined): void {
  if (kept?.use === 'kept') {
    body.u64(kept.id)
    return
  }
  body.pointer(part => {
    part.u64(kept?.id ?? 1n).u16(palette.length)
    for (const colour of palette) part.u32(colour)
  })
}

export function bitmap(shape: BitmapShape): Part {
  const { format, width, height, stride, rows, topDown = true, palette, kept } = shape
  return image(0, width, height, body => {
    body
      .u8(format)
      .u8((topDown ? 4 : 0) | paletteFlags(kept))
      .u32(width)
      .u32(height)
      .u32(stride)
    if (palette) writePalette(body, palette, kept)
    else body.pointer(null)
    body.bytes(rows)
  })
}

export function raw32(width: number, height: number, topDown = true, extra = 0): Part {
  const stride = width * 4 + extra
  const rows = new Uint8Array(stride * height)
  const pixels = sample(width, height)
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width * 4, (y + 1) * width * 4), y * stride)
  return bitmap({ format: 8, width, height, stride, rows, topDown })
}

const LZ_BYTES: Readonly<Record<number, number>> = { 6: 2, 7: 3 }

/** LZ of literals and runs: each row's first pixel is repeated where the row goes on with it. */
export function lz(type: number, width: number, height: number, topDown = true): Part {
  const pixels = sample(width, height)
  const stream: number[] = []
  const each = type === 6 ? 2 : 3
  for (let n = 0; n < width * height; n++) {
    if (n % 32 === 0) stream.push(Math.min(31, width * height - n - 1))
    const [b = 0, g = 0, r = 0] = pixels.subarray(n * 4, n * 4 + 3)
    if (each === 3) stream.push(b, g, r)
    else {
      const word = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)
      stream.push(word >> 8, word & 255)
    }
  }
  if (type === 9) stream.push(...alphaStream(width * height))
  return image(101, width, height, body => {
    const bytes = new Uint8Array([
      ...lzHeader(type, width, height, width * (LZ_BYTES[type] ?? 4), topDown),
      ...stream,
    ])
    body.u32(bytes.length).bytes(bytes)
  })
}

/** One literal, then a match of distance 1 for all the rest: every control's longest form. */
function alphaStream(count: number): number[] {
  const stream = [0, 0x80]
  let length = count - 1 - 3 - 6
  stream.push((7 << 5) | 0)
  for (; length >= 255; length -= 255) stream.push(255)
  stream.push(length, 0)
  return stream
}

/** The alpha that goes with a JPEG: LZ of type XXXA. */
export function lzAlpha(width: number, height: number): Uint8Array {
  return Uint8Array.from([...lzHeader(10, width, height, width * 4, true), ...alphaStream(width * height)])
}

function lzHeader(type: number, width: number, height: number, stride: number, topDown: boolean): number[] {
  const words = [0x20205a4c, 0x00010001, type, width, height, stride, topDown ? 1 : 0]
  return words.flatMap(word => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255])
}

let glzIds = 0

/** A new session: ids count from 0. */
export function restartGlz(): void {
  glzIds = 0
}

/** Literals only for the first picture; another refers to the whole of the one before. */
function glzBytes(width: number, height: number, refer: boolean): Uint8Array {
  const id = glzIds++
  const words = [width, height, width * 4, 0, id, id]
  const big = (word: number) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]
  const stream: number[] = [...big(0x20205a4c), ...big(0x00010001), 8 | 16, ...words.flatMap(big)]
  const pixels = sample(width, height, 5)
  const count = width * height
  if (refer) {
    let length = count - 7
    stream.push(7 << 5)
    for (; length >= 255; length -= 255) stream.push(255)
    stream.push(length, 0, 1)
  } else
    for (let n = 0; n < count; n++) {
      if (n % 32 === 0) stream.push(Math.min(31, count - n - 1))
      stream.push(...pixels.subarray(n * 4, n * 4 + 3))
    }
  return new Uint8Array(stream)
}

export function glz(width: number, height: number, refer: boolean): Part {
  const bytes = glzBytes(width, height, refer)
  return image(102, width, height, body => body.u32(bytes.length).bytes(bytes))
}

export function zlibGlz(width: number, height: number): Part {
  const bytes = glzBytes(width, height, false)
  const packedBytes = zlibSync(bytes)
  return image(107, width, height, body => body.u32(bytes.length).u32(packedBytes.length).bytes(packedBytes))
}

/** Literals, and a match at the end of each block but the last. */
export function lz4(width: number, height: number): Part {
  const rows = sample(width, height, 9)
  const half = 64 * Math.floor(rows.length / 128)
  const blocks = [rows.subarray(0, half), rows.subarray(half)].map(literals => {
    const bytes = [0xf0]
    let left = literals.length - 15
    for (; left >= 255; left -= 255) bytes.push(255)
    return Uint8Array.from([...bytes, left, ...literals])
  })
  return image(109, width, height, body => {
    body
      .u32(2 + blocks.reduce((sum, block) => sum + 4 + block.length, 0))
      .u8(1)
      .u8(8)
    for (const block of blocks) {
      body.bytes(Uint8Array.from([0, 0, block.length >> 8, block.length & 255])).bytes(block)
    }
  })
}

/** Which bytes a row has, by LZ's type. */
const LZ_PALETTE = { 2: 1, 4: 4, 5: 8 } as const

/** LZ of indices: literals, then a match that repeats the row before. */
export function lzPalette(
  type: keyof typeof LZ_PALETTE,
  width: number,
  height: number,
  palette: readonly number[],
  kept?: KeptPalette,
): Part {
  const stride = Math.ceil((width * LZ_PALETTE[type]) / 8)
  const stream: number[] = []
  for (let y = 0; y < height; y++) {
    // Every other row is the one before, as a match as long as the row. Lengths of palettes are less by 3.
    if (y % 2 === 1 && stride >= 3 && stride - 3 < 6) stream.push((stride - 2) << 5, stride - 1)
    else if (y % 2 === 1 && stride >= 9) stream.push(7 << 5, stride - 9, stride - 1)
    else
      for (let x = 0; x < stride; x++) {
        if (x % 32 === 0) stream.push(Math.min(31, stride - x - 1))
        stream.push((x * 29 + y * 53) & 255)
      }
  }
  const bytes = Uint8Array.from([...lzHeader(type, width, height, stride, true), ...stream])
  return image(100, width, height, body => {
    body.u8(paletteFlags(kept)).u32(bytes.length)
    writePalette(body, palette, kept)
    body.bytes(bytes)
  })
}
