// A saved machine that cannot go on, for its saved state is broken: what can be done is offered, with what is lost by it.
import { closeSync, openSync, writeSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { rowOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-saved-${process.pid}`
test.describe.configure({ mode: 'serial' })
let running: RunningApp

test.beforeAll(async () => {
  defineMachine(NAME)
  virsh('start', NAME)
  virsh('managedsave', NAME)
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
})

/** Libvirt's own head stays, QEMU's part behind it is made nonsense. */
function breakSavedState(): void {
  const file = openSync(`/var/lib/libvirt/qemu/save/${NAME}.save`, 'r+')
  writeSync(file, Buffer.alloc(1 << 20, 'broken'), 0, 1 << 20, 64 << 10)
  closeSync(file)
}

test('it is started without its saved state where somebody wants that, and not before', async () => {
  const { page } = running
  breakSavedState()
  await rowOf(page, NAME).click()
  await page.getByRole('button', { name: 'Start' }).first().click()
  await expect(page.getByText(`${NAME} could not go on from its saved state.`)).toBeVisible({
    timeout: 60_000,
  })
  expect(virsh('dominfo', NAME)).toMatch(/Managed save: +yes/)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Discard its saved state and start' }).click()
  await expect.poll(() => virsh('domstate', NAME), { timeout: 60_000 }).toBe('running')
  expect(virsh('domstate', NAME, '--reason')).toBe('running (booted)')
  expect(virsh('dominfo', NAME)).toMatch(/Managed save: +no/)
  await expect(page.getByText(`${NAME} could not go on`)).toHaveCount(0)
})

test('one that is whole goes on where it was', async () => {
  const { page } = running
  virsh('managedsave', NAME)
  await page.getByRole('button', { name: 'Start' }).first().click()
  await expect.poll(() => virsh('domstate', NAME, '--reason'), { timeout: 60_000 }).toBe('running (restored)')
  expect(running.troubles).toEqual([])
})
