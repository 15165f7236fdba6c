// Distances that are the same both ways, and memory of nodes that are there.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  FARTHEST,
  fitCellMemories,
  fitDistances,
  LOCAL,
  NEAREST,
  parseCellMemories,
  parseDistances,
  printCellMemories,
  printDistances,
  setDistance,
} from './numa.ts'

test('whatever is entered for whichever nodes, libvirt can take the table, and it is the same both ways', () => {
  const edit = fc.record({
    a: fc.nat(7),
    b: fc.nat(7),
    distance: fc.oneof(fc.integer({ min: -500, max: 500 }), fc.double({ min: -1, max: 400, noNaN: true })),
    count: fc.integer({ min: 1, max: 8 }),
  })
  fc.assert(
    fc.property(fc.array(edit), edits => {
      let now = fitDistances([], 2)
      for (const { a, b, distance, count } of edits) {
        now = setDistance(fitDistances(now, count), a, b, distance)
        expect(now).toHaveLength(count)
        for (const [from, row] of now.entries())
          for (const [to, value] of row.entries()) {
            expect(row).toHaveLength(count)
            expect(value).toBe(now[to]?.[from])
            if (from === to) expect(value).toBe(LOCAL)
            else expect(Number.isInteger(value) && value >= NEAREST && value <= FARTHEST).toBe(true)
          }
        expect(parseDistances(printDistances(now))).toEqual(now)
      }
    }),
  )
})

test('nodes that come keep what is known, and are as far as where nothing is said', () => {
  expect(
    fitDistances(
      [
        [10, 21],
        [21, 10],
      ],
      3,
    ),
  ).toEqual([
    [10, 21, 20],
    [21, 10, 20],
    [20, 20, 10],
  ])
  // Only one way is written.
  expect(fitDistances([[], [30]], 2)).toEqual([
    [10, 30],
    [30, 10],
  ])
  expect([printDistances([]), parseDistances(null)]).toEqual([null, []])
})

test('the memory of a node that goes is no longer spoken of', () => {
  const text = '0:strict:0-1,3;2:preferred:3'
  const memories = parseCellMemories(text)
  expect(printCellMemories(memories)).toBe(text)
  expect(printCellMemories(fitCellMemories(memories, 2))).toBe('0:strict:0-1,3')
  expect([printCellMemories({}), parseCellMemories(null)]).toEqual([null, {}])
})
