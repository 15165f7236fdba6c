import { expect, test } from 'vitest'
import { formatBytes, formatGiB, formatKiB, formatMiB } from './bytes.ts'

test.each([
  [0, '0 B', '0 B'],
  [1536, '2 KiB', '2 KiB'],
  [1.5 * 2 ** 30, '1.5 GiB', '1,5 GiB'],
  [2 ** 40, '1 TiB', '1 TiB'],
  [2 ** 60, '1,024 PiB', '1024 PiB'],
])('%d bytes', (bytes, english, spanish) => {
  expect(formatBytes(bytes, 'en')).toBe(english)
  expect(formatBytes(bytes, 'es')).toBe(spanish)
})

test('never says 1,024 of a unit that has a next one', () => {
  expect(formatBytes(2 ** 20 - 1, 'en')).toBe('1 MiB')
  expect(formatBytes(2 ** 40 - 1, 'en')).toBe('1 TiB')
  expect(formatBytes(1023 * 2 ** 20, 'en')).toBe('1,023 MiB')
})

test('the same amount in any unit', () => {
  expect(formatKiB(4 * 2 ** 20, 'en')).toBe('4 GiB')
  expect(formatMiB(512, 'es')).toBe('512 MiB')
  expect(formatGiB(2.5, 'es')).toBe('2,5 GiB')
})
