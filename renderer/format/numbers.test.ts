import { expect, test } from 'vitest'
import { formatBytes, formatShare } from './numbers.ts'

test.each([
  [0, '0 B', '0 B'],
  [1536, '2 KiB', '2 KiB'],
  [1.5 * 2 ** 30, '1.5 GiB', '1,5 GiB'],
  [2 ** 40, '1 TiB', '1 TiB'],
])('%d bytes', (bytes, english, spanish) => {
  expect(formatBytes(bytes, 'en')).toBe(english)
  expect(formatBytes(bytes, 'es')).toBe(spanish)
})

test('shares', () => {
  expect(formatShare(0.256, 'en')).toBe('26%')
  expect(formatShare(0.256, 'es')).toBe('26\u00a0%')
})
