// Letters are read from real guests' screens in e2e/specs/screen-text.spec.ts: their shapes are kept nowhere.
import { expect, test } from 'vitest'
import { type Cells, merge, type Pixels, readCells, toReading } from './cells.ts'

function picture(width: number, height: number, colourAt: (x: number, y: number) => number): Pixels {
  const colours = new Uint32Array(width * height)
  for (let at = 0; at < colours.length; at++) colours[at] = colourAt(at % width, Math.floor(at / width))
  return { width, height, data: new Uint8ClampedArray(colours.buffer) }
}

test('one colour is an empty screen, many are a picture', () => {
  expect(toReading(readCells(picture(720, 400, () => 0xff00ff)))).toEqual({ kind: 'empty' })
  expect(toReading(readCells(picture(641, 479, (x, y) => x * 7 + y * 5)))).toEqual({ kind: 'picture' })
  const halves = picture(720, 400, (x, y) => (x % 3 === 0 || y % 5 === 0 ? 1 : 0))
  expect(toReading(readCells(halves))).toEqual({ kind: 'picture' })
})

test('a picture smaller than a cell has no text', () => {
  expect(toReading(readCells(picture(5, 5, x => x)))).toEqual({ kind: 'empty' })
})

test('what an earlier look knew counts, unless the screen has another size', () => {
  const look = (columns: number, ...signs: (string | null)[]): Cells => ({ columns, rows: 1, signs })
  expect(merge(look(3, 'a', 'b', null), look(3, null, 'c', null)).signs).toEqual(['a', 'c', null])
  expect(merge(look(3, 'a', 'b', 'c'), look(2, null, 'c')).signs).toEqual([null, 'c'])
  const reading = toReading(look(6, 'a', 'b', 'c', null, ' ', ' '))
  expect(reading).toEqual({ kind: 'text', lines: ['abc\uFFFD'], unknown: 1 })
})
