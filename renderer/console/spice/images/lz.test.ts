// Streams of every kind of control, written beside the pixels that they mean.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SpiceError } from '../error.ts'
import { Writer } from '../wire.ts'
import { decodeLz, LZ_TYPE } from './lz.ts'

type Step = { readonly literals: readonly number[] } | { readonly length: number; readonly distance: number }

const colour = fc.integer({ min: 0, max: 0xffffff })
const literals = fc.record({ literals: fc.array(colour, { minLength: 1, maxLength: 32 }) })
const near = fc.integer({ min: 1, max: 12 })
const far = fc.integer({ min: 1, max: 20_000 })
const length = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(6, 7, 8, 261, 262, 263, 517, 9_000))
const match = fc.record({ length, distance: fc.oneof(near, far) })
const steps = fc.tuple(literals, fc.array(fc.oneof(literals, match), { maxLength: 30 }))

/** @returns the stream, and pixels as 0xAABBGGRR; matches reach no further back than there is something */
function write([first, others]: readonly [Step, readonly Step[]]): { stream: number[]; pixels: number[] } {
  const [stream, pixels]: [number[], number[]] = [[], []]
  for (const step of [first, ...others]) {
    if ('literals' in step) {
      stream.push(step.literals.length - 1)
      for (const value of step.literals) {
        stream.push(value & 255, (value >>> 8) & 255, value >>> 16)
        pixels.push((0xff000000 | ((value & 255) << 16) | (value & 0xff00) | (value >>> 16)) >>> 0)
      }
      continue
    }
    const back = Math.min(step.distance, pixels.length) - 1
    const isFar = back >= 0x1fff
    const high = isFar ? 31 : back >>> 8
    stream.push((Math.min(step.length, 7) << 5) | high)
    if (step.length >= 7) {
      let more = step.length - 7
      for (; more >= 255; more -= 255) stream.push(255)
      stream.push(more)
    }
    stream.push(isFar ? 255 : back & 255)
    if (isFar) stream.push((back - 0x1fff) >>> 8, (back - 0x1fff) & 255)
    for (let n = 0; n < step.length; n++) pixels.push(pixels[pixels.length - 1 - back] as number)
  }
  return { stream, pixels }
}

function picture(stream: readonly number[], width: number): Uint8Array {
  const words = [0x20205a4c, 0x00010001, LZ_TYPE.rgb32, width, 1, 4 * width, 1]
  const header = words.reduce(
    (writer, word) =>
      writer
        .u8(word >>> 24)
        .u8((word >>> 16) & 255)
        .u8((word >>> 8) & 255)
        .u8(word & 255),
    new Writer(),
  )
  return header.bytes(Uint8Array.from(stream)).done()
}

it('literals and matches of any length and distance are what they mean, and an early end is refused', () => {
  fc.assert(
    fc.property(steps, fc.nat(), (given, cut) => {
      const { stream, pixels } = write(given)
      fc.pre(pixels.length < 1 << 15)
      const bytes = picture(stream, pixels.length)
      const decoded = decodeLz(bytes, null).pixels
      expect(decoded.length).toBe(pixels.length)
      expect(decoded.every((pixel, at) => pixel === pixels[at])).toBe(true)
      const early = bytes.subarray(0, bytes.length - 1 - (cut % stream.length))
      expect(() => decodeLz(early, null)).toThrow(SpiceError)
    }),
    { numRuns: 300 },
  )
})
