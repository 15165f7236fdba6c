// Every procedure of the protocol: whatever its types allow is read back as it was written, and whatever is done
// to the bytes on the way ends in a value or in a ProtocolError.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codecOf, uuidBytes, uuidText } from './codec.ts'
import { ProtocolError } from './error.ts'
import { STRUCTS } from './generated/structs.gen.ts'
import type { AnyProcedure } from './procedure.ts'
import { PROCEDURES } from './testing/procedures.ts'
import { XdrReader, XdrWriter } from './xdr.ts'

/** `FUZZ_RUNS=1000 npx vitest run main/libvirt/codec.test.ts` for a long run: so many of each body. */
const FUZZ_RUNS = Number(process.env['FUZZ_RUNS'] ?? 60)

type Fields = AnyProcedure['args']

const i64 = fc.bigInt(-(1n << 63n), (1n << 63n) - 1n)
const u64 = fc.bigInt(0n, (1n << 64n) - 1n)
const text = fc.string({ maxLength: 12 }).filter(t => !t.includes('\0'))
const PLAIN: Record<string, fc.Arbitrary<unknown>> = {
  i8: fc.integer({ min: -128, max: 127 }),
  u8: fc.nat(255),
  i16: fc.integer({ min: -32768, max: 32767 }),
  u16: fc.nat(65535),
  i32: fc.integer(),
  u32: fc.nat(0xffffffff),
  auth_type: fc.nat(2),
  i64,
  u64,
  f64: fc.double({ noNaN: true }),
  str: text,
  uuid: fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytes => uuidText(Buffer.from(bytes))),
  typed_param_value: fc.oneof(
    fc.record({ type: fc.constantFrom(1, 6), value: fc.integer() }),
    fc.record({ type: fc.constant(2), value: fc.nat(0xffffffff) }),
    fc.record({ type: fc.constant(3), value: i64 }),
    fc.record({ type: fc.constant(4), value: u64 }),
    fc.record({ type: fc.constant(5), value: fc.double({ noNaN: true }) }),
    fc.record({ type: fc.constant(7), value: text }),
  ),
}

function arbitraryOf(type: string): fc.Arbitrary<unknown> {
  if (type.endsWith('?')) return fc.option(arbitraryOf(type.slice(0, -1)))
  const array = /^(.+?)([<[])(\d+)[>\]]$/.exec(type)
  if (array) {
    const [, item = '', bracket, size = ''] = array
    const minLength = bracket === '[' ? Number(size) : 0
    const maxLength = bracket === '[' ? minLength : Math.min(Number(size), 3)
    return item === 'bytes'
      ? fc.uint8Array({ minLength, maxLength }).map(bytes => Buffer.from(bytes))
      : fc.array(arbitraryOf(item), { minLength, maxLength })
  }
  return PLAIN[type] ?? recordOf(STRUCTS[type] ?? [])
}

function recordOf(fields: Fields): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .tuple(...fields.map(([, type]) => arbitraryOf(type)))
    .map(values => Object.fromEntries(fields.map(([name], n) => [name, values[n]])))
}

const bodies = Object.entries<AnyProcedure>(PROCEDURES).flatMap(([name, p]) => [
  { name, fields: p.args, codec: p.argsCodec },
  { name: `${name} reply`, fields: p.ret, codec: p.retCodec },
])

describe('the codec', () => {
  it('knows every procedure', () => {
    expect(Object.keys(PROCEDURES).length).toBe(461)
  })

  it('reads back every body that the tables allow', () => {
    for (const { fields, codec } of bodies) {
      fc.assert(
        fc.property(recordOf(fields), value => {
          const writer = new XdrWriter()
          codec.write(writer, value)
          const bytes = writer.finish()
          const reader = new XdrReader(bytes)
          expect(codec.read(reader)).toEqual(value)
          expect(reader.remaining).toBe(0)
          expect(bytes.length).toBeGreaterThanOrEqual(codec.leastBytes)
        }),
        { numRuns: 5 },
      )
    }
  })

  // 922 bodies, 60 times, cut short and whole, changed: more than 100 000 inputs.
  it('throws nothing but ProtocolError at broken bytes', () => {
    for (const { fields, codec } of bodies) {
      fc.assert(
        fc.property(
          recordOf(fields),
          fc.nat(),
          fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
          (value, cut, changes) => {
            const writer = new XdrWriter()
            codec.write(writer, value)
            const bytes = Buffer.from(writer.finish())
            for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
            readOrProtocolError(codec, bytes.subarray(0, cut % (bytes.length + 1)))
            readOrProtocolError(codec, bytes)
          },
        ),
        { numRuns: FUZZ_RUNS },
      )
    }
  }, 600_000)

  it('allocates nothing for a count that cannot be', () => {
    const stats = codecOf('domain_stats_record<16384>')
    expect(() => stats.read(new XdrReader(Buffer.from('00004000', 'hex')))).toThrow(ProtocolError)
    expect(() => stats.read(new XdrReader(Buffer.from('00004001', 'hex')))).toThrow(ProtocolError)
  })

  it('sends no list that is too long, and no text that is no UUID', () => {
    expect(() => codecOf('u32<2>').write(new XdrWriter(), [1, 2, 3])).toThrow(RangeError)
    expect(() => codecOf('bytes<2>').write(new XdrWriter(), Buffer.alloc(3))).toThrow(RangeError)
    expect(() => uuidBytes('../../etc/passwd')).toThrow(TypeError)
  })
})

function readOrProtocolError(codec: AnyProcedure['argsCodec'], bytes: Buffer): void {
  try {
    codec.read(new XdrReader(bytes))
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError)
  }
}
