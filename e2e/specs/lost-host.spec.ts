// Point 2: a host that goes away greys out, says so, and comes back by itself. A private daemon of an unprivileged
// user is killed for it, never the system's.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp } from '../app.ts'
import { rowOf } from '../pages/wizard.ts'

const USER = 'nobody'

function startDaemon(folder: string): ChildProcess {
  const env = [
    `HOME=${folder}`,
    `XDG_RUNTIME_DIR=${folder}`,
    `XDG_CACHE_HOME=${folder}/cache`,
    `XDG_CONFIG_HOME=${folder}/config`,
  ]
  return spawn('runuser', ['-u', USER, '--', 'env', ...env, 'libvirtd', '--timeout=300'], { stdio: 'ignore' })
}

/** Only the one whose runtime folder is ours. */
function killDaemon(folder: string): void {
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const read = (file: string) => {
      try {
        return readFileSync(`/proc/${pid}/${file}`, 'utf8')
      } catch {
        return '' // it ended meanwhile
      }
    }
    const ours = read('comm').trim() === 'libvirtd' && read('environ').includes(`XDG_RUNTIME_DIR=${folder}\0`)
    if (ours) process.kill(Number(pid), 'SIGKILL')
  }
}

test('a killed daemon: the list stays, greyed, and lives again when the daemon does', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-daemon-'))
  execFileSync('chown', [USER, folder])
  const socket = join(folder, 'libvirt/libvirt-sock')
  startDaemon(folder)
  await expect.poll(() => existsSync(socket)).toBe(true)
  const uri = `test+unix:///default?socket=${socket}`
  const configFolder = mkdtempSync(join(tmpdir(), 'vitrina-lost-'))
  mkdirSync(join(configFolder, 'Vitrina'))
  writeFileSync(join(configFolder, 'Vitrina/settings.json'), JSON.stringify({ hosts: [uri] }))
  const { page, close } = await launchApp({ configFolder })
  try {
    await page.getByRole('button', { name: uri }).click()
    const row = rowOf(page, 'test')
    await expect(row).toBeVisible()
    await row.click()
    await page.getByRole('button', { name: uri }).click()
    killDaemon(folder)
    await expect(page.getByText('Connection lost')).toBeVisible()
    await expect(row).toBeVisible() // what was known stays
    await page.getByRole('searchbox', { name: 'Filter machines' }).fill('nothing')
    await expect(page.getByText('Nothing matches “nothing”').first()).toBeVisible() // and the window answers
    await page.getByRole('searchbox', { name: 'Filter machines' }).fill('')
    startDaemon(folder)
    await expect(page.getByText('Connection lost')).toBeHidden({ timeout: 45_000 })
    await expect(row).toBeVisible()
  } finally {
    await close()
    killDaemon(folder)
    rmSync(folder, { recursive: true, force: true })
    rmSync(configFolder, { recursive: true })
  }
})
