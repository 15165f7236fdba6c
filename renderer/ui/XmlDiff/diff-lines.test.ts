import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DiffLine, diffLines } from './diff-lines.ts'
import { hunksOf } from './hunks.ts'

const signs = { same: ' ', added: '+', removed: '-' }
const shown = (lines: readonly DiffLine[]) => lines.map(line => signs[line.kind] + line.text)

test('shows what changed, removed before added', () => {
  expect(shown(diffLines('a\nb\nc\n', 'a\nB\nc\nd\n'))).toEqual([' a', '-b', '+B', ' c', '+d'])
})

test('two equal texts have no changes, and empty texts no lines', () => {
  expect(shown(diffLines('a\nb', 'a\nb\n'))).toEqual([' a', ' b'])
  expect(diffLines('', '')).toEqual([])
  expect(shown(diffLines('', 'a'))).toEqual(['+a'])
})

test('finds the lines that stayed among those that moved', () => {
  const kept = diffLines('1\n2\n3\n4\n5', '0\n2\n3\nx\n5\n6').filter(line => line.kind === 'same')
  expect(shown(kept)).toEqual([' 2', ' 3', ' 5'])
})

const texts = fc
  .array(fc.constantFrom('a', 'b', 'c', '<d/>'), { maxLength: 30 })
  .map(lines => lines.join('\n'))

test('either text can be read out of the difference, and the difference is the shortest', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const lines = diffLines(before, after)
      const without = (kind: DiffLine['kind']) =>
        lines.filter(line => line.kind !== kind).map(line => line.text)
      expect(without('added').join('\n')).toBe(before)
      expect(without('removed').join('\n')).toBe(after)
      expect(lines.filter(line => line.kind === 'same')).toHaveLength(longestCommon(before, after))
    }),
  )
})

/** The definition, without a table: slow and plain. */
function longestCommon(before: string, after: string): number {
  const old = before === '' ? [] : before.split('\n')
  const now = after === '' ? [] : after.split('\n')
  let row: number[] = now.map(() => 0)
  for (const line of old) {
    const next: number[] = []
    now.forEach((other, j) => {
      const diagonal = j > 0 ? (row[j - 1] ?? 0) : 0
      next.push(line === other ? diagonal + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0))
    })
    row = next
  }
  return row.at(-1) ?? 0
}

test('texts too different to compare are shown one after the other', () => {
  const before = Array.from({ length: 2100 }, (_, n) => `a${n}`).join('\n')
  const after = Array.from({ length: 2100 }, (_, n) => `b${n}`).join('\n')
  const lines = diffLines(before, after)
  expect(lines).toHaveLength(4200)
  expect(lines[2099]).toEqual({ kind: 'removed', text: 'a2099' })
})

test('folds what is far from a change', () => {
  const before = Array.from({ length: 20 }, (_, n) => `${n}`).join('\n')
  const hunks = hunksOf(diffLines(before, before.replace('10', 'ten')), 2)
  expect(hunks.map(hunk => (hunk.kind === 'lines' ? shown(hunk.lines) : hunk.count))).toEqual([
    8,
    [' 8', ' 9', '-10', '+ten', ' 11', ' 12'],
    7,
  ])
})

test('does not fold a single line', () => {
  const hunks = hunksOf(diffLines('a\nb\nc', 'a\nb\nC'), 1)
  expect(hunks).toHaveLength(1)
})
