import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog, redact } from './log.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrina-log-'))
})
afterEach(() => rm(dir, { recursive: true }))

test('no password reaches the log, by name or inside a text', () => {
  const cut = JSON.stringify(
    redact({
      passwd: 'hunter2',
      xml: `<graphics passwd='hunter2' port='5900'/>`,
      error: new Error('refused: password=hunter2'),
      name: 'web-01',
    }),
  )
  expect(cut).not.toContain('hunter2')
  expect(cut).toContain('web-01')
  expect(cut).toContain('5900')
})

test('a full file starts anew and the one before is kept', async () => {
  const path = join(dir, 'app.log')
  await writeFile(path, 'x'.repeat((1 << 20) + 1))
  openLog(path).info('started')
  await expect.poll(() => readFile(path, 'utf8')).toContain('started')
  expect((await stat(`${path}.1`)).size).toBeGreaterThan(1 << 20)
  expect((await stat(path)).size).toBeLessThan(1000)
})
