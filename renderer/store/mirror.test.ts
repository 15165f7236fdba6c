import { expect, test } from 'vitest'
import type { AppSnapshot } from '../../preload/model/patch.ts'
import type { Pool } from '../../preload/model/storage.ts'
import { applyPatches } from './mirror.ts'

const pool = (name: string) => ({ name }) as Pool
const before: AppSnapshot['objects'] = {
  host: {},
  vm: {},
  network: {},
  pool: { a: pool('a'), b: pool('b') },
  task: {},
  question: {},
  crowd: {},
  trial: {},
  screen: {},
  ownWindow: {},
}

test('what did not change keeps its identity', () => {
  const after = applyPatches(before, [
    { op: 'put', kind: 'pool', id: 'a', value: pool('A') },
    { op: 'drop', kind: 'pool', id: 'gone' },
  ])
  expect(after.pool).toEqual({ a: pool('A'), b: pool('b') })
  expect(after.pool['b']).toBe(before.pool['b'])
  expect(after.vm).toBe(before.vm)
  expect(before.pool['a']).toEqual(pool('a'))
})
