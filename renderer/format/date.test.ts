import { expect, test } from 'vitest'
import { formatDate, formatTime } from './date.ts'

const at = Date.UTC(2026, 10, 23, 14, 5, 9)
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

test('a day and its time', () => {
  expect(plain(formatDate(at, 'en', 'UTC'))).toBe('Nov 23, 2026, 2:05 PM')
  expect(plain(formatDate(at, 'es', 'UTC'))).toBe('23 nov 2026, 14:05')
})

test('a time of the day, where the reader is', () => {
  expect(plain(formatTime(at, 'en', 'UTC'))).toBe('2:05:09 PM')
  expect(plain(formatTime(at, 'es', 'Europe/Madrid'))).toBe('15:05:09')
})
