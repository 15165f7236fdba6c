// The guest's pointer: its picture, where its hot spot is, and where it stands when the guest moves it itself.
import type { Handle, Role } from '../channel.ts'
import { SpiceError } from '../error.ts'
import { fromRgb, fromRgb555, type Picture, swapRedBlue } from '../images/picture.ts'
import type { ChannelName } from '../link.ts'
import { CHANNEL } from '../protocol.ts'
import type { Reader } from '../wire.ts'

const FROM_SERVER = {
  init: 101,
  reset: 102,
  set: 103,
  move: 104,
  hide: 105,
  trail: 106,
  invalOne: 107,
  invalAll: 108,
} as const

const FLAG = { none: 1, keep: 2, fromCache: 4 } as const
const TYPE = { alpha: 0, mono: 1, colour4: 2, colour8: 3, colour16: 4, colour24: 5, colour32: 6 } as const
const BITS: Readonly<Record<number, number>> = { 2: 4, 3: 8, 4: 16, 5: 24, 6: 32 }

const LARGEST_SIDE = 512
const MOST_KEPT = 512

export interface Pointer extends Picture {
  readonly hotX: number
  readonly hotY: number
}

export interface CursorEvents {
  /** null: the guest shows none. */
  onPointer(pointer: Pointer | null): void
  /** Where the guest has put it, in guest pixels. */
  onMove(x: number, y: number): void
}

export class CursorChannel implements Role {
  readonly name: ChannelName
  readonly caps = []
  readonly #events: CursorEvents
  readonly #kept = new Map<bigint, Pointer>()

  constructor(id: number, events: CursorEvents) {
    this.name = { type: CHANNEL.cursor, id }
    this.#events = events
  }

  readonly messages: Readonly<Record<number, Handle>> = {
    [FROM_SERVER.init]: body => this.#init(body),
    [FROM_SERVER.reset]: () => this.#reset(),
    [FROM_SERVER.set]: body => this.#set(body),
    [FROM_SERVER.move]: body => this.#events.onMove(body.i16(), body.i16()),
    [FROM_SERVER.hide]: () => this.#events.onPointer(null),
    [FROM_SERVER.trail]: body => body.skip(4), // no desktop draws trails any more
    [FROM_SERVER.invalOne]: body => void this.#kept.delete(body.u64()),
    [FROM_SERVER.invalAll]: () => this.#kept.clear(),
  }

  linked(): void {}

  /** i16 x, i16 y, u16 trail length, u16 trail frequency, u8 visible, cursor. */
  #init(body: Reader): void {
    const [x, y] = [body.i16(), body.i16()]
    body.skip(4)
    this.#kept.clear()
    this.#show(body, x, y)
  }

  #set(body: Reader): void {
    this.#show(body, body.i16(), body.i16())
  }

  #show(body: Reader, x: number, y: number): void {
    const visible = body.u8() !== 0
    const pointer = this.#read(body)
    this.#events.onPointer(visible ? pointer : null)
    this.#events.onMove(x, y)
  }

  #reset(): void {
    this.#kept.clear()
    this.#events.onPointer(null)
  }

  /** u16 flags, then u64 id, u8 type, u16 width, height, hot spot x, y, and the pixels. */
  #read(body: Reader): Pointer | null {
    const flags = body.u16()
    if (flags & FLAG.none) return null
    const id = body.u64()
    if (flags & FLAG.fromCache) {
      const kept = this.#kept.get(id)
      if (!kept) throw new SpiceError('invalid', `pointer ${id} was never sent`)
      return kept
    }
    const type = body.u8()
    const [width, height, hotX, hotY] = [body.u16(), body.u16(), body.u16(), body.u16()]
    if (width > LARGEST_SIDE || height > LARGEST_SIDE)
      throw new SpiceError('too-large', `a pointer of ${width} × ${height}`)
    const pixels = readPixels(body, type, width, height)
    const pointer = { width, height, hotX, hotY, pixels, alpha: true }
    if (flags & FLAG.keep) this.#keep(id, pointer)
    return pointer
  }

  #keep(id: bigint, pointer: Pointer): void {
    if (this.#kept.size >= MOST_KEPT) throw new SpiceError('too-large', 'too many pointers to keep')
    this.#kept.set(id, pointer)
  }
}

function readPixels(body: Reader, type: number, width: number, height: number): Uint32Array {
  if (type === TYPE.alpha) return readAlpha(body, width * height)
  if (type === TYPE.mono) return readMono(body, width, height)
  if (BITS[type] === undefined) throw new SpiceError('invalid', `a pointer of type ${type}`)
  return readColour(body, type, width, height)
}

/** Premultiplied on the wire; a canvas wants it straight. */
function readAlpha(body: Reader, count: number): Uint32Array {
  body.count(count, 4)
  return Uint32Array.from({ length: count }, () => straight(swapRedBlue(body.u32())))
}

function straight(pixel: number): number {
  const alpha = pixel >>> 24
  if (alpha === 0 || alpha === 255) return pixel
  const channel = (shift: number) =>
    Math.min(255, Math.round((((pixel >>> shift) & 255) * 255) / alpha)) << shift
  return ((alpha << 24) | channel(16) | channel(8) | channel(0)) >>> 0
}

/** By (AND bit, XOR bit): black, white, nothing, and "invert", which no canvas can do: black is seen on most. */
const MONO = [0xff000000, 0xffffffff, 0, 0xff000000] as const

/** The AND plane, then the XOR plane; rows end on bytes, the leftmost pixel in the highest bit. */
function readMono(body: Reader, width: number, height: number): Uint32Array {
  const stride = (width + 7) >>> 3
  const and = body.bytes(stride * height)
  const xor = body.bytes(stride * height)
  return pixelsOf(width, height, (x, y) => MONO[2 * bitAt(and, stride, x, y) + bitAt(xor, stride, x, y)] ?? 0)
}

/** Pixels of 4 to 32 bits, then, for 4 bits, 16 colours of the palette; last a plane of bits: 1 lets through. */
function readColour(body: Reader, type: number, width: number, height: number): Uint32Array {
  const bits = BITS[type] ?? 0
  const stride = Math.ceil((width * bits) / 8)
  const bytes = body.bytes(stride * height)
  const colours = bits <= 8 ? 1 << bits : 0
  const palette = Uint32Array.from({ length: body.count(colours, 4) }, () => fromRgb(body.u32()))
  const maskStride = (width + 7) >>> 3
  const mask = body.bytes(maskStride * height)
  return pixelsOf(width, height, (x, y) => {
    const pixel = colourAt(bytes, palette, bits, y * stride, x)
    // Let through, and yet of a colour: such pixels invert what is below. Black is seen on most.
    if (bitAt(mask, maskStride, x, y)) return pixel & 0xffffff ? 0xff000000 : 0
    return pixel
  })
}

function colourAt(bytes: Uint8Array, palette: Uint32Array, bits: number, row: number, x: number): number {
  const byte = (at: number) => bytes[row + at] ?? 0
  switch (bits) {
    case 4:
      return palette[(byte(x >>> 1) >>> (x & 1 ? 0 : 4)) & 15] ?? 0
    case 8:
      return palette[byte(x)] ?? 0
    case 16:
      return fromRgb555(byte(2 * x) | (byte(2 * x + 1) << 8))
    default: {
      const at = (x * bits) / 8
      return fromRgb(byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16))
    }
  }
}

function bitAt(plane: Uint8Array, stride: number, x: number, y: number): number {
  return ((plane[y * stride + (x >>> 3)] ?? 0) >>> (7 - (x & 7))) & 1
}

function pixelsOf(width: number, height: number, pixel: (x: number, y: number) => number): Uint32Array {
  return Uint32Array.from({ length: width * height }, (_, at) => pixel(at % width, Math.floor(at / width)))
}
