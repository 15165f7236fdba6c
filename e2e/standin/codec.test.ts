import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, encode } from './codec.ts'

const { tie } = fc.letrec(value => ({
  tie: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.bigInt(),
    fc.constant(null),
    fc.constant(undefined),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array(),
    fc.array(value('tie')),
    fc.dictionary(fc.string(), value('tie'), { noNullPrototype: true }),
    fc.array(fc.tuple(fc.string(), value('tie'))).map(entries => new Map(entries)),
  ),
}))

test('whatever structured clone takes comes back from JSON as it was', () => {
  fc.assert(
    fc.property(tie, value => {
      expect(decode(JSON.parse(JSON.stringify(encode(value))))).toEqual(value)
    }),
  )
})

test('functions are refused, as by structured clone', () => {
  expect(() => encode({ f: () => 1 })).toThrow('could not be cloned')
})
