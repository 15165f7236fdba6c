// QUIC where the native client cannot be asked: gray pictures, at which it ends itself, and pictures that end early.
import { expect, test } from 'vitest'
import { SpiceError } from '../../renderer/console/spice/error.ts'
import { decodeQuic } from '../../renderer/console/spice/images/quic.ts'
import { encodeQuic, QUIC } from './quic-encoder.ts'

test.each([
  [33, 31],
  [200, 90],
  [1, 1],
  [3, 500],
])('gray of %i × %i comes out as it went in', (width, height) => {
  const { bytes, red } = encodeQuic(QUIC.gray, width, height)
  const { pixels } = decodeQuic(bytes)
  expect([...pixels]).toEqual([...red].map(value => (0xff000000 | (value * 0x10101)) >>> 0))
})

test('a picture that ends early is refused wherever that is', () => {
  const { bytes } = encodeQuic(QUIC.rgba, 200, 90)
  for (let end = 0; end < bytes.length - 64; end += 997)
    expect(() => decodeQuic(bytes.subarray(0, end)), `${end}`).toThrow(SpiceError)
})
