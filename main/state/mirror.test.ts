import { expect, test } from 'vitest'
import type { PatchBatch } from '../../preload/model/patch.ts'
import type { Pool } from '../../preload/model/storage.ts'
import { Mirror } from './mirror.ts'

function pool(name: string): Pool {
  return { name } as Pool
}

test('a burst of changes of one object is one patch, the last', async () => {
  const mirror = new Mirror()
  const batches: PatchBatch[] = []
  mirror.onBatch(batch => batches.push(batch))
  for (const name of ['a', 'b', 'c']) mirror.put('pool', 'p', pool(name))
  mirror.put('pool', 'q', pool('q'))
  await expect.poll(() => batches.length).toBe(1)
  expect(batches[0]?.patches).toEqual([
    { op: 'put', kind: 'pool', id: 'p', value: pool('c') },
    { op: 'put', kind: 'pool', id: 'q', value: pool('q') },
  ])
})

test('a snapshot and the batches after it leave no gap and no overlap', async () => {
  const mirror = new Mirror()
  const batches: PatchBatch[] = []
  mirror.onBatch(batch => batches.push(batch))
  mirror.put('pool', 'p', pool('before'))
  const snapshot = mirror.snapshot()
  expect(snapshot.objects.pool).toEqual({ p: pool('before') })
  mirror.drop('pool', 'p')
  await expect.poll(() => batches.at(-1)?.version).toBe(snapshot.version + 1)
  expect(batches.at(-1)?.patches).toEqual([{ op: 'drop', kind: 'pool', id: 'p' }])
})

test('dropping what is not there says nothing', async () => {
  const mirror = new Mirror()
  mirror.drop('pool', 'none')
  expect(mirror.snapshot().version).toBe(0)
})
