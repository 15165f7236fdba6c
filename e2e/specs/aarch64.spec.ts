// A machine of another architecture: made by the wizard, started, its firmware seen on the screen and at the serial console,
// and its hardware fit for it.
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { keepHostAsItWas, rescueIso } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { compareWithHost, isSame } from '../pages/console.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { choose, deleteMachine, fillWizard, openMachine, openWizard, taskOf } from '../pages/wizard.ts'
import { removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-aarch64-${process.pid}`
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let restoreHost: () => void

test.beforeAll(async () => {
  restoreHost = keepHostAsItWas()
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  restoreHost()
})

test('the wizard makes it with what the architecture has: UEFI, and nothing of a PC', async () => {
  const { page } = running
  await openWizard(page)
  await fillWizard(page, { name: NAME, iso: rescueIso(), memoryMiB: 512, diskGiB: 1 })
  await page.getByRole('button', { name: 'More options' }).click()
  await choose(page, 'Architecture', 'aarch64')
  await expect(page.getByRole('button', { name: /Firmware$/ })).toHaveText(/UEFI/)
  await choose(page, 'Display', 'SPICE')
  await page.getByRole('textbox', { name: 'Memory' }).fill('512')
  await page.getByRole('textbox', { name: 'Memory' }).press('Tab')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Create VM' }).click()
  const task = taskOf(page, `Create ${NAME}`)
  await expect(task).toHaveAttribute('data-task-state', /done|failed/, { timeout: 120_000 })
  if ((await task.getAttribute('data-task-state')) === 'failed') {
    await task.getByRole('button', { name: 'Details' }).click()
    throw new Error(await task.innerText())
  }
  const xml = virsh('dumpxml', NAME)
  expect(xml).toMatch(/<type arch='aarch64' machine='virt-[\d.]+'>/)
  expect(xml).toContain('AAVMF')
  expect(xml).not.toMatch(/bus='(sata|ide|ps2)'|i440fx|<apic\/>|vmport|name='(pit|hpet)'/)
  expect(xml).toContain(`<input type='keyboard' bus='usb'>`)
})

test('its firmware is on the screen, and speaks at the serial console', async () => {
  const { page } = running
  await openMachine(page, NAME)
  const seen = await compareWithHost(page, NAME, 240_000)
  expect(isSame(seen), JSON.stringify(seen)).toBe(true)
  await choose(page, 'Connection', 'Text console')
  const rows = page.locator('[data-console="serial"] .xterm-rows')
  await page.locator('[data-console="serial"]').click()
  await page.keyboard.press('Enter')
  // UEFI's shell or its menu: nothing on the disks is for this processor.
  await expect(rows).toContainText(/Shell>|UEFI|BdsDxe/, { timeout: 240_000 })
})

test('the Hardware tab offers what such a machine can have', async () => {
  const { page } = running
  await page.getByRole('tab', { name: 'Hardware' }).click()
  await page.getByRole('button', { name: 'Firmware and start' }).click()
  await page
    .getByRole('button', { name: /Firmware$/ })
    .last()
    .click()
  await expect(page.getByRole('option', { name: 'UEFI', exact: true })).toBeVisible()
  await expect(page.getByRole('option', { name: 'BIOS', exact: true })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Topology and processor features' }).click()
  await expect(page.getByText('This host does not say which features')).toBeVisible()
  await expectAccessible(page)
})

test('what only PCs have is shown, with the reason why not', async () => {
  const { page } = running
  const tab = new HardwarePage(page)
  await tab.add('Other device…')
  await tab.dialog.getByRole('button', { name: /Device$/ }).click()
  for (const kind of ['Parallel port', 'Crash notifier'])
    await expect(page.getByRole('option', { name: kind })).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByRole('option', { name: 'Crash notifier' })).toContainText(
    'not for this machine type',
  )
  await page.getByRole('option', { name: 'Watchdog' }).click()
  await tab.dialog.getByRole('button', { name: /Model$/ }).click()
  await expect(page.getByRole('option', { name: 'ib700' })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('option', { name: 'i6300esb' }).click()
  await expectAccessible(page)
  await tab.confirm('Add')
  await expect.poll(() => virsh('dumpxml', '--inactive', NAME)).toContain(`<watchdog model='i6300esb'`)
  virsh('destroy', NAME)
  await deleteMachine(page, NAME)
  expect(running.troubles).toEqual([])
})
