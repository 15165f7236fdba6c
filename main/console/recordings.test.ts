import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Recordings } from './recordings.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-recording-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const failure = (code: string) => expect.objectContaining({ error: expect.objectContaining({ code }) })

test('pieces are in the file in their order, however fast they come', async () => {
  const recordings = new Recordings()
  const path = join(folder, 'a.webm')
  const id = await recordings.start(path)
  const pieces = Array.from({ length: 200 }, (_, n) => new Uint8Array(1 + (n % 7)).fill(n))
  const written = pieces.map(piece => recordings.write(id, piece))
  await recordings.end(id)
  await Promise.all(written)
  expect(readFileSync(path).equals(Buffer.concat(pieces))).toBe(true)
})

test('a full disk ends it, and says so once', async () => {
  const recordings = new Recordings()
  const id = await recordings.start('/dev/full')
  await expect(recordings.write(id, new Uint8Array(10))).rejects.toEqual(failure('file.notWritten'))
  await expect(recordings.write(id, new Uint8Array(10))).rejects.toEqual(failure('file.notOpen'))
  await recordings.end(id)
})

test('a place that cannot be written to is told at once', async () => {
  await expect(new Recordings().start(join(folder, 'none/a.webm'))).rejects.toEqual(
    failure('file.notWritten'),
  )
})
