import { expect, test } from 'vitest'
import { formatMs, formatRate } from './rate.ts'

test('rates in the unit that fits, by the language', () => {
  expect(formatRate(0, 'en')).toBe('0 B/s')
  expect(formatRate(999.6, 'en')).toBe('1 kB/s')
  expect(formatRate(1_540_000, 'es')).toBe('1,5 MB/s')
  expect(formatRate(5e12, 'en')).toBe('5,000 GB/s')
})

test('milliseconds', () => {
  expect(formatMs(1.26, 'en')).toBe('1.3 ms')
  expect(formatMs(126.4, 'es')).toBe('126 ms')
})
