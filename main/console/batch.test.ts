import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { batched } from './batch.ts'

function start() {
  const sent: string[] = []
  return { sent, batch: batched(bytes => sent.push(Buffer.from(bytes).toString('latin1', 0, 8))) }
}

test('what comes in one turn of the event loop leaves as one message, in order', async () => {
  const { sent, batch } = start()
  batch.add(Buffer.from('ab'))
  await Promise.resolve()
  batch.add(Buffer.from('cd'))
  expect(sent).toEqual([])
  await turn()
  expect(sent).toEqual(['abcd'])
  batch.add(Buffer.from('ef'))
  await turn()
  expect(sent).toEqual(['abcd', 'ef'])
})

test('a full batch leaves at once, and the end of the source takes the rest with it', async () => {
  const { sent, batch } = start()
  batch.add(Buffer.alloc(448 << 10, 'x'))
  batch.add(Buffer.alloc(448 << 10, 'y'))
  expect(sent).toEqual(['xxxxxxxx'])
  batch.add(Buffer.from('z'))
  batch.flush()
  await turn()
  expect(sent).toEqual(['xxxxxxxx', 'z'])
})

test('what would make a batch larger than the largest begins the next one', async () => {
  const { sent, batch } = start()
  batch.add(Buffer.alloc(600 << 10, 'x'))
  batch.add(Buffer.alloc(600 << 10, 'y'))
  expect(sent).toEqual(['xxxxxxxx'])
  await turn()
  expect(sent).toEqual(['xxxxxxxx', 'yyyyyyyy'])
})
