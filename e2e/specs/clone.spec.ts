// Cloning: disks of its own, an identity of its own, nothing left when the disk fills up midway.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { rescueIso } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { rowOf, taskOf } from '../pages/wizard.ts'
import { defineMachine, machineNames, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-original-${process.pid}`
const CLONE = `${NAME}-clone`
const UEFI = `${NAME}-uefi`
const POOL = `e2e-clone-${process.pid}`
let folder: string
let running: RunningApp

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-clone-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=755', 'tmpfs', folder])
  writeFileSync(join(folder, 'a.img'), Buffer.alloc(8 << 20, 'vitrina'))
  writeFileSync(join(folder, 'b.img'), Buffer.alloc(8 << 20, 'machine'))
  virsh('pool-create-as', POOL, 'dir', '--target', folder)
  const disk = (file: string, target: string) =>
    `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${join(folder, file)}'/>
       <target dev='${target}' bus='virtio'/></disk>`
  defineMachine(
    NAME,
    `${disk('a.img', 'vda')}${disk('b.img', 'vdb')}<disk type='file' device='cdrom'><source file='${rescueIso()}'/>
     <target dev='sda' bus='sata'/><readonly/></disk><interface type='user'><model type='virtio'/></interface>`,
  )
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [NAME, CLONE, UEFI, `${UEFI}-clone`]) removeMachine(name)
  virsh('pool-destroy', POOL)
  execFileSync('umount', [folder])
  rmSync(folder, { recursive: true })
})

async function openDialog(page: Page, name = NAME) {
  await rowOf(page, name).click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Clone…' }).click()
  return page.getByRole('dialog', { name: `Clone ${name}` })
}

const macOf = (name: string) => /mac address='([^']+)'/.exec(virsh('dumpxml', name))?.[1]

test('the second disk finds no room: the first copy goes, there is no clone', async () => {
  const { page } = running
  const before = readdirSync(folder)
  writeFileSync(join(folder, 'somebody-elses'), Buffer.alloc(36 << 20))
  const dialog = await openDialog(page)
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue(CLONE)
  await dialog.getByRole('button', { name: 'Clone' }).click()
  await page.getByRole('button', { name: 'Activity' }).click()
  const task = taskOf(page, `Clone ${NAME} as ${CLONE}`)
  await expect(task).toHaveAttribute('data-task-state', 'failed', { timeout: 60_000 })
  await expect(task.getByRole('alert')).toContainText('The host’s disk is full.')
  rmSync(join(folder, 'somebody-elses'))
  expect(readdirSync(folder)).toEqual(before)
  expect(machineNames()).not.toContain(CLONE)
  await task.getByRole('button', { name: 'Remove from the list' }).click()
})

test('the clone has disks and addresses of its own, and shares the CD', async () => {
  const { page } = running
  const dialog = await openDialog(page)
  await expect(dialog.getByText(`${rescueIso()} serves both machines.`)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Clone' }).click()
  await expect(rowOf(page, CLONE)).toBeVisible({ timeout: 60_000 })
  for (const [target, file] of Object.entries({ vda: 'a.img', vdb: 'b.img' })) {
    const copy = join(folder, `${CLONE}-${target}.img`)
    expect(virsh('domblklist', CLONE)).toContain(copy)
    expect(readFileSync(copy).equals(readFileSync(join(folder, file)))).toBe(true)
  }
  expect(virsh('domblklist', CLONE)).toContain(rescueIso())
  expect(virsh('domuuid', CLONE)).not.toBe(virsh('domuuid', NAME))
  expect(macOf(CLONE)).toMatch(/^52:54:00:/)
  expect(macOf(CLONE)).not.toBe(macOf(NAME))
  virsh('start', CLONE)
  virsh('destroy', CLONE)
})

test('with UEFI the clone has a copy of its firmware’s settings, and of a disk that is a pool’s volume', async () => {
  const { page } = running
  const settings = (name: string) => `/var/lib/libvirt/qemu/nvram/${name}_VARS.fd`
  defineMachine(
    UEFI,
    `<disk type='volume' device='disk'><driver name='qemu' type='raw'/><source pool='${POOL}' volume='a.img'/>
       <target dev='vda' bus='virtio'/></disk>`,
    true,
  )
  virsh('start', UEFI) // its settings are made then
  virsh('destroy', UEFI)
  const own = readFileSync(settings(UEFI))
  own.write('a boot entry of the guest', own.length - 4096)
  writeFileSync(settings(UEFI), own)
  const pools = virsh('pool-list', '--all', '--name')
  const dialog = await openDialog(page, UEFI)
  await expect(dialog.getByText('The firmware’s settings are copied too')).toBeVisible()
  await dialog.getByRole('button', { name: 'Clone' }).click()
  const clone = `${UEFI}-clone`
  await expect(rowOf(page, clone)).toBeVisible({ timeout: 60_000 })
  expect(readFileSync(settings(clone)).equals(own)).toBe(true)
  expect(virsh('pool-list', '--all', '--name')).toBe(pools)
  expect(virsh('domblklist', clone)).toContain(join(folder, `${clone}-vda.img`))
  virsh('start', clone)
  expect(virsh('dumpxml', clone)).toContain(settings(clone))
  expect(readFileSync(settings(clone)).includes('a boot entry of the guest')).toBe(true)
  virsh('destroy', clone)
})

test('a machine that runs is not offered to be cloned', async () => {
  const { page } = running
  virsh('start', NAME)
  await rowOf(page, NAME).click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await expect(page.getByRole('menuitem', { name: 'Force off' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Clone…' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  virsh('destroy', NAME)
})

test('nothing went wrong in the page', () => {
  expect(running.troubles).toEqual([])
})
