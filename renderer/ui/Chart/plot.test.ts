import { expect, test } from 'vitest'
import { nearest, niceMaximum, pathOf, thin } from './plot.ts'

const plot = { x: (at: number) => at, y: (value: number) => value, gapMs: 2, from: 0 }

test('a missing value and a gap in time break the line', () => {
  expect(pathOf([0, 1, 2], [5, 6, 7], plot)).toBe('M0.0 5.0h0.01L1.0 6.0L2.0 7.0')
  expect(pathOf([0, 1, 2], [5, null, 7], plot)).toBe('M0.0 5.0h0.01M2.0 7.0h0.01')
  expect(pathOf([0, 1, 9], [5, 6, 7], plot)).toBe('M0.0 5.0h0.01L1.0 6.0M9.0 7.0h0.01')
  expect(pathOf([-1, 1], [5, 6], plot)).toBe('M1.0 6.0h0.01')
  expect(pathOf([], [], plot)).toBe('')
})

test('the scale ends at a round number', () => {
  expect([0.03, 1, 1.1, 3, 7, 2_001].map(value => niceMaximum([value]))).toEqual([0.05, 1, 2, 5, 10, 5_000])
  expect(niceMaximum([null, 0])).toBe(1)
})

test('the point below the pointer, and rows of a table', () => {
  expect(nearest([0, 10, 20], 14)).toBe(1)
  expect(nearest([], 14)).toBe(null)
  expect(thin([0, 1, 2, 3, 4], 2)).toEqual([4, 1])
  expect(thin([0, 1], 24)).toEqual([1, 0])
})
