import { expect, test } from 'vitest'
import { changedLines } from './changes.ts'

const lines = (text: string) => text.split('|')

test.each([
  ['nothing', 'a|b||', 'a|b||', ''],
  ['a line more', 'a|b||', 'a|b|c|', 'c'],
  ['a line that goes on', 'a|b $||', 'a|b $ ls||', 'b $ ls'],
  ['two lines that moved the others up', 'a|b|c|d', 'c|d|e|f', 'e|f'],
  ['an empty screen', 'a|b|c|d', '|||', ''],
  ['another screen', 'a|b|c|d', 'e|f|g|h', 'e|f|g|h'],
])('%s', (_, before, now, changed) => {
  expect(changedLines(lines(before), lines(now)).join('|')).toBe(changed)
})
