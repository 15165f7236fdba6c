// A guest's memory in a file: what libvirt wrote is what was asked for, the guest goes on, and no file is written over.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { choose, rowOf, taskOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-dump-${process.pid}`
let folder: string
let running: RunningApp

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-dump-'))
  chmodSync(folder, 0o755)
  defineMachine(NAME)
  virsh('start', NAME)
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

async function dump(page: Page, path: string, format: string): Promise<string | null> {
  await rowOf(page, NAME).click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Write memory to a file…' }).click()
  const dialog = page.getByRole('dialog', { name: `Write the memory of ${NAME} to a file?` })
  await dialog.getByRole('textbox', { name: 'File on the host' }).fill(path)
  await choose(page, 'Format', format)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Write' }).click()
  await page.getByRole('button', { name: 'Activity' }).click()
  const task = taskOf(page, `Write the memory of ${NAME} to ${path}`)
  await expect(task).toHaveAttribute('data-task-state', /done|failed/, { timeout: 60_000 })
  return task.getAttribute('data-task-state')
}

/** The file is root's, as libvirt writes it. */
const headOf = (path: string) => readFileSync(path).subarray(0, 8).toString('latin1')

test('ELF and kdump, while the guest runs on; a file that is there stays', async () => {
  const { page } = running
  expect(await dump(page, join(folder, 'a.core'), 'ELF')).toBe('done')
  expect(headOf(join(folder, 'a.core')).slice(0, 4)).toBe('\u007fELF')
  expect(virsh('domstate', NAME)).toBe('running')
  expect(await dump(page, join(folder, 'b.core'), 'kdump, zlib')).toBe('done')
  // QEMU writes kdump flattened, as makedumpfile does: `makedumpfile -R` and crash read it.
  expect(headOf(join(folder, 'b.core'))).toBe('makedump')
  writeFileSync(join(folder, 'mine'), 'mine')
  expect(await dump(page, join(folder, 'mine'), 'ELF')).toBe('failed')
  await expect(page.getByText(/^There is a file .*mine already/)).toBeVisible()
  expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('mine')
  expect(execFileSync('ls', [folder], { encoding: 'utf8' }).trim().split('\n')).toEqual([
    'a.core',
    'b.core',
    'mine',
  ])
  expect(running.troubles).toEqual([])
})
