// Types in the facts table's notation → functions that write and read them, made once and kept.
//
//   i32 u32 i64 u64 f64     numbers; 64-bit ones are bigint
//   i8 u8 i16 u16           a C char or short: four bytes on the wire all the same
//   str                     UTF-8 text            uuid   16 bytes ⇄ dashed text
//   bytes<N> bytes[N]       opaque, at most N or just N
//   T?                      optional: u32 0 | 1, then T ⇄ null or a value
//   T<N> T[N]               a list of at most N with its count, or just N without
//   auth_type               an enumeration, as i32
//   anything else           a struct of structs.gen.ts
import { ProtocolError } from './error.ts'
import { STRUCTS } from './generated/structs.gen.ts'
import type { XdrReader, XdrWriter } from './xdr.ts'

export interface Codec {
  // The tables are data: what a codec takes is known to the generated types of each procedure, not here.
  write(to: XdrWriter, value: unknown): void
  read(from: XdrReader): unknown
  /** The fewest bytes that a value takes: bounds the count of a list before it is read. */
  readonly leastBytes: number
}

export type Fields = readonly (readonly [name: string, type: string])[]

const STRING_MAX = 4 << 20
const known = new Map<string, Codec>()

export function codecOf(type: string): Codec {
  let codec = known.get(type)
  if (!codec) {
    codec = makeCodec(type)
    known.set(type, codec)
  }
  return codec
}

/** The codec of a message body or struct: its fields one after another. */
export function fieldsCodec(fields: Fields): Codec {
  const parts = fields.map(([name, type]) => ({ name, codec: codecOf(type) }))
  return {
    leastBytes: parts.reduce((sum, part) => sum + part.codec.leastBytes, 0),
    write(to, value) {
      const record = value as Record<string, unknown>
      for (const { name, codec } of parts) codec.write(to, record[name])
    },
    read(from) {
      const record: Record<string, unknown> = {}
      for (const { name, codec } of parts) record[name] = codec.read(from)
      return record
    },
  }
}

function makeCodec(type: string): Codec {
  if (type.endsWith('?')) return optional(codecOf(type.slice(0, -1)))
  const array = /^(.+?)([<[])(\d+)[>\]]$/.exec(type)
  if (array) {
    const [, item = '', bracket, size = '0'] = array
    if (item === 'bytes') return bracket === '<' ? opaque(Number(size)) : fixed(Number(size))
    return bracket === '<' ? list(codecOf(item), Number(size)) : tuple(codecOf(item), Number(size))
  }
  const plain = PLAIN[type]
  if (plain) return plain
  const fields = STRUCTS[type]
  if (!fields) throw new Error(`no such type: ${type}`)
  return fieldsCodec(fields)
}

const I32: Codec = { leastBytes: 4, write: (to, value) => to.i32(value as number), read: from => from.i32() }
const U32: Codec = { leastBytes: 4, write: (to, value) => to.u32(value as number), read: from => from.u32() }
const I64: Codec = { leastBytes: 8, write: (to, value) => to.i64(value as bigint), read: from => from.i64() }
const U64: Codec = { leastBytes: 8, write: (to, value) => to.u64(value as bigint), read: from => from.u64() }
const F64: Codec = { leastBytes: 8, write: (to, value) => to.f64(value as number), read: from => from.f64() }
const TEXT: Codec = {
  leastBytes: 4,
  write: (to, value) => to.string(value as string, STRING_MAX),
  read: from => from.string(STRING_MAX),
}
const UUID: Codec = {
  leastBytes: 16,
  write: (to, value) => to.fixed(uuidBytes(value as string)),
  read: from => uuidText(from.fixed(16)),
}
const TYPED_VALUE: Codec = {
  leastBytes: 8,
  write(to, value) {
    const typed = value as { type: number; value: unknown }
    to.i32(typed.type)
    typedArm(typed.type).write(to, typed.value)
  },
  read(from) {
    const type = from.i32()
    return { type, value: typedArm(type).read(from) }
  },
}

const PLAIN: Readonly<Record<string, Codec>> = {
  i32: I32,
  i16: I32,
  i8: I32,
  u32: U32,
  u16: U32,
  u8: U32,
  auth_type: I32,
  i64: I64,
  u64: U64,
  f64: F64,
  str: TEXT,
  uuid: UUID,
  typed_param_value: TYPED_VALUE,
}

function typedArm(type: number): Codec {
  const arm = [null, I32, U32, I64, U64, F64, I32, TEXT][type]
  if (!arm) throw new ProtocolError(`a typed parameter of type ${type}`)
  return arm
}

function optional(of: Codec): Codec {
  return {
    leastBytes: 4,
    write(to, value) {
      to.u32(value === null || value === undefined ? 0 : 1)
      if (value !== null && value !== undefined) of.write(to, value)
    },
    read: from => (from.u32() === 0 ? null : of.read(from)),
  }
}

function list(of: Codec, most: number): Codec {
  return {
    leastBytes: 4,
    write(to, value) {
      const items = value as readonly unknown[]
      bound(items.length, most)
      to.u32(items.length)
      for (const item of items) of.write(to, item)
    },
    // An item of no bytes cannot bound the count; four stand in for it.
    read: from => readMany(of, from, from.count(most, of.leastBytes || 4)),
  }
}

function tuple(of: Codec, size: number): Codec {
  return {
    leastBytes: size * of.leastBytes,
    write(to, value) {
      const items = value as readonly unknown[]
      for (let n = 0; n < size; n++) of.write(to, items[n])
    },
    read: from => readMany(of, from, size),
  }
}

function readMany(of: Codec, from: XdrReader, count: number): unknown[] {
  const items: unknown[] = []
  for (let n = 0; n < count; n++) items.push(of.read(from))
  return items
}

function opaque(most: number): Codec {
  return {
    leastBytes: 4,
    write(to, value) {
      const bytes = value as Uint8Array
      bound(bytes.byteLength, most)
      to.opaque(bytes)
    },
    read: from => Buffer.from(from.opaque(most)),
  }
}

function fixed(size: number): Codec {
  return {
    leastBytes: size,
    write(to, value) {
      const bytes = value as Uint8Array
      if (bytes.byteLength !== size) throw new RangeError(`${bytes.byteLength} bytes where ${size} are due`)
      to.fixed(bytes)
    },
    read: from => Buffer.from(from.fixed(size)),
  }
}

function bound(count: number, most: number): void {
  if (count > most) throw new RangeError(`${count} are too many, at most ${most} are allowed`)
}

export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export function uuidBytes(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex')
  if (bytes.length !== 16) throw new TypeError(`not a UUID: ${text}`)
  return bytes
}
