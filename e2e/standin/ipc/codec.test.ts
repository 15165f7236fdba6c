import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, encode } from './codec.ts'

const views = fc.oneof(
  fc.uint8Array(),
  fc.int16Array(),
  fc.uint32Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.uint8Array().map(bytes => bytes.slice().buffer),
)
const { tie } = fc.letrec(value => ({
  tie: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.bigInt(),
    fc.constant(null),
    fc.constant(undefined),
    fc.date(),
    views,
    fc.constant(/a\/b/giu),
    fc.array(value('tie')),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('$t'), fc.constant('__proto__')), value('tie'), {
      noNullPrototype: true,
    }),
    fc.array(fc.tuple(fc.string(), value('tie'))).map(entries => new Map(entries)),
    fc.array(value('tie')).map(items => new Set(items)),
  ),
}))

function overTheWire(value: unknown): unknown {
  return decode(JSON.parse(JSON.stringify(encode(value))))
}

test('whatever structured clone takes comes back from JSON as structured clone would give it', () => {
  fc.assert(
    fc.property(tie, value => {
      expect(overTheWire(value)).toStrictEqual(structuredClone(value))
    }),
  )
})

test('one object that occurs twice stays one, and may contain itself', () => {
  const shared = { name: 'web-01' }
  const value: Record<string, unknown> = { first: shared, list: [shared, new Date(0), shared] }
  value['self'] = value
  const copy = overTheWire(value) as typeof value
  expect(copy['self']).toBe(copy)
  expect((copy['list'] as unknown[])[2]).toBe(copy['first'])
  expect(copy['first']).not.toBe(shared)
})

test('errors keep their kind, message and cause', () => {
  const copy = overTheWire(new TypeError('no such thing', { cause: new RangeError('5') })) as Error
  expect(copy).toBeInstanceOf(TypeError)
  expect(copy.message).toBe('no such thing')
  expect(copy.cause).toBeInstanceOf(RangeError)
})

test('what structured clone refuses is refused', () => {
  for (const value of [() => 1, Symbol('s'), Promise.resolve(1), new WeakMap()])
    expect(() => encode({ value })).toThrow('could not be cloned')
})
