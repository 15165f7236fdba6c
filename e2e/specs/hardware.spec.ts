// A machine is changed on its Hardware tab, off and running; what QEMU has is QEMU's own word, not ours.
import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { rescueIso } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { expectSteps } from '../pages/steps.ts'
import { rowOf } from '../pages/wizard.ts'
import { machineNames, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-hardware-${process.pid}`
const MAC = '52:54:00:be:ef:01'
// One machine goes through all of it.
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let tab: HardwarePage
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-hardware-'))
  chmodSync(folder, 0o755) // QEMU's user goes through it
  copyFileSync(rescueIso(), join(folder, 'first.iso'))
  copyFileSync(rescueIso(), join(folder, 'second.iso'))
  virsh('pool-create-as', NAME, 'dir', '--target', folder)
  virsh('vol-create-as', NAME, 'system.qcow2', '1G', '--format', 'qcow2')
  define()
  running = await launchApp()
  tab = new HardwarePage(running.page)
})
test.afterAll(async () => {
  await running.close()
  removeMachine(NAME)
  if (virsh('pool-list', '--name').includes(NAME)) virsh('pool-destroy', NAME)
  rmSync(folder, { recursive: true })
})

/** As another program would. */
function define(edit: (xml: string) => string = xml => xml): void {
  const xml = machineNames().includes(NAME)
    ? virsh('dumpxml', NAME, '--inactive')
    : `<domain type='qemu'>
  <name>${NAME}</name>
  <metadata><n:note xmlns:n='urn:n'>as  it was</n:note></metadata>
  <memory unit='MiB'>128</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <features><acpi/></features>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='${folder}/system.qcow2'/>
      <target dev='vda' bus='virtio'/>
      <boot order='2'/>
    </disk>
    <disk type='file' device='cdrom'>
      <driver name='qemu' type='raw'/>
      <source file='${folder}/first.iso'/>
      <target dev='sda' bus='sata'/>
      <readonly/>
      <boot order='1'/>
    </disk>
    <controller type='usb' model='qemu-xhci'/>
    <interface type='user'><mac address='${MAC}'/><model type='virtio'/></interface>
    <graphics type='vnc' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>
    <video><model type='vga'/></video>
  </devices>
</domain>`
  const file = join(folder, 'machine.xml')
  writeFileSync(file, edit(xml))
  virsh('define', file)
}

const defined = () => virsh('dumpxml', NAME, '--inactive')
/** QEMU's own list of drives. */
const drives = () => virsh('qemu-monitor-command', NAME, '--hmp', 'info block')

test('off: memory is changed after a look at the difference, and the rest of the definition stays', async () => {
  const before = defined()
  await tab.open(NAME)
  await expectAccessible(running.page)
  await tab.fill('Memory', 192)
  const changes = running.page.getByRole('region', { name: 'Changes', exact: true })
  await expect(changes.getByText('Memory: 192 MiB')).toBeVisible()
  await expect(changes.getByText('At the next start').first()).toBeVisible()
  await changes.getByRole('button', { name: 'Changes in the definition (XML)' }).click()
  await expect(changes.getByText(`<memory unit='KiB'>196608</memory>`)).toBeVisible()
  await expectAccessible(running.page)
  expect(defined()).toBe(before)
  await tab.apply()
  expect(defined()).toBe(before.replaceAll('131072', '196608'))
})

test('a change that another program makes meanwhile is shown and not lost, and neither is ours', async () => {
  const { page } = running
  await page.getByRole('textbox', { name: 'Title' }).fill('Ours')
  define(xml => xml.replace('</metadata>', '</metadata>\n  <description>Theirs</description>'))
  await expect(page.getByText('Another program changed this machine meanwhile')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Ours')
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue('Theirs')
  await page.getByRole('button', { name: 'What it changed' }).click()
  await expect(page.getByRole('region', { name: 'What it changed' })).toContainText('Theirs')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Understood' }).click()
  await tab.apply()
  expect(defined()).toContain('<title>Ours</title>')
  expect(defined()).toContain('<description>Theirs</description>')
  expect(defined()).toContain('as  it was')
})

test('the boot order is changed by buttons', async () => {
  const { page } = running
  await tab.choose('Boot order')
  await page.getByRole('button', { name: 'Disk vda earlier' }).click()
  await expectAccessible(page)
  await tab.apply()
  expect(defined().replace(/\s+/g, ' ')).toMatch(/dev='vda' bus='virtio'\/> <boot order='1'/)
})

test('the boot order is changed by dragging, and by the handle’s keys', async () => {
  const { page } = running
  const rows = page.getByRole('grid', { name: 'Boot order' }).getByRole('row')
  await expect(rows.first()).toContainText('Disk vda')
  await rows
    .nth(0)
    .dragTo(rows.nth(1), { sourcePosition: { x: 12, y: 14 }, targetPosition: { x: 60, y: 30 } })
  await expect(rows.first()).not.toContainText('Disk vda')
  const handle = page.getByRole('button', { name: 'Move Disk vda' })
  await handle.focus()
  await page.keyboard.press('Enter')
  // Where it can be put is told, place by place.
  const place = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  await expect.poll(place).toMatch(/^Insert/)
  for (let n = 0; n < 5 && !/^Insert before/.test(await place()); n++) await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(rows.first()).toContainText('Disk vda')
  // As it was: nothing waits.
  await expect(page.getByRole('region', { name: 'Changes', exact: true })).toHaveCount(0)
})

test('a disk that some machine has already is said to be in use; a pending change is undone by its button', async () => {
  const { page } = running
  await tab.add('Disk…')
  await tab.dialog.getByRole('radio', { name: 'File or device of the host' }).check({ force: true })
  await tab.dialog.getByRole('textbox', { name: 'File' }).fill(join(folder, 'system.qcow2'))
  await expect(tab.dialog.getByText(`Used already by ${NAME}`)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await tab.choose('Disk vda')
  await tab.select('Cache', 'unsafe')
  await page.getByRole('button', { name: 'Undo: Disk vda: Cache: unsafe' }).click()
  await expect(page.getByRole('region', { name: 'Changes', exact: true })).toHaveCount(0)
  await tab.choose('Processors and memory')
})

test('running: a disk is added in three steps, and QEMU has it', async () => {
  const { page } = running
  virsh('start', NAME)
  await expect(page.getByRole('button', { name: 'Shut down' })).toBeVisible()
  await page.getByRole('tab', { name: 'Hardware' }).click()
  tab.steps = 0
  await tab.add('Disk…')
  // The first pool is chosen already; on a host of others' pools ours is not the first.
  await tab.select('Storage pool', NAME)
  await tab.fill('Size', 1)
  await expect(tab.dialog.getByText('At once')).toBeVisible()
  await expectAccessible(page)
  await tab.confirm('Add')
  expectSteps('hot-add a disk', tab.steps)
  await expect(page.getByRole('option', { name: /^Disk vdb/ })).toBeVisible()
  expect(drives()).toContain(`${folder}/${NAME}-2.qcow2`)
  expect(virsh('domblklist', NAME)).toContain('vdb')
  expect(virsh('domblklist', NAME, '--inactive')).toContain('vdb')
})

test('running: a USB disk goes, and its file with it when it is ticked', async () => {
  const { page } = running
  await tab.add('Disk…')
  await tab.select('Storage pool', NAME)
  await tab.fill('Size', 1)
  await tab.select('Bus', 'usb')
  await tab.confirm('Add')
  const file = join(folder, `${NAME}-3.qcow2`)
  await expect(page.getByRole('option', { name: /^Disk sdb/ })).toBeVisible()
  expect(drives()).toContain(file)
  await tab.choose('Disk sdb')
  await page
    .getByRole('region', { name: 'Settings of the device' })
    .getByRole('button', { name: 'Remove' })
    .click()
  await tab.dialog.getByRole('checkbox', { name: /Delete its file too/ }).check({ force: true })
  await expect(tab.dialog.getByText('At once')).toBeVisible()
  await expectAccessible(page)
  await tab.confirm('Remove and delete file')
  await expect(page.getByRole('option', { name: /^Disk sdb/ })).toHaveCount(0)
  expect(drives()).not.toContain(file)
  await expect.poll(() => existsSync(file)).toBe(false)
  expect(defined()).not.toContain(file)
})

test('running: a disk grows in three steps, and QEMU says so', async () => {
  tab.steps = 0
  await tab.choose('Disk vda')
  await tab.pressButton('Grow…')
  await tab.fill('New size', 3)
  await tab.confirm('Grow')
  expectSteps('grow a disk', tab.steps)
  const blocks = virsh('qemu-monitor-command', NAME, '{"execute":"query-block"}')
  expect(blocks).toContain(`"virtual-size":${3 * 2 ** 30}`)
  await expect(running.page.getByText('3 GiB', { exact: true })).toBeVisible()
})

test('running: the medium is changed and taken out', async () => {
  const { page } = running
  await tab.choose('CD sda')
  await tab.pressButton('Change medium…')
  await tab.dialog.getByRole('textbox', { name: 'File' }).fill(join(folder, 'second.iso'))
  await tab.confirm('Insert')
  await expect(page.getByRole('option', { name: /^CD sda.*second\.iso/ })).toBeVisible()
  expect(drives()).toContain('second.iso')
  await expectAccessible(page)
  await tab.pressButton('Eject')
  await expect(page.getByRole('option', { name: /^CD sda.*Empty/ })).toBeVisible()
  expect(drives()).not.toContain('second.iso')
  // It is offered again.
  await tab.pressButton('Change medium…')
  await tab.dialog.getByRole('button', { name: 'Recent images' }).click()
  await page.getByRole('menuitem', { name: join(folder, 'second.iso') }).click()
  await tab.confirm('Insert')
  await expect(page.getByRole('option', { name: /^CD sda.*second\.iso/ })).toBeVisible()
  await tab.pressButton('Eject')
  await expect(page.getByRole('option', { name: /^CD sda.*Empty/ })).toBeVisible()
})

test('running: the cable is pulled', async () => {
  await tab.choose('Network card')
  await running.page.getByRole('switch', { name: 'Cable plugged in' }).click({ force: true })
  await expect(running.page.getByRole('region', { name: 'Changes', exact: true })).toContainText('At once')
  await tab.apply()
  expect(virsh('domif-getlink', NAME, MAC)).toContain('down')
  expect(defined()).toContain(`<link state='down'/>`)
})

test('running: what cannot come at once is listed until the machine restarts', async () => {
  const { page } = running
  await tab.choose('Disk vda')
  await tab.select('Cache', 'none')
  const changes = page.getByRole('region', { name: 'Changes', exact: true })
  await expect(changes).toContainText('It is fixed while the machine runs.')
  await tab.apply()
  const waiting = page.getByRole('list', { name: 'After restart' })
  await expect(waiting).toContainText('Disk vda: Cache: Default → none')
  await expectAccessible(page)
  virsh('destroy', NAME)
  virsh('start', NAME)
  await expect(waiting).toHaveCount(0)
  expect(drives()).toMatch(/system\.qcow2[^:]*:[^:]*: +\w+, direct/)
})

test('a change that fails leaves the definition, and stays in the form', async () => {
  const { page } = running
  const before = defined()
  await tab.choose('Network card')
  await page.getByRole('textbox', { name: 'Address (MAC)' }).fill('no address')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('alert').first()).toBeVisible()
  expect(defined()).toBe(before)
  await expect(page.getByRole('textbox', { name: 'Address (MAC)' })).toHaveValue('no address')
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByRole('textbox', { name: 'Address (MAC)' })).toHaveValue(MAC)
})

test('the tab speaks Spanish', async () => {
  await running.close()
  running = await launchApp({ language: 'es' })
  const { page } = running
  await rowOf(page, NAME, 'Anfitriones y máquinas').click()
  await page.getByRole('tab', { name: 'Hardware' }).click()
  await page.getByRole('option', { name: /^Disco vda/ }).click()
  await expect(page.getByRole('button', { name: 'Ampliar…' })).toBeVisible()
  await page.getByRole('button', { name: 'Añadir dispositivo' }).click()
  await page.getByRole('menuitem', { name: 'Tarjeta de red…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Cancelar' }).click()
  expect(running.troubles).toEqual([])
})
