import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SettingsFile } from './file.ts'

const log = { info: () => undefined, error: () => undefined }
let path = ''
let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrina-settings-'))
  path = join(dir, 'settings.json')
})
afterEach(() => rm(dir, { recursive: true }))

test('a change survives a restart', async () => {
  const first = await SettingsFile.open(path, log)
  expect(first.value.language).toBe('system')
  first.change({ language: 'es' })
  first.change({ theme: 'dark' })
  await first.written()
  const second = await SettingsFile.open(path, log)
  expect(second.value).toMatchObject({ language: 'es', theme: 'dark', scale: 100 })
})

test.each([['{"language":'], ['{"language":"klingon"}'], ['[]']])(
  'a broken file %j is set aside, not lost',
  async text => {
    await writeFile(path, text)
    const settings = await SettingsFile.open(path, log)
    expect(settings.value.language).toBe('system')
    expect(await readFile(`${path}.broken`, 'utf8')).toBe(text)
  },
)
