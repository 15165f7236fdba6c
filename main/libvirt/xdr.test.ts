import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from './error.ts'
import { XdrReader, XdrWriter } from './xdr.ts'

const LIMIT = 1 << 20

function roundTrip<T>(write: (to: XdrWriter) => void, read: (from: XdrReader) => T): T {
  const writer = new XdrWriter()
  write(writer)
  const bytes = writer.finish()
  expect(bytes.length % 4).toBe(0)
  const reader = new XdrReader(bytes)
  const value = read(reader)
  expect(reader.remaining).toBe(0)
  return value
}

describe('XDR', () => {
  it('takes more than its memory had room for at first, behind what was left free', () => {
    const writer = new XdrWriter(28)
    const numbers = Array.from({ length: 1_000 }, (_, n) => n)
    for (const n of numbers) writer.u32(n)
    const reader = new XdrReader(writer.finish(), 28)
    expect(numbers.map(() => reader.u32())).toEqual(numbers)
    expect(reader.remaining).toBe(0)
  })

  it('reads back what it wrote', () => {
    const anyText = fc.string({ unit: 'binary' }).filter(text => !text.includes('\0'))
    fc.assert(
      fc.property(
        fc.integer(),
        fc.nat(0xffffffff),
        fc.bigInt(-(1n << 63n), (1n << 63n) - 1n),
        fc.bigInt(0n, (1n << 64n) - 1n),
        fc.double(),
        anyText,
        fc.uint8Array({ maxLength: 40 }),
        (i32, u32, i64, u64, f64, text, bytes) => {
          expect(
            roundTrip(
              w => w.i32(i32),
              r => r.i32(),
            ),
          ).toBe(i32)
          expect(
            roundTrip(
              w => w.u32(u32),
              r => r.u32(),
            ),
          ).toBe(u32)
          expect(
            roundTrip(
              w => w.i64(i64),
              r => r.i64(),
            ),
          ).toBe(i64)
          expect(
            roundTrip(
              w => w.u64(u64),
              r => r.u64(),
            ),
          ).toBe(u64)
          expect(
            roundTrip(
              w => w.f64(f64),
              r => r.f64(),
            ),
          ).toBe(f64)
          expect(
            roundTrip(
              w => w.string(text, LIMIT),
              r => r.string(LIMIT),
            ),
          ).toBe(text)
          expect([
            ...roundTrip(
              w => w.opaque(bytes),
              r => r.opaque(LIMIT),
            ),
          ]).toEqual([...bytes])
          expect([
            ...roundTrip(
              w => w.fixed(bytes),
              r => r.fixed(bytes.length),
            ),
          ]).toEqual([...bytes])
        },
      ),
    )
  })

  it('is laid out as RFC 4506 says', () => {
    const writer = new XdrWriter()
    writer.string('abcde', LIMIT)
    writer.i32(-2)
    expect(writer.finish().toString('hex')).toBe('00000005' + '6162636465000000' + 'fffffffe')
  })

  it('takes flags that | made negative', () => {
    expect(
      roundTrip(
        w => w.u32(0x80000000 | 1),
        r => r.u32(),
      ),
    ).toBe(0x80000001)
  })

  it('refuses texts that the daemon would read differently', () => {
    expect(() => new XdrWriter().string('vm\0.iso', LIMIT)).toThrow(TypeError)
    expect(() => new XdrWriter().string('äää', 5)).toThrow(RangeError)
  })

  it('believes no length', () => {
    const huge = Buffer.from('ffffffff00000000', 'hex')
    expect(() => new XdrReader(huge).string(LIMIT)).toThrow(ProtocolError)
    expect(() => new XdrReader(huge).opaque(0xffffffff)).toThrow(ProtocolError)
    expect(() => new XdrReader(huge).count(0xffffffff, 4)).toThrow(ProtocolError)
    expect(() => new XdrReader(Buffer.alloc(3)).i32()).toThrow(ProtocolError)
  })
})
