// A small assembler for WebAssembly, for loops in which all of a decoder's time is spent. What is computed is written as
// TypeScript, `left.and(above).plus(1)`, and becomes bytes as it is written; a TypeScript function is a macro. There is no
// compiler to install and no binary to keep, and the engine optimizes what it gets.
//
// Only what our loops use is here. Numbers and encodings: WebAssembly Core Specification 2.0, chapter 5.

export type Code = readonly number[]
export type Operand = I32 | number

const TYPE = { i32: 0x7f, i64: 0x7e, v128: 0x7b, nothing: 0x40 } as const
const END = 0x0b
const LANES = 0xfd

class Expression {
  readonly code: Code

  constructor(code: Code) {
    this.code = code
  }
}

/** A number of 32 bits. Shifts look at the lowest five bits of their count. */
export class I32 extends Expression {
  plus = (other: Operand) => this.#with(0x6a, other)
  minus = (other: Operand) => this.#with(0x6b, other)
  times = (other: Operand) => this.#with(0x6c, other)
  and = (other: Operand) => this.#with(0x71, other)
  or = (other: Operand) => this.#with(0x72, other)
  xor = (other: Operand) => this.#with(0x73, other)
  shl = (count: Operand) => this.#with(0x74, count)
  /** Fills with zeros. */
  shr = (count: Operand) => this.#with(0x76, count)
  equals = (other: Operand) => this.#with(0x46, other)
  isLess = (than: Operand) => this.#with(0x48, than)
  isMore = (than: Operand) => this.#with(0x4a, than)
  /** As numbers without a sign. */
  isAbove = (than: Operand) => this.#with(0x4b, than)
  isZero = () => new I32([...this.code, 0x45])

  #with(operator: number, other: Operand): I32 {
    return new I32([...this.code, ...of(other).code, operator])
  }
}

/** A number of 64 bits. Shifts look at the lowest six bits of their count. */
export class I64 extends Expression {
  shl = (count: Operand) => this.#shifted(0x86, count)
  shr = (count: Operand) => this.#shifted(0x88, count)
  leadingZeros = () => new I64([...this.code, 0x79]).low()
  /** The lower half. */
  low = () => new I32([...this.code, 0xa7])

  #shifted(operator: number, count: Operand): I64 {
    return new I64([...this.code, ...of(count).code, 0xad, operator])
  }
}

/** Sixteen bytes, or eight numbers of 16 bits, or four of 32. */
export class Lanes extends Expression {
  or = (other: Lanes) => this.#with(other.code, 0x50)
  plus16 = (other: Lanes) => this.#with(other.code, 0x8e, 0x01)
  lesser16 = (other: Lanes) => this.#with(other.code, 0x97, 0x01)
  shl16 = (count: Operand) => this.#with(of(count).code, 0x8b, 0x01)
  shr16 = (count: Operand) => this.#with(of(count).code, 0x8d, 0x01)
  first16 = () => new I32([...this.code, LANES, 0x19, 0])
  inOrder8 = (order: readonly number[]) => this.#with(this.code, 0x0d, ...order)
  inOrder16 = (order: readonly number[]) => this.inOrder8(order.flatMap(at => [2 * at, 2 * at + 1]))

  #with(other: Code, ...operator: number[]): Lanes {
    return new Lanes([...this.code, ...other, LANES, ...operator])
  }
}

export const of = (value: Operand): I32 =>
  typeof value === 'number' ? new I32([0x41, ...signed(value)]) : value

export const lanes16 = (values: readonly number[]): Lanes =>
  new Lanes([LANES, 0x0c, ...new Uint8Array(Uint16Array.from(values).buffer)])

/** The same number four times. */
export const lanes32 = (value: Operand): Lanes => new Lanes([...of(value).code, LANES, 0x11])

// Addresses and offsets in bytes. An access is never said to be aligned: that is only a hint.
const access = (address: Operand, operator: Code, offset: number): Code => [
  ...of(address).code,
  ...operator,
  0,
  ...unsigned(offset),
]
export const load = (address: Operand, offset = 0) => new I32(access(address, [0x28], offset))
export const load8 = (address: Operand, offset = 0) => new I32(access(address, [0x2d], offset))
export const load16 = (address: Operand, offset = 0) => new I32(access(address, [0x2f], offset))
export const load64 = (address: Operand, offset = 0) => new I64(access(address, [0x29], offset))
export const loadLanes = (address: Operand, offset = 0) => new Lanes(access(address, [LANES, 0x00], offset))

const storing =
  (operator: Code) =>
  (address: Operand, value: Expression, offset = 0): Code => [
    ...of(address).code,
    ...value.code,
    ...operator,
    0,
    ...unsigned(offset),
  ]
export const store = storing([0x36])
export const store16 = storing([0x3b])
export const storeLanes = storing([LANES, 0x0b])

/** Both are computed. */
export const choose = (condition: I32, then: I32, otherwise: I32): I32 =>
  new I32([...then.code, ...otherwise.code, ...condition.code, 0x1b])

export const when = (condition: I32, ...then: Code[]): Code => [
  ...condition.code,
  0x04,
  TYPE.nothing,
  ...then.flat(),
  END,
]

export const either = (condition: I32, then: Code[], otherwise: Code[]): Code => [
  ...condition.code,
  0x04,
  TYPE.nothing,
  ...then.flat(),
  0x05,
  ...otherwise.flat(),
  END,
]

/** Over and over, until one of the conditions to `leave` is true: these stand in `body` itself, in no `when`. */
export const forever = (body: (leave: (condition: I32) => Code) => Code[]): Code => [
  ...[0x02, TYPE.nothing, 0x03, TYPE.nothing],
  // Labels are counted from the inside: 0 is the loop, 1 the block around it.
  ...body(condition => [...condition.code, 0x0d, 1]).flat(),
  ...[0x0c, 0, END, END],
]

export type Local<T> = T & { set(value: T): Code }

export interface Locals {
  i32(): Local<I32>
  i64(): Local<I64>
  lanes(): Local<Lanes>
}

export interface Routine {
  readonly name: string
  /** How many numbers of 32 bits it is called with. */
  readonly parameters: number
  body(parameters: readonly Local<I32>[], locals: Locals): { readonly code: Code[]; readonly result: I32 }
}

/** A module that works in the memory it is given, as `memory` of `js`, and exports the routines by their names. */
export function assemble(routines: readonly Routine[]): Uint8Array<ArrayBuffer> {
  const types = routines.map(({ parameters }) => [
    0x60,
    ...list(Array.from({ length: parameters }, () => [TYPE.i32])),
    ...list([[TYPE.i32]]),
  ])
  const memory = [...text('js'), ...text('memory'), 0x02, 0x00, 1]
  const exported = routines.map(({ name }, at) => [...text(name), 0x00, ...unsigned(at)])
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, list([memory])),
    ...section(3, list(routines.map((_, at) => unsigned(at)))),
    ...section(7, list(exported)),
    ...section(10, list(routines.map(routine => sized(assembleBody(routine))))),
  ])
}

function assembleBody({ parameters, body }: Routine): Code {
  const types: number[] = []
  const newLocal = (type: number) => parameters + types.push(type) - 1
  const { code, result } = body(
    Array.from({ length: parameters }, (_, at) => local(at, I32)),
    {
      i32: () => local(newLocal(TYPE.i32), I32),
      i64: () => local(newLocal(TYPE.i64), I64),
      lanes: () => local(newLocal(TYPE.v128), Lanes),
    },
  )
  return [...list(types.map(type => [1, type])), ...code.flat(), ...result.code, END]
}

function local<T extends Expression>(at: number, Type: new (code: Code) => T): Local<T> {
  const index = unsigned(at)
  return Object.assign(new Type([0x20, ...index]), { set: ({ code }: T) => [...code, 0x21, ...index] })
}

function section(id: number, content: Code): Code {
  return [id, ...sized(content)]
}

function sized(content: Code): Code {
  return [...unsigned(content.length), ...content]
}

function list(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()]
}

function text(value: string): Code {
  return sized([...new TextEncoder().encode(value)])
}

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]
}

function signed(value: number): Code {
  const rest = (value | 0) >> 7
  const isLast = (rest === 0 && (value & 64) === 0) || (rest === -1 && (value & 64) !== 0)
  return isLast ? [value & 127] : [(value & 127) | 128, ...signed(rest)]
}
