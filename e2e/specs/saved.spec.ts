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
  defineMachine(NAME, `<graphics type='vnc' autoport='yes' listen='127.0.0.1' passwd='geheim12'/>`)
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

test('what it goes on with is shown and changed, and its secrets stay', async () => {
  const { page } = running
  virsh('managedsave', NAME)
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Definition of the saved state…' }).click()
  const dialog = page.getByRole('dialog', { name: `Definition in the saved state of ${NAME}` })
  const editor = dialog.getByRole('textbox', { name: 'Definition in the saved state' })
  await expect(editor).toContainText(NAME)
  await expect(editor).not.toContainText('geheim12')
  await editor.click()
  await page.keyboard.press('Control+f')
  const find = page.getByRole('textbox', { name: 'Find' })
  await find.pressSequentially('<on_crash>destroy')
  await find.press('Enter')
  await page.getByRole('button', { name: 'close' }).click()
  await page.keyboard.insertText('<on_crash>preserve')
  await dialog.getByRole('button', { name: 'Changes in the definition (XML)' }).click()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Change', exact: true }).click()
  const saved = () => virsh('managedsave-dumpxml', NAME, '--security-info')
  await expect.poll(saved).toContain('<on_crash>preserve<')
  expect(saved()).toContain(`passwd='geheim12'`)
  expect(virsh('dumpxml', NAME)).toContain('<on_crash>destroy<')
})

test('one that is whole goes on where it was', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Start' }).first().click()
  await expect.poll(() => virsh('domstate', NAME, '--reason'), { timeout: 60_000 }).toBe('running (restored)')
  expect(virsh('dumpxml', NAME)).toContain('<on_crash>preserve<')
  expect(running.troubles).toEqual([])
})
