import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SURFACE_FORMAT, Surface } from '../drawing/surface.ts'
import { MediaTime } from '../media-time.ts'
import type { FrameEars, VideoPlatform } from './platform.ts'
import { Stream, type StreamShape } from './stream.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const BOX = { left: 0, top: 0, right: 2, bottom: 2 }
const SHAPE: StreamShape = {
  codec: 'mjpeg',
  topDown: true,
  width: 2,
  height: 2,
  destination: BOX,
  clip: null,
}

/** Decodes when it is told to: each frame is filled with its first byte. */
function newStream(shape: Partial<StreamShape> = {}) {
  const surface = new Surface(4, 4, SURFACE_FORMAT.xrgb)
  const given: { bytes: Uint8Array; time: number }[] = []
  let ears: FrameEars = { onFrame: () => undefined, onLost: () => undefined }
  const platform: VideoPlatform = {
    codecs: ['mjpeg'],
    open: (_, listening) => {
      ears = listening
      return { decode: (bytes, time) => given.push({ bytes, time }), close: () => undefined }
    },
  }
  const time = new MediaTime()
  const stream = new Stream({ ...SHAPE, ...shape }, surface, platform, time, () => undefined)
  const take = (value: number, at: number) => stream.take(Uint8Array.of(value), at, null)
  const decodeAll = () => {
    for (const { bytes, time: at } of given.splice(0))
      ears.onFrame({ width: 2, height: 2, pixels: new Uint32Array(4).fill(bytes[0] ?? 0), alpha: false }, at)
  }
  return { stream, surface, time, take, decodeAll, given }
}

test('without sound a frame is shown as soon as it can be', () => {
  const { take, decodeAll, surface, time } = newStream()
  time.set(0)
  take(7, 5_000)
  decodeAll()
  expect([...surface.pixels.subarray(0, 3)]).toEqual([7, 7, 0xff000000])
})

test('with sound a frame waits for its moment, and one that is late does not', () => {
  const { take, given, time } = newStream()
  time.hear(() => 1_000 + performance.now() - begun)
  const begun = performance.now()
  take(1, 900)
  expect(given).toHaveLength(1)
  take(2, 1_200)
  vi.advanceTimersByTime(190)
  expect(given).toHaveLength(1)
  vi.advanceTimersByTime(20)
  expect(given.map(({ time: at }) => at)).toEqual([900, 1_200])
  // Not believed: nobody's sound is so late.
  take(3, 100_000)
  expect(given).toHaveLength(3)
})

test('the clock goes round', () => {
  const { time } = newStream()
  time.hear(() => 2 ** 32 - 100)
  expect(time.until(100)).toBe(200)
  time.hear(() => 100)
  expect(time.until(2 ** 32 - 100)).toBe(-200)
})

test('frames that cannot be decoded in time are passed over, where none needs those before', () => {
  const { stream, take, decodeAll } = newStream()
  for (let n = 0; n < 10; n++) take(n, n)
  expect(stream.counts.drops).toBeGreaterThan(0)
  decodeAll()
  const other = newStream({ codec: 'vp8' })
  for (let n = 0; n < 10; n++) other.take(n, n)
  expect(other.stream.counts).toEqual({ codec: 'vp8', frames: 10, drops: 0 })
})

test('a stream that is over draws no more', () => {
  const { stream, surface, take, decodeAll } = newStream()
  take(7, 0)
  stream.close()
  decodeAll()
  expect(surface.pixels[0]).toBe(0xff000000)
})

test('bottom up, and only within its clip', () => {
  const clip = [{ left: 0, top: 0, right: 1, bottom: 4 }]
  const { surface, take, decodeAll } = newStream({ topDown: false, clip })
  take(9, 0)
  decodeAll()
  expect([...surface.pixels.subarray(0, 2)]).toEqual([9, 0xff000000])
})
