// The README's first example, run as it stands there by plain Node, with the package as it is built.
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quick-start-'))
  const built = join(folder, 'built')
  execFileSync(join(ROOT, 'node_modules/.bin/tsx'), ['scripts/build-node-libvirt.ts', built], { cwd: ROOT })
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(built, join(folder, 'node_modules/node-libvirt'))
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('lists the machines of this computer', async () => {
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  const [, example = ''] = /```js\n([\s\S]+?)```/.exec(readme) ?? []
  expect(example).toContain("connect('qemu:///system')")
  // The test driver always has one machine; what qemu:///system has is anyone's.
  writeFileSync(join(folder, 'example.mjs'), example.replace("'qemu:///system'", "'test+unix:///default'"))
  const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: folder })
  expect(stdout).toMatch(/^test <domain type='test'/)
}, 60_000)
