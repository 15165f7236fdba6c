// Another source for a fixed disk, by form: the guest's device stays, what it had is kept, and a running machine has it after its
// restart. What QEMU has opened is QEMU's own word.
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { choose } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-source-${process.pid}`
const OTHER = `e2e-source-other-${process.pid}`
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let tab: HardwarePage
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-source-'))
  chmodSync(folder, 0o755) // QEMU's user goes through it
  virsh('pool-create-as', NAME, 'dir', '--target', folder)
  virsh('vol-create-as', NAME, 'old.qcow2', '64M', '--format', 'qcow2')
  virsh('vol-create-as', NAME, 'new.img', '32M', '--format', 'raw')
  const disk = (file: string, type: string) =>
    `<disk type='file' device='disk'><driver name='qemu' type='${type}' cache='none'/><source file='${folder}/${file}'/>
     <target dev='vda' bus='virtio'/><serial>MINE</serial><boot order='1'/></disk>`
  defineMachine(NAME, disk('old.qcow2', 'qcow2'))
  defineMachine(OTHER, disk('new.img', 'raw'))
  running = await launchApp()
  tab = new HardwarePage(running.page)
  await tab.open(NAME)
  await tab.choose('Disk vda')
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [NAME, OTHER]) removeMachine(name)
  virsh('pool-destroy', NAME)
  rmSync(folder, { recursive: true })
})

const disk = () => /<disk[\s\S]*<\/disk>/.exec(virsh('dumpxml', NAME, '--inactive'))?.[0] ?? ''
const drives = () => virsh('qemu-monitor-command', NAME, '--hmp', 'info block')

test('off: a volume in the disk’s place, after the risk and who has it already was told', async () => {
  const { page } = running
  await tab.pressButton('Another source…')
  await expect(tab.dialog.getByText('The guest finds another disk at its next start')).toBeVisible()
  await expect(tab.dialog.getByText('Nothing is deleted')).toBeVisible()
  await expect(tab.dialog.getByRole('button', { name: 'Change source' })).toBeDisabled()
  await choose(page, 'Storage pool', NAME)
  await choose(page, 'Volume', 'new.img')
  await expect(tab.dialog.getByText(`Used already by ${OTHER}.`)).toBeVisible()
  await expect(tab.dialog.getByText('At the next start', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await tab.confirm('Change source')
  await expect.poll(disk).toContain(`<source file='${folder}/new.img'/>`)
  expect(disk()).toMatch(/<driver name='qemu' type='raw' cache='none'\/>/)
  for (const kept of [`<target dev='vda' bus='virtio'/>`, '<serial>MINE</serial>', `<boot order='1'/>`])
    expect(disk()).toContain(kept)
  expect(existsSync(join(folder, 'old.qcow2'))).toBe(true)
})

test('running: the other source waits for the restart, is taken back with its format, and QEMU has it afterwards', async () => {
  const { page } = running
  virsh('start', NAME)
  await expect(page.getByRole('button', { name: 'Shut down' })).toBeVisible()
  const change = async () => {
    await tab.pressButton('Another source…')
    await tab.dialog.getByText('File or device of the host').click()
    await tab.dialog.getByRole('textbox', { name: 'File' }).fill(`${folder}/old.qcow2`)
    await expect(tab.dialog.getByText('It is fixed while the machine runs.')).toBeVisible()
    await tab.confirm('Change source')
    await expect.poll(disk).toMatch(/type='qcow2'[\s\S]*old.qcow2/)
  }
  await change()
  expect(drives()).toContain('new.img')
  const waiting = page.getByRole('list', { name: 'After restart' })
  await expect(waiting).toContainText('new.img')
  await waiting.getByRole('button', { name: /^Undo/ }).click()
  await tab.confirm('Take back')
  await expect(waiting).toHaveCount(0)
  expect(disk()).toMatch(/type='raw'[\s\S]*new.img/)
  await change()
  virsh('destroy', NAME)
  virsh('start', NAME)
  expect(drives()).toContain('old.qcow2')
  expect(running.troubles).toEqual([])
})
