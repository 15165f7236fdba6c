// Raster operations: what becomes of each bit of the destination. Two inputs have a truth table of four bits, three
// inputs one of eight; both are computed for 32 bits at once by picking with masks, so that no operation is special.
import { SpiceError } from '../error.ts'

/** Truth table: bit (2 · source + destination) is the result. */
export type Rop2 = number
/** Truth table: bit (4 · brush + 2 · source + destination) is the result, as Windows numbers its ROP3 codes. */
export type Rop3 = number

export const ROP2 = { black: 0b0000, invert: 0b0101, copy: 0b1100, white: 0b1111 } as const

/** Bits of a message's ROP descriptor. */
const INVERT = { source: 1, brush: 2, destination: 4, result: 1024 } as const
const OP = { put: 8, or: 16, and: 32, xor: 64, black: 128, white: 256, invert: 512 } as const

/** What stands for the first and the second input: a copy has source and destination, a fill brush and destination. */
export type RopInput = 'source' | 'brush' | 'destination'

/** The truth table that a descriptor means for these inputs. */
export function rop2Of(descriptor: number, first: RopInput, second: RopInput): Rop2 {
  const firstFlip = descriptor & INVERT[first] ? 1 : 0
  const secondFlip = descriptor & INVERT[second] ? 1 : 0
  let table = 0
  for (let inputs = 0; inputs < 4; inputs++) {
    const a = (inputs >>> 1) ^ firstFlip
    const b = (inputs & 1) ^ secondFlip
    table |= combineBits(descriptor, a, b, inputs & 1) << inputs
  }
  return table
}

function combineBits(descriptor: number, a: number, b: number, destination: number): number {
  const flip = descriptor & INVERT.result ? 1 : 0
  if (descriptor & OP.put) return a ^ flip
  if (descriptor & OP.or) return (a | b) ^ flip
  if (descriptor & OP.and) return (a & b) ^ flip
  if (descriptor & OP.xor) return a ^ b ^ flip
  // These three are whole operations: nothing inverts them.
  if (descriptor & OP.black) return 0
  if (descriptor & OP.white) return 1
  if (descriptor & OP.invert) return destination ^ 1
  throw new SpiceError('invalid', `ROP descriptor ${descriptor}`)
}

/** out[to + i] = rop(source[from + i], out[to + i]), with `force` set in each. */
export function combine2(
  out: Uint32Array,
  to: number,
  source: Uint32Array,
  from: number,
  count: number,
  rop: Rop2,
  force: number,
): void {
  if (rop === ROP2.copy) return copy(out, to, source, from, count, force)
  const [m0, m1, m2, m3] = [maskOf(rop, 0), maskOf(rop, 1), maskOf(rop, 2), maskOf(rop, 3)]
  for (let i = 0; i < count; i++) {
    const s = source[from + i] ?? 0
    const d = out[to + i] ?? 0
    out[to + i] = (s & ((d & m3) | (~d & m2))) | (~s & ((d & m1) | (~d & m0))) | force
  }
}

/** As combine2, with a brush: three inputs. */
export function combine3(
  out: Uint32Array,
  to: number,
  source: Uint32Array,
  from: number,
  brush: Uint32Array,
  brushFrom: number,
  count: number,
  rop: Rop3,
  force: number,
): void {
  const [m0, m1, m2, m3] = [maskOf(rop, 0), maskOf(rop, 1), maskOf(rop, 2), maskOf(rop, 3)]
  const [m4, m5, m6, m7] = [maskOf(rop, 4), maskOf(rop, 5), maskOf(rop, 6), maskOf(rop, 7)]
  for (let i = 0; i < count; i++) {
    const b = brush[brushFrom + i] ?? 0
    const s = source[from + i] ?? 0
    const d = out[to + i] ?? 0
    const without = (s & ((d & m3) | (~d & m2))) | (~s & ((d & m1) | (~d & m0)))
    const withBrush = (s & ((d & m7) | (~d & m6))) | (~s & ((d & m5) | (~d & m4)))
    out[to + i] = (b & withBrush) | (~b & without) | force
  }
}

function copy(
  out: Uint32Array,
  to: number,
  source: Uint32Array,
  from: number,
  count: number,
  force: number,
): void {
  const bits = force | 0
  const end = to + count
  for (let at = to, back = from; at < end; at++, back++) out[at] = (source[back] as number) | bits
}

function maskOf(table: number, bit: number): number {
  return (table >>> bit) & 1 ? -1 : 0
}
