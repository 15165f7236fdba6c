import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from './error.ts'
import { encodeFrame, FRAME_MAX, type Frame, FrameSplitter } from './frame.ts'

const word = fc.nat(0xffffffff)
const signed = fc.integer()
const frames = fc.array(
  fc.record({
    program: word,
    version: word,
    procedure: signed,
    type: signed,
    serial: word,
    status: signed,
    body: fc.uint8Array({ maxLength: 200 }),
  }),
  { maxLength: 8 },
)

function plain({ body, ...header }: Frame | { body: Uint8Array }) {
  return { ...header, body: [...body] }
}

describe('frames', () => {
  it('come out the same wherever the stream of bytes is cut', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat(60), { minLength: 1 }), (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(frame => encodeFrame(frame, frame.body)))
        const splitter = new FrameSplitter()
        const received: Frame[] = []
        for (let at = 0, n = 0; at < bytes.length; n++) {
          const size = (cuts[n % cuts.length] ?? 0) + 1
          received.push(...splitter.push(bytes.subarray(at, at + size)))
          at += size
        }
        expect(received.map(plain)).toEqual(sent.map(plain))
      }),
    )
  })

  it.each([0, 27, FRAME_MAX + 1, 0xffffffff])('of the length %i are impossible', length => {
    const bytes = Buffer.alloc(28)
    bytes.writeUInt32BE(length)
    expect(() => new FrameSplitter().push(bytes)).toThrow(ProtocolError)
  })

  it('that are too long are not sent', () => {
    const header = { program: 0, version: 1, procedure: 0, type: 0, serial: 0, status: 0 }
    expect(() => encodeFrame(header, new Uint8Array(FRAME_MAX - 27))).toThrow(ProtocolError)
    expect(encodeFrame(header, new Uint8Array(FRAME_MAX - 28)).length).toBe(FRAME_MAX)
  })
})
