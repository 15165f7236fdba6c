import { expect, test } from 'vitest'
import { LEAST_DELAY_MS, SoundBuffer } from './buffer.ts'

const HZ = 8_000
const PACKET = 80 // 10 ms

/** A ramp from `from`, so that each sample says which it is. */
const ramp = (from: number, count = PACKET) => Float32Array.from({ length: count }, (_, n) => from + n)

function fill(buffer: SoundBuffer, packets: number, from = 1): void {
  for (let n = 0; n < packets; n++) buffer.push([ramp(from + n * PACKET)], 1_000 + n * 10)
}

function pull(buffer: SoundBuffer, count: number, gains = [1]): number[] {
  const output = new Float32Array(count)
  buffer.pull([output], gains)
  return [...output]
}

test('nothing is heard before enough has come, and then all of it in order', () => {
  const buffer = new SoundBuffer(1, HZ)
  fill(buffer, LEAST_DELAY_MS / 10 - 1)
  expect(pull(buffer, 4)).toEqual([0, 0, 0, 0])
  expect(buffer.time).toBeNull()
  buffer.push([ramp(1 + (LEAST_DELAY_MS / 10 - 1) * PACKET)], 1_000 + LEAST_DELAY_MS - 10)
  expect(buffer.time).toBe(1_000)
  expect(pull(buffer, 4)).toEqual([1, 2, 3, 4])
  expect(pull(buffer, 2, [0.5])).toEqual([2.5, 3])
  expect(buffer.time).toBeCloseTo(1_000 + (6 * 1_000) / HZ)
})

test('after a gap it gathers anew', () => {
  const buffer = new SoundBuffer(1, HZ)
  fill(buffer, LEAST_DELAY_MS / 10)
  const all = (LEAST_DELAY_MS / 10) * PACKET
  expect(pull(buffer, all + 2).slice(-3)).toEqual([all, 0, 0])
  buffer.push([ramp(1)], 2_000)
  expect(pull(buffer, 2)).toEqual([0, 0])
})

test('what is too much is let go, the oldest first', () => {
  const buffer = new SoundBuffer(1, HZ)
  fill(buffer, 100)
  expect(buffer.bufferedMs).toBeLessThanOrEqual(LEAST_DELAY_MS + 150)
  const before = buffer.time ?? 0
  expect(before).toBeGreaterThan(1_700)
  const [first = 0] = pull(buffer, 1)
  expect(first).toBeCloseTo(1 + ((before - 1_000) * HZ) / 1_000)
})

test('a delay that the server asks for is kept', () => {
  const buffer = new SoundBuffer(1, HZ)
  buffer.setDelay(200)
  fill(buffer, 19)
  expect(buffer.time).toBeNull()
  fill(buffer, 1)
  expect(buffer.time).not.toBeNull()
})

test('two channels stay apart, and one is heard on both sides', () => {
  const stereo = new SoundBuffer(2, HZ)
  for (let n = 0; n < 10; n++) stereo.push([ramp(1), ramp(1_001)], n * 10)
  const [left, right] = [new Float32Array(1), new Float32Array(1)]
  stereo.pull([left, right], [1, 1])
  expect([left[0], right[0]]).toEqual([1, 1_001])
  const mono = new SoundBuffer(1, HZ)
  fill(mono, 10)
  mono.pull([left, right], [1])
  expect(right[0]).toBe(left[0])
})
