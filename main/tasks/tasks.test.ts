import { expect, test } from 'vitest'
import { AppFailure } from '../../preload/model/error.ts'
import { Mirror } from '../state/mirror.ts'
import { Tasks } from './tasks.ts'

const label = { key: 'create', params: {} }
const log = { info: () => undefined, error: () => undefined }

function setUp() {
  const mirror = new Mirror()
  const tasks = new Tasks(mirror, log, error =>
    error instanceof AppFailure ? error : new AppFailure('unknown'),
  )
  return { mirror, tasks }
}

test('a failed step undoes those before it, last first, even when one undo fails', async () => {
  const { mirror, tasks } = setUp()
  const undone: string[] = []
  const { task } = tasks.start(label, [], async context => {
    for (const name of ['volume', 'definition', 'start']) {
      context.undo(name, async () => {
        undone.push(name)
        if (name === 'definition') throw new Error('stuck')
      })
    }
    throw new AppFailure('create.diskFull')
  })
  await expect.poll(() => mirror.get('task', task)?.state).toBe('failed')
  expect(undone).toEqual(['start', 'definition', 'volume'])
  expect(mirror.get('task', task)?.error?.code).toBe('create.diskFull')
  expect(mirror.get('task', task)?.log.map(line => line.label.key)).toContain('undo.failed')
})

test('cancel aborts the work, undoes it and is not an error', async () => {
  const { mirror, tasks } = setUp()
  const undone: string[] = []
  const ref = tasks.start(label, [], async context => {
    context.undo('volume', async () => void undone.push('volume'))
    await new Promise((_, reject) =>
      context.signal.addEventListener('abort', () => reject(context.signal.reason)),
    )
  })
  tasks.dismiss(ref) // a running task cannot be dismissed
  tasks.cancel(ref)
  await expect.poll(() => mirror.get('task', ref.task)?.state).toBe('cancelled')
  expect(undone).toEqual(['volume'])
  expect(mirror.get('task', ref.task)?.error).toBeNull()
  tasks.dismiss(ref)
  expect(mirror.get('task', ref.task)).toBeUndefined()
})

test('only the last fifty ended tasks stay', async () => {
  const { mirror, tasks } = setUp()
  for (let n = 0; n < 60; n++) tasks.start(label, [], async () => undefined)
  await expect.poll(() => mirror.all('task').length).toBe(50)
})
