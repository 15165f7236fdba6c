// Where a network card is plugged in: portgroups, vDPA, what user mode can do here, and addresses that another machine has.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-nic-${process.pid}`
const OTHER = `e2e-nic-other-${process.pid}`
const MAC = '52:54:00:be:ef:11'
const OTHER_MAC = '52:54:00:be:ef:12'
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let tab: HardwarePage

const nicOf = (mac: string) =>
  `<interface type='user'><mac address='${mac}'/><model type='virtio'/></interface>`

test.beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-nic-'))
  const file = join(folder, 'network.xml')
  writeFileSync(
    file,
    `<network><name>${NAME}</name><portgroup name='staff'/><portgroup name='guests' default='yes'/></network>`,
  )
  virsh('net-define', file)
  rmSync(folder, { recursive: true })
  defineMachine(NAME, nicOf(MAC))
  defineMachine(OTHER, nicOf(OTHER_MAC))
  running = await launchApp()
  tab = new HardwarePage(running.page)
  await tab.open(NAME)
  await tab.choose('Network card')
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [NAME, OTHER]) removeMachine(name)
  if (virsh('net-list', '--all', '--name').includes(NAME)) virsh('net-undefine', NAME)
})

const defined = () => virsh('dumpxml', NAME, '--inactive')

test('user mode by passt is offered where the host takes it, and the reason is shown where not', async () => {
  const { page } = running
  const capabilities = virsh('version')
  await page.getByRole('button', { name: /Backend$/ }).click()
  const passt = page.getByRole('option', { name: 'passt', exact: true })
  // Debian 12's libvirt does not; newer ones do.
  if (/libvirt 9\.0/.test(capabilities)) {
    await expect(passt).toContainText('cannot do it')
    await expect(passt).toHaveAttribute('aria-disabled', 'true')
  } else await expect(passt).not.toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')
})

test('an address that another machine has is told, and can be taken all the same', async () => {
  const { page } = running
  const address = page.getByRole('textbox', { name: 'Address (MAC)' })
  const told = page.getByText(`${OTHER} already has a network card with this address.`)
  await expect(told).toHaveCount(0)
  await address.fill(OTHER_MAC.toUpperCase())
  await expect(told).toBeVisible()
  await expectAccessible(page)
  await expect(page.getByRole('button', { name: 'Apply' })).toBeEnabled()
  await page.getByRole('button', { name: 'Discard' }).click()
  await tab.add('Network card…')
  await tab.dialog.getByRole('textbox', { name: 'Address (MAC)' }).fill(MAC)
  await expect(tab.dialog.getByText(`${NAME} already has a network card with this address.`)).toBeVisible()
  await tab.dialog.getByRole('textbox', { name: 'Address (MAC)' }).fill('none')
  await expect(tab.dialog.getByRole('button', { name: 'Add', exact: true })).toBeDisabled()
  await page.getByRole('button', { name: 'Cancel' }).click()
})

test('a portgroup is chosen of those that the network has', async () => {
  const { page } = running
  await tab.select('Network', `Network “${NAME}”`)
  await page.getByRole('button', { name: /Portgroup of the network$/ }).click()
  // The network's own choice first.
  await expect(page.getByRole('option').filter({ hasText: /^(guests|staff)$/ })).toHaveText([
    'guests',
    'staff',
  ])
  await page.getByRole('option', { name: 'staff' }).click()
  await expectAccessible(page)
  await tab.apply()
  expect(defined()).toContain(`<source network='${NAME}' portgroup='staff'/>`)
  await expect(page.getByRole('option', { name: /^Network card .*staff/ })).toBeVisible()
})

test('a card with vDPA is named by its device', async () => {
  const { page } = running
  await tab.select('Network', 'Network card with vDPA')
  await page.getByRole('textbox', { name: 'Device', exact: true }).fill('/dev/vhost-vdpa-3')
  await tab.apply()
  expect(defined()).toMatch(/<interface type='vdpa'>\s*<mac [^>]*>\s*<source dev='\/dev\/vhost-vdpa-3'\/>/)
  expect(running.troubles).toEqual([])
})
