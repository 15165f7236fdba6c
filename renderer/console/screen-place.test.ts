import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guestSizeFor, placeScreen } from './screen-place.ts'

const side = fc.integer({ min: 1, max: 8000 })
const sides = fc.record({ width: side, height: side })
const ratio = fc.constantFrom(1, 1.25, 1.5, 1.75, 2)

test('a guest that has followed covers its frame, a pixel a pixel, at every scaling of the screen', () => {
  fc.assert(
    fc.property(sides, ratio, (frame, ratio) => {
      const guest = guestSizeFor(frame)
      const { width, height, left, top } = placeScreen(frame, guest, 'resize', ratio)
      if (frame.width < 320 || frame.height < 200 || frame.width > 7680 || frame.height > 4320) return
      expect([width * ratio, height * ratio].map(Math.round)).toEqual([frame.width, frame.height])
      expect([left, top]).toEqual([0, 0])
    }),
  )
})

test('actual size is a device pixel a pixel, and begins on one', () => {
  fc.assert(
    fc.property(sides, sides, ratio, (frame, guest, ratio) => {
      const { width, left, top } = placeScreen(frame, guest, 'actual', ratio)
      expect(width * ratio).toBeCloseTo(guest.width)
      for (const edge of [left * ratio, top * ratio]) expect(edge).toBeCloseTo(Math.round(edge))
    }),
  )
})

test('fitted, all of it is seen, and one side is full', () => {
  fc.assert(
    fc.property(sides, sides, ratio, (frame, guest, ratio) => {
      const { width, height } = placeScreen(frame, guest, 'fit', ratio)
      const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)]
      expect(across <= frame.width && down <= frame.height).toBe(true)
      expect(across === frame.width || down === frame.height).toBe(true)
    }),
  )
})

test('a guest that has not followed yet is seen whole', () => {
  const { width, height } = placeScreen(
    { width: 800, height: 600 },
    { width: 1600, height: 1200 },
    'resize',
    1,
  )
  expect([width, height]).toEqual([800, 600])
})
