import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from './error.ts'
import {
  encodeFrame,
  FRAME_MAX,
  type Frame,
  FrameSplitter,
  STATUS_CONTINUE,
  TYPE_REPLY,
  TYPE_STREAM,
} from './frame.ts'

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

/** As a socket that reads into one memory: what was handed over is gone with the next reading. */
function* lend(bytes: Buffer, cuts: readonly number[]): Generator<Buffer> {
  const memory = Buffer.alloc(64)
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = bytes.copy(memory, 0, at, at + (cuts[n % cuts.length] ?? 0) + 1)
    yield memory.subarray(0, size)
    memory.fill(0xaa)
    at += size
  }
}

describe('frames', () => {
  it('come out the same wherever the stream of bytes is cut', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat(60), { minLength: 1 }), (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(frame => encodeFrame(frame, frame.body)))
        const splitter = new FrameSplitter()
        const received: object[] = []
        for (const chunk of lend(bytes, cuts)) {
          splitter.push(chunk)
          for (const frame of splitter) received.push(plain(frame))
        }
        expect(received).toEqual(sent.map(plain))
      }),
    )
  })

  it('can be taken some now and some later, though their memory is taken back', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat(60), { minLength: 1 }), fc.nat(3), (sent, cuts, atOnce) => {
        const bytes = Buffer.concat(sent.map(frame => encodeFrame(frame, frame.body)))
        const splitter = new FrameSplitter()
        const received: object[] = []
        for (const chunk of lend(bytes, cuts)) {
          splitter.push(chunk)
          for (let n = 0; n < atOnce; n++) {
            const frame = splitter.next()
            if (frame) received.push(plain(frame))
          }
          splitter.keep()
        }
        for (const frame of splitter) received.push(plain(frame))
        expect(received).toEqual(sent.map(plain))
      }),
    )
  })

  it('have the data of streams come in pieces that are the same when joined, and nothing else', () => {
    const header = fc.record({
      program: word,
      version: word,
      procedure: signed,
      type: fc.constantFrom(TYPE_STREAM, TYPE_REPLY),
      serial: fc.nat(3),
      status: fc.constantFrom(0, 1, STATUS_CONTINUE),
    })
    const data = fc.tuple(header, fc.uint8Array({ maxLength: 200 }))
    fc.assert(
      fc.property(fc.array(data, { maxLength: 8 }), fc.array(fc.nat(60), { minLength: 1 }), (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(([header, body]) => encodeFrame(header, body)))
        const splitter = new FrameSplitter({ inPieces: true })
        const received: { header: object; body: number[]; pieces: number }[] = []
        let whole = 0
        for (const chunk of lend(bytes, cuts)) {
          splitter.push(chunk)
          for (const { body, ...header } of splitter) {
            const last = received.at(-1)
            const due = sent[received.length - 1]
            if (last && due && last.body.length < due[1].length) {
              expect(header).toEqual(last.header)
              expect(body.length).toBeGreaterThan(0)
              last.body.push(...body)
              last.pieces += 1
            } else received.push({ header, body: [...body], pieces: 1 })
          }
        }
        expect(received.map(({ header, body }) => [header, body])).toEqual(
          sent.map(([header, body]) => [header, [...body]]),
        )
        for (const [n, { pieces }] of received.entries()) {
          const [header] = sent[n] ?? []
          if (header?.type !== TYPE_STREAM || header.status !== STATUS_CONTINUE) whole += pieces - 1
        }
        expect(whole).toBe(0)
      }),
    )
  })

  it('of junk end in frames or in ProtocolError, and hold no more than was sent', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 10 }), chunks => {
        const splitter = new FrameSplitter({ inPieces: true })
        let out = 0
        try {
          for (const chunk of chunks) {
            splitter.push(Buffer.from(chunk))
            for (const { body } of splitter) out += body.length
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
        }
        expect(out).toBeLessThanOrEqual(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
      }),
      { numRuns: 5_000 },
    )
  })

  it.each([0, 27, FRAME_MAX + 1, 0xffffffff])('of the length %i are impossible', length => {
    const bytes = Buffer.alloc(28)
    bytes.writeUInt32BE(length)
    const splitter = new FrameSplitter()
    splitter.push(bytes)
    expect(() => splitter.next()).toThrow(ProtocolError)
  })

  it('that are too long are not sent', () => {
    const header = { program: 0, version: 1, procedure: 0, type: 0, serial: 0, status: 0 }
    expect(() => encodeFrame(header, new Uint8Array(FRAME_MAX - 27))).toThrow(ProtocolError)
    expect(encodeFrame(header, new Uint8Array(FRAME_MAX - 28)).length).toBe(FRAME_MAX)
  })
})
