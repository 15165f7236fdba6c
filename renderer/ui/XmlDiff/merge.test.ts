import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeTexts } from './merge.ts'

const BASE = 'a\nb\nc\nd\ne\n'

test('edits in different places are both in it', () => {
  expect(mergeTexts(BASE, 'a\nB\nc\nd\ne\n', 'a\nb\nc\nd\ne\nf\n')).toBe('a\nB\nc\nd\ne\nf\n')
  expect(mergeTexts(BASE, 'b\nc\nd\ne\n', 'a\nb\nc\nd\n')).toBe('b\nc\nd\n')
  expect(mergeTexts(BASE, BASE, 'x\n')).toBe('x\n')
})

test('edits of one place are nobody’s to decide, unless they are the same', () => {
  expect(mergeTexts(BASE, 'a\nB\nc\nd\ne\n', 'a\nX\nc\nd\ne\n')).toBe(null)
  expect(mergeTexts(BASE, 'a\nb\nnew\nc\nd\ne\n', 'a\nb\nother\nc\nd\ne\n')).toBe(null)
  expect(mergeTexts(BASE, 'a\nB\nc\nd\ne\n', 'a\nB\nc\nd\ne\n')).toBe('a\nB\nc\nd\ne\n')
})

test('no line of either is lost or made up', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 })
    .map(lines => `${lines.join('\n')}\n`)
  fc.assert(
    fc.property(text, text, (base, mine) => {
      expect(mergeTexts(base, mine, base)).toBe(mine)
      expect(mergeTexts(base, base, mine)).toBe(mine)
      expect(mergeTexts(base, mine, mine)).toBe(mine)
    }),
  )
})
