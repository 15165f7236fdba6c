// A machine saved to a file and gone on with from it, seen in its processor's time; what is no file of it starts nothing.
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { rowOf, taskOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-save-${process.pid}`
const OTHER = `e2e-save-other-${process.pid}`
let folder: string
let running: RunningApp

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-save-'))
  chmodSync(folder, 0o755)
  for (const name of [NAME, OTHER]) defineMachine(name)
  virsh('start', NAME)
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [NAME, OTHER]) removeMachine(name)
  rmSync(folder, { recursive: true })
})

async function ask(
  page: Page,
  machine: string,
  entry: string,
  button: string,
  path: string,
): Promise<string | null> {
  await rowOf(page, machine).click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: entry }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'File on the host' }).fill(path)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: button }).click()
  await page.getByRole('button', { name: 'Activity' }).click()
  const label = entry.startsWith('Save') ? `Save ${machine} to ${path}` : `Go on with ${machine} from ${path}`
  const task = taskOf(page, label)
  await expect(task).toHaveAttribute('data-task-state', /done|failed/, { timeout: 60_000 })
  return task.getAttribute('data-task-state')
}

test('it stops with its file there, never over another, and goes on from it', async () => {
  const { page } = running
  const path = join(folder, 'a.save')
  writeFileSync(join(folder, 'mine'), 'mine')
  expect(await ask(page, NAME, 'Save to a file…', 'Save and stop', join(folder, 'mine'))).toBe('failed')
  expect(virsh('domstate', NAME)).toBe('running')
  expect(await ask(page, NAME, 'Save to a file…', 'Save and stop', path)).toBe('done')
  expect(virsh('domstate', NAME)).toBe('shut off')
  expect(existsSync(path)).toBe(true)
  expect(await ask(page, OTHER, 'Go on from a file…', 'Go on', path)).toBe('failed')
  await expect(page.getByText(`is of another machine, ${NAME}`).first()).toBeVisible()
  expect(virsh('domstate', OTHER)).toBe('shut off')
  expect(await ask(page, NAME, 'Go on from a file…', 'Go on', path)).toBe('done')
  expect(virsh('domstate', NAME, '--reason')).toBe('running (restored)')
  expect(existsSync(path)).toBe(true)
  expect(running.troubles).toEqual([])
})
