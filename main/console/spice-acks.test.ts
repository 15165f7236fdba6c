import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Acknowledger } from './spice-acks.ts'

const RESULT = Buffer.alloc(4)
const [SET_ACK, OTHER] = [3, 304]

function message(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(6)
  head.writeUInt16LE(type)
  head.writeUInt32LE(body.length, 2)
  return Buffer.concat([head, body])
}

function setAck(generation: number, window: number): Buffer {
  const body = Buffer.alloc(8)
  body.writeUInt32LE(generation)
  body.writeUInt32LE(window, 4)
  return message(SET_ACK, body)
}

/** Sizes from nothing to more than a header: borders fall everywhere. */
const others = (count: number) =>
  Array.from({ length: count }, (_, n) => message(OTHER, Buffer.alloc(n % 9, 3)))

/** What it sent, as words: `sync 1`, `ack`. */
function replies(bytes: Buffer, cuts: readonly number[]): string[] {
  const sent: Buffer[] = []
  const acknowledger = new Acknowledger(reply => sent.push(Buffer.from(reply)))
  let from = 0
  for (const cut of [...cuts.filter(at => at < bytes.length).sort((a, b) => a - b), bytes.length]) {
    acknowledger.read(bytes.subarray(from, cut))
    from = cut
  }
  const words: string[] = []
  const all = Buffer.concat(sent)
  for (let at = 0; at < all.length; at += 6 + all.readUInt32LE(at + 2))
    words.push(all.readUInt16LE(at) === 1 ? `sync ${all.readUInt32LE(at + 6)}` : 'ack')
  return words
}

test('one acknowledgement a window, wherever the stream is cut', () => {
  const stream = Buffer.concat([
    RESULT,
    ...others(3),
    setAck(1, 5),
    ...others(12),
    setAck(2, 2),
    ...others(3),
    setAck(3, 0),
    ...others(9),
  ])
  const expected = ['sync 1', 'ack', 'ack', 'sync 2', 'ack', 'sync 3']
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 40 }), cuts => {
      expect(replies(stream, cuts)).toEqual(expected)
    }),
  )
  const everywhere = Array.from({ length: stream.length }, (_, at) => at)
  expect(replies(stream, everywhere)).toEqual(expected)
})

test('a message is acknowledged once it is whole', () => {
  const stream = Buffer.concat([RESULT, setAck(1, 1), message(OTHER, Buffer.alloc(100))])
  expect(replies(stream.subarray(0, -1), [])).toEqual(['sync 1'])
  expect(replies(stream, [stream.length - 1])).toEqual(['sync 1', 'ack'])
})

test('a SET_ACK without its body sets nothing', () => {
  const stream = Buffer.concat([RESULT, message(SET_ACK, Buffer.alloc(3)), ...others(4)])
  expect(replies(stream, [])).toEqual([])
  expect(replies(stream, [7, 9])).toEqual([])
})
