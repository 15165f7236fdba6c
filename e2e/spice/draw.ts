// Drawing messages as a server writes them, for the mock server and for mutation. Pointers are kept as promises of a
// place and resolved at the end, as spice-server's own marshaller does it.
import { Writer } from '../../renderer/console/spice/wire.ts'
import type { Message } from './mock-server.ts'

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A message body whose pointed-to parts come after its fixed part. */
export class Body {
  readonly #writer = new Writer(256)
  readonly #parts: { at: number; write: (body: Body) => void }[] = []

  u8(value: number): this {
    this.#writer.u8(value)
    return this
  }
  u16(value: number): this {
    this.#writer.u16(value)
    return this
  }
  u32(value: number): this {
    this.#writer.u32(value >>> 0)
    return this
  }
  i32(value: number): this {
    this.#writer.i32(value)
    return this
  }
  u64(value: bigint): this {
    this.#writer.u64(value)
    return this
  }
  bytes(value: Uint8Array): this {
    this.#writer.bytes(value)
    return this
  }
  rect({ left, top, right, bottom }: Box): this {
    return this.i32(top).i32(left).i32(bottom).i32(right)
  }
  point(x: number, y: number): this {
    return this.i32(x).i32(y)
  }
  /** null: a pointer to nothing. */
  pointer(write: ((body: Body) => void) | null): this {
    if (write) this.#parts.push({ at: this.#writer.length, write })
    return this.u32(0)
  }
  done(): Uint8Array {
    const places: [number, number][] = []
    for (let part = this.#parts.shift(); part; part = this.#parts.shift()) {
      places.push([part.at, this.#writer.length])
      part.write(this)
    }
    const bytes = this.#writer.done()
    const view = new DataView(bytes.buffer)
    for (const [at, place] of places) view.setUint32(at, place, true)
    return bytes
  }
}

export type Part = (body: Body) => void

export function base(surface: number, box: Box, clip: readonly Box[] | null = null): Body {
  const body = new Body().u32(surface).rect(box)
  if (!clip) return body.u8(0)
  body.u8(1).u32(clip.length)
  for (const rect of clip) body.rect(rect)
  return body
}

let ids = 1n

export interface ImageOptions {
  readonly id?: bigint
  readonly flags?: number
}

/** @param data after the descriptor */
export function image(
  type: number,
  width: number,
  height: number,
  data: Part,
  options: ImageOptions = {},
): Part {
  return body => {
    body
      .u64(options.id ?? ids++)
      .u8(type)
      .u8(options.flags ?? 0)
      .u32(width)
      .u32(height)
    data(body)
  }
}

export const noMask: Part = body => body.u8(0).point(0, 0).pointer(null)

export function mask(picture: Part, x: number, y: number, inverted = false): Part {
  return body =>
    body
      .u8(inverted ? 1 : 0)
      .point(x, y)
      .pointer(picture)
}

export const solidBrush =
  (colour: number): Part =>
  body =>
    body.u8(1).u32(colour)
export const patternBrush =
  (picture: Part, x: number, y: number): Part =>
  body =>
    body.u8(2).pointer(picture).point(x, y)

export const ROP = {
  put: 8,
  or: 16,
  and: 32,
  xor: 64,
  invert: 512,
  inverseResult: 1024,
  inverseSource: 1,
  inverseDestination: 4,
} as const

export function fill(body: Body, brush: Part, rop: number = ROP.put, masked: Part = noMask): Message {
  brush(body)
  body.u16(rop)
  masked(body)
  return { type: 302, body: body.done() }
}

export interface CopyOptions {
  readonly rop?: number
  readonly nearest?: boolean
  readonly mask?: Part
  readonly type?: number
}

export function copy(body: Body, picture: Part, from: Box, options: CopyOptions = {}): Message {
  body
    .pointer(picture)
    .rect(from)
    .u16(options.rop ?? ROP.put)
    .u8(options.nearest === false ? 0 : 1)
  ;(options.mask ?? noMask)(body)
  return { type: options.type ?? 304, body: body.done() }
}

export function withBrush(
  type: 303 | 309,
  body: Body,
  picture: Part,
  from: Box,
  brush: Part,
  rop: number,
): Message {
  body.pointer(picture).rect(from)
  brush(body)
  if (type === 303) body.u16(rop)
  else body.u8(rop)
  body.u8(1)
  noMask(body)
  return { type, body: body.done() }
}

export function constant(type: 306 | 307 | 308, body: Body, masked: Part = noMask): Message {
  masked(body)
  return { type, body: body.done() }
}

export function createSurface(
  id: number,
  width: number,
  height: number,
  format: number,
  primary: boolean,
): Message {
  const body = new Body()
    .u32(id)
    .u32(width)
    .u32(height)
    .u32(format)
    .u32(primary ? 1 : 0)
  return { type: 314, body: body.done() }
}

export const surfaceImage = (id: number, width: number, height: number): Part =>
  image(104, width, height, body => body.u32(id))
