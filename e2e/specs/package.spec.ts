// The package as it is installed: unpacked, its program opens a machine's console, and tells the terminal what it cannot
// open.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, expect, test } from '@playwright/test'
import { startGrub, waitForGrub } from '../grub.ts'
import { compareWithHost, isSame } from '../pages/console.ts'
import { removeMachine } from '../virsh.ts'

const ROOT = join(import.meta.dirname, '../..')
const NAME = `package-${process.pid}`
let folder: string
let program: string
let env: Record<string, string>

function debsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.deb')) : []
}

test.beforeAll(async () => {
  test.setTimeout(240_000)
  folder = mkdtempSync(join(tmpdir(), 'vitrina-package-'))
  const dist = join(ROOT, 'dist')
  // One of another day would be tried in its place.
  for (const name of debsIn(dist)) rmSync(join(dist, name))
  execFileSync('npx', ['tsx', 'scripts/package/package.ts'], { cwd: ROOT, stdio: 'ignore' })
  const [deb = ''] = debsIn(dist)
  execFileSync('dpkg-deb', ['-x', join(ROOT, 'dist', deb), folder])
  program = join(folder, 'opt/Vitrina/vitrina')
  const given = Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined)
  const config = { XDG_CONFIG_HOME: join(folder, 'config'), LANGUAGE: 'en', LC_ALL: '' }
  env = { ...Object.fromEntries(given), ...config }
  startGrub(NAME, ['spice'])
  await waitForGrub(NAME)
})
test.afterAll(() => {
  removeMachine(NAME)
  rmSync(folder, { recursive: true, force: true })
})

test('an unknown host and an unknown machine have a status each', () => {
  const run = (...words: string[]) => spawnSync(program, ['console', ...words], { env, encoding: 'utf8' })
  const host = run('nowhere', NAME)
  expect(host.status, host.stderr).toBe(2)
  expect(host.stderr).toContain('There is no host “nowhere” in Vitrina.')
  const vm = run('system', 'none of that name')
  expect(vm.status, vm.stderr).toBe(3)
  expect(vm.stderr).toContain('There is no machine “none of that name” on system.')
})

test('its console shows what the host sees', async () => {
  const app = await _electron.launch({
    executablePath: program,
    args: ['console', 'system', NAME],
    env,
    timeout: 60_000,
  })
  try {
    const page = await app.firstWindow()
    await page.locator('[data-console="spice"][data-state="connected"]').waitFor({ timeout: 60_000 })
    expect(isSame(await compareWithHost(page, NAME, 30_000))).toBe(true)
  } finally {
    await app.close()
  }
})
