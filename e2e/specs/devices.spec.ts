// Devices beside disks and network cards on the Hardware tab: added, seen by libvirt and QEMU, removed; what the host can give.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { rescueIso } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { choose, rowOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-devices-${process.pid}`
const OTHER = `e2e-devices-other-${process.pid}`
test.describe.configure({ mode: 'serial' })
let folder: string
let running: RunningApp

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-devices-'))
  defineMachine(
    NAME,
    `<controller type='usb' model='qemu-xhci'/><disk type='file' device='cdrom'><source file='${rescueIso()}'/>
     <target dev='sda' bus='sata'/><readonly/><boot order='1'/></disk>`,
  )
  running = await launchApp()
  await rowOf(running.page, NAME).click()
  await running.page.getByRole('tab', { name: 'Hardware' }).click()
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [NAME, OTHER]) removeMachine(name)
  rmSync(folder, { recursive: true })
})

const dialog = (page: Page) => page.getByRole('dialog')
const definition = () => virsh('dumpxml', NAME, '--inactive')

async function add(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Add device', exact: true }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

async function confirm(page: Page): Promise<void> {
  await dialog(page).getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog(page)).toHaveCount(0)
}

test('a shared folder brings shared memory, and says what to type in the guest', async () => {
  const { page } = running
  await add(page, 'Shared folder…')
  await expect(dialog(page).getByText(/^The machine’s memory becomes shared/)).toBeVisible()
  const confirmButton = dialog(page).getByRole('button', { name: 'Add', exact: true })
  await expect(confirmButton).toBeDisabled()
  await dialog(page).getByRole('textbox', { name: 'Folder of the host' }).fill('srv')
  await expect(dialog(page).getByText('A path begins with a slash.')).toBeVisible()
  await dialog(page).getByRole('textbox', { name: 'Folder of the host' }).fill(folder)
  await expectAccessible(page)
  await confirm(page)
  await page.getByRole('option', { name: /^Shared folder share/ }).click()
  await expect(page.getByText('sudo mount -t virtiofs share /mnt/host')).toBeVisible()
  expect(definition()).toMatch(/<driver type='virtiofs'\/>\s*<source dir='[^']*vitrina-devices-/)
  expect(definition()).toContain(`<access mode='shared'/>`)
})

test('a new device’s XML is seen before it is added, and what is written in it is what is added', async () => {
  const { page } = running
  await add(page, 'Random numbers…')
  await dialog(page).getByRole('button', { name: 'XML of the new device' }).click()
  const editor = dialog(page).getByRole('textbox', { name: 'XML of the device' })
  await expect(editor).toContainText('/dev/urandom')
  await editor.press('Control+a')
  await page.keyboard.insertText(`<sound model='ich6'/>`)
  await expect(dialog(page).getByText('libvirt does not accept the definition.')).toBeVisible()
  await editor.press('Control+a')
  await page.keyboard.insertText(`<rng model='virtio'><backend model='random'>/dev/random</backend></rng>`)
  await expectAccessible(page)
  await confirm(page)
  await expect.poll(definition).toContain(`<backend model='random'>/dev/random</backend>`)
  expect(definition()).not.toContain('urandom')
})

test('what can be done with a device is in its context menu, by mouse and by keyboard', async () => {
  const { page } = running
  const menu = page.getByRole('menu', { name: 'Random numbers' })
  await page.getByRole('option', { name: /^Random numbers/ }).click({ button: 'right' })
  await expect(menu.getByRole('menuitem')).toHaveText(['XML…', 'Remove'])
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await page.getByRole('option', { name: /^Random numbers/ }).focus()
  await page.keyboard.press('Shift+F10')
  await menu.getByRole('menuitem', { name: 'Remove' }).press('Enter')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect.poll(definition).not.toContain('<rng')
})

test('a SPICE display becomes a VNC one in one change, and what only SPICE carries goes with it', async () => {
  const { page } = running
  const settings = page.getByRole('region', { name: 'Settings of the device' })
  await add(page, 'Display…')
  await confirm(page)
  await add(page, 'Other device…')
  await choose(page, 'Device', 'USB redirection')
  await confirm(page)
  expect(definition()).toContain('redirdev')
  await page.getByRole('option', { name: /^Controller: usb 0/ }).click()
  await expect(settings.getByText('USB redirection')).toBeVisible()
  await page.getByRole('option', { name: /^Display/ }).click()
  await choose(page, 'Type', 'vnc')
  await page.getByRole('button', { name: 'Changes in the definition (XML)' }).click()
  await expect(page.getByRole('region', { name: 'Changes', exact: true })).toContainText('<redirdev')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Changes', exact: true })).toHaveCount(0)
  expect(definition()).toMatch(/<graphics type='vnc'/)
  expect(definition()).not.toContain('spice')
  await settings.getByRole('button', { name: 'Remove' }).click()
  await page
    .getByRole('alertdialog')
    .or(dialog(page))
    .getByRole('button', { name: 'Remove', exact: true })
    .click()
  await expect(page.getByRole('option', { name: /^Display/ })).toHaveCount(0)
})

test('other devices are behind one entry, with what they are for', async () => {
  const { page } = running
  await add(page, 'Other device…')
  await choose(page, 'Device', 'Socket to the host')
  await expect(dialog(page).getByText(/without a network/)).toBeVisible()
  await confirm(page)
  await expect(page.getByRole('option', { name: /^Socket to the host/ })).toBeVisible()
  expect(definition()).toMatch(/<vsock model='virtio'>\s*<cid auto='yes'/)
  // One is all that a machine can have.
  await add(page, 'Other device…')
  await dialog(page)
    .getByRole('button', { name: /Device$/ })
    .click()
  await expect(page.getByRole('option', { name: /^Socket to the host/ }).last()).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await page.keyboard.press('Escape')
  await expect(page.getByRole('option', { name: /^Socket to the host/ })).toHaveCount(1)
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog(page)).toHaveCount(0)
})

/** One of the host's PCI devices that is no bridge. */
function someDevice(): { name: string; bus: string; slot: string; fn: string } {
  const isGivable = (one: string) => !virsh('nodedev-dumpxml', one).includes('<class>0x06')
  const name = virsh('nodedev-list', '--cap', 'pci').split('\n').reverse().find(isGivable) ?? ''
  const [bus = '', slot = '', fn = ''] = name.split('_').slice(2)
  return { name, bus, slot, fn }
}

test('a device of the host: who has it, what goes with it, and what is missing is said before', async () => {
  const { page } = running
  const { name, bus, slot, fn } = someDevice()
  const address = `0000:${bus}:${slot}.${fn}`
  defineMachine(
    OTHER,
    `<hostdev mode='subsystem' type='pci' managed='yes'><source>
     <address domain='0' bus='0x${bus}' slot='0x${slot}' function='0x${fn}'/></source></hostdev>`,
  )
  await add(page, 'USB or PCI device of the host…')
  await dialog(page).getByRole('button', { name: 'Make a mediated device' }).click()
  await expect(dialog(page).getByText('No device of this host can be divided.')).toBeVisible()
  // The host bridge is the host's own.
  await expect(dialog(page).getByRole('option', { name: /0000:00:00\.0/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await dialog(page)
    .getByRole('option', { name: new RegExp(address.replaceAll('.', '\\.')) })
    .click()
  await expect(dialog(page).getByText(`In the definition of ${OTHER} already`)).toBeVisible()
  if (!virsh('nodedev-dumpxml', name).includes('iommuGroup'))
    await expect(dialog(page).getByText(/^The host’s IOMMU is not on/)).toBeVisible()
  await expectAccessible(page)
  await confirm(page)
  await expect(page.getByRole('option', { name: `Device of the host ${address}` })).toBeVisible()
  expect(definition()).toMatch(
    new RegExp(`<hostdev mode='subsystem' type='pci' managed='yes'>[^]*slot='0x${slot}' function='0x${fn}'`),
  )
  await page.getByRole('option', { name: `Device of the host ${address}` }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect.poll(definition).not.toContain('<hostdev')
})

test('running: a USB tablet comes and goes at once, and QEMU has it', async () => {
  const { page } = running
  // No virtiofsd for this one, and no vsock of the host.
  virsh('detach-device', NAME, write(`<vsock model='virtio'/>`), '--config')
  virsh(
    'detach-device',
    NAME,
    write(`<filesystem type='mount'><source dir='${folder}'/><target dir='share'/></filesystem>`),
    '--config',
  )
  virsh('start', NAME)
  await expect(page.getByRole('button', { name: 'Shut down' })).toBeVisible()
  await add(page, 'Other device…')
  await choose(page, 'Device', 'Input$')
  await expect(dialog(page).getByText('At once')).toBeVisible()
  await confirm(page)
  await expect(page.getByRole('option', { name: /^Input: tablet usb/ })).toBeVisible()
  expect(virsh('qemu-monitor-command', NAME, '--hmp', 'info usb')).toContain('USB Tablet')
  await page.getByRole('option', { name: /^Input: tablet usb/ }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect
    .poll(() => virsh('qemu-monitor-command', NAME, '--hmp', 'info usb'))
    .not.toContain('USB Tablet')
})

test('running: a drive’s limits change at once', async () => {
  const { page } = running
  await page.getByRole('option', { name: /^CD sda/ }).click()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  const field = page.getByRole('textbox', { name: 'Reading at most, bytes a second' })
  await field.fill('1048576')
  await field.press('Tab')
  await expect(page.getByRole('region', { name: 'Changes', exact: true })).toContainText('At once')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('region', { name: 'Changes', exact: true })).toHaveCount(0, { timeout: 30_000 })
  expect(virsh('blkdeviotune', NAME, 'sda', '--live')).toMatch(/read_bytes_sec\s*: 1048576/)
  expect(definition()).toContain('<read_bytes_sec>1048576</read_bytes_sec>')
  expect(running.troubles).toEqual([])
})

let files = 0
function write(xml: string): string {
  const path = join(folder, `device-${++files}.xml`)
  writeFileSync(path, xml)
  return path
}
