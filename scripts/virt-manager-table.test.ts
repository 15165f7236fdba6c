import { expect, test } from 'vitest'
import { readGroups, writeTables } from './virt-manager-table.ts'

test('rows become tables with counts', () => {
  const made = writeTables(
    readGroups('# note\n= Start\nA-01 | done | one\nA-02 | not | two\n= Stop\nB-01 | better | three\n'),
  )
  expect(made).toContain('| Start | 1 | 0 | 1 |')
  expect(made).toContain('| **All 3** | 1 | 1 | 1 |')
  expect(made).toContain('| B-01 | better | three |')
})

test.each([
  '= A\nA-01 | maybe | x\n',
  '= A\nA-01 | done | x\nA-01 | done | y\n',
  'A-01 | done | before any group\n',
])('a line that is no row, or is there twice, is refused', text => {
  expect(() => readGroups(text)).toThrow(/not a row/)
})
