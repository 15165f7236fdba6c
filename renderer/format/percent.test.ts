import { expect, test } from 'vitest'
import { formatShare } from './percent.ts'

test('shares', () => {
  expect(formatShare(0.256, 'en')).toBe('26%')
  expect(formatShare(0.256, 'es')).toBe('26\u00a0%')
  expect(formatShare(1.5, 'en')).toBe('150%')
})
