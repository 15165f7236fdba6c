import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAssembler, packPortData, toCalls, toPairs, unpackPortData } from './wire.ts'

const PIECE = 96 << 10
const sizes = fc.oneof(fc.nat(100), fc.constantFrom(PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 7 * PIECE + 5))

test('messages arrive whole and in order, however they are cut', () => {
  const messages = fc.array(fc.record({ head: fc.string(), size: sizes, isLargeMessage: fc.boolean() }), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(messages, list => {
      const sent = list.map(({ head, size, isLargeMessage }) =>
        isLargeMessage ? [`{${head}${'m'.repeat(size)}`, ''] : [`{${head}`, 'p'.repeat(size)],
      )
      const received: string[][] = []
      const assemble = createAssembler((message, payload) => received.push([message, payload]))
      const calls = toCalls(sent.flatMap(([message = '', payload = '']) => toPairs(message, payload)))
      for (const call of calls) assemble(call)
      expect(received.length).toBe(sent.length)
      for (const [n, pair] of sent.entries()) expect(received[n]?.join('|') === pair.join('|')).toBe(true)
    }),
    { numRuns: 50 },
  )
})

test('bytes of a port stay what they were: an array, a buffer, or inside of something', () => {
  for (const data of [
    new Uint8Array([1, 2, 255]),
    new Uint8Array([9]).buffer,
    new Uint8Array(0),
    { taken: 5, of: new Uint8Array([1]) },
    'text',
    undefined,
  ]) {
    const { value, payload } = packPortData(data)
    expect(unpackPortData(JSON.parse(JSON.stringify(value)), payload)).toStrictEqual(data)
  }
})
