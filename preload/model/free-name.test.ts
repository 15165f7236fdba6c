import { expect, test } from 'vitest'
import { freeName } from './free-name.ts'

test('free names are counted on', () => {
  expect(freeName('a', [])).toBe('a')
  expect(freeName('a', ['a', 'a-2'])).toBe('a-3')
})
