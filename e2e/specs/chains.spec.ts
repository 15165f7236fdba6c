// Disks that lie in several files: shown whole, put together by deleting snapshots, and never is a file deleted from under
// another one.
import { execFileSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { rowOf } from '../pages/wizard.ts'
import { defineMachine, machineNames, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-chain-${process.pid}`
const POOL = `${NAME}-pool`
const OTHER_POOL = `${NAME}-other`
const AWAY_POOL = `${NAME}-away`
const BY_VOLUME = `${NAME}-volumes`
const OUTSIDER = `${NAME}-outsider`
const NEIGHBOUR = `${NAME}-neighbour`
test.describe.configure({ mode: 'serial' })
let folder: string
let running: RunningApp

/** As somebody does by hand: libvirt is not told. */
function makeImage(name: string, base?: string): void {
  const under = base ? ['-b', join(folder, base), '-F', 'qcow2'] : []
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', ...under, join(folder, name), '64M'])
}

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-chain-'))
  chmodSync(folder, 0o755)
  virsh('pool-create-as', POOL, 'dir', '--target', folder)
  makeImage('base.qcow2')
  makeImage('own.qcow2', 'base.qcow2')
  makeImage('other.qcow2', 'base.qcow2')
  defineMachine(
    NAME,
    `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${folder}/own.qcow2'/>
       <target dev='vda' bus='virtio'/></disk>`,
  )
  virsh('start', NAME)
  // No pool shows this one's file, and it is off: only its header says what it builds on.
  defineMachine(
    OUTSIDER,
    `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/nowhere/over.qcow2'/>
       <target dev='vda' bus='virtio'/></disk>`,
  )
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [NAME, BY_VOLUME, NEIGHBOUR, OUTSIDER]) removeMachine(name)
  for (const pool of [POOL, OTHER_POOL])
    if (virsh('pool-list', '--name').includes(pool)) virsh('pool-destroy', pool)
  rmSync(folder, { recursive: true })
})

/** A disk that its definition names by pool and volume, not by a path. */
const volumeDisk = (pool: string, volume: string, target: string) =>
  `<disk type='volume' device='disk'><driver name='qemu' type='qcow2'/><source pool='${pool}' volume='${volume}'/>
     <target dev='${target}' bus='virtio'/></disk>`

const rows = (page: Page) => page.getByRole('treegrid', { name: 'Snapshots' }).getByRole('row')
const files = () => readdirSync(folder).sort()

async function take(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name of the snapshot' }).fill(name)
  await page.getByRole('button', { name: 'Take snapshot' }).click()
  await expect(rows(page).filter({ hasText: name })).toBeVisible({ timeout: 60_000 })
}

async function deleteSnapshot(page: Page, name: string): Promise<void> {
  await rows(page).filter({ hasText: name }).click()
  await page.getByRole('button', { name: 'Delete snapshot' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete snapshot' }).click()
  await expect(rows(page).filter({ hasText: name })).toHaveCount(0, { timeout: 60_000 })
}

test('every file of a disk is shown, from the one that is written down to the first', async () => {
  const { page } = running
  await rowOf(page, NAME).click()
  await page.getByRole('tab', { name: 'Snapshots' }).click()
  await page.getByRole('button', { name: 'More options' }).click()
  await page.getByText('In new files', { exact: true }).click()
  for (const name of ['one', 'two', 'three']) await take(page, name)
  const chain = page.getByRole('list', { name: 'vda' }).getByRole('listitem')
  await expect(chain).toHaveText(
    ['own.three', 'own.two', 'own.one', 'own.qcow2', 'base.qcow2'].map(name => new RegExp(name)),
  )
  await expect(chain.first()).toContainText('Written now')
  await expectAccessible(page)
})

test('running: one in the middle goes, and nothing of it stays', async () => {
  const { page } = running
  await deleteSnapshot(page, 'two')
  await expect(page.getByRole('list', { name: 'vda' }).getByRole('listitem')).toHaveCount(4)
  await expect.poll(files).not.toContain(`${NAME}.two.memory`)
  expect(files()).not.toContain('own.two')
  expect(virsh('snapshot-list', NAME, '--name').split('\n').filter(Boolean)).toEqual(['one', 'three'])
})

test('off: one in the middle cannot go on this libvirt, and that is said before', async () => {
  const { page } = running
  virsh('destroy', NAME)
  await rows(page).filter({ hasText: 'one' }).click()
  const button = page.getByRole('button', { name: 'Delete snapshot' })
  await expect(button).toBeDisabled()
  await button.hover({ force: true })
  await expect(page.getByText(/can delete it only while the machine runs/).first()).toBeAttached()
  await expect(page.getByRole('list', { name: 'vda' }).getByRole('listitem')).toHaveCount(4)
})

test('deleting the machine lists all its files; what others build on stays, the rest only from the top down', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  const dialog = page.getByRole('alertdialog')
  const tick = (file: string) => dialog.getByRole('checkbox', { name: file })
  await expect(dialog.getByText(/Kept: .*other\.qcow2 builds on it/)).toBeVisible()
  await expect(tick('base.qcow2')).toBeDisabled()
  await expect(tick('own.qcow2')).toBeDisabled()
  await expect(dialog.getByText(`where libvirt cannot look: ${OUTSIDER}.`)).toBeVisible()
  for (const file of ['own.three', 'own.one', 'own.qcow2', 'one.memory', 'three.memory'])
    await tick(file).check({ force: true })
  // Whatever is below goes off with it.
  await tick('own.three').uncheck({ force: true })
  await expect(tick('own.one')).not.toBeChecked()
  await expect(tick('own.qcow2')).not.toBeChecked()
  await expect(tick('one.memory')).toBeChecked()
  for (const file of ['own.three', 'own.one']) await tick(file).check({ force: true })
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Delete machine and disks' }).click()
  await expect.poll(machineNames).not.toContain(NAME)
  await expect.poll(files).toEqual(['base.qcow2', 'other.qcow2', 'own.qcow2'])
})

test('disks that are volumes of pools go by the same rules, also under a file that no pool knew of', async () => {
  const { page } = running
  const elsewhere = join(folder, 'elsewhere')
  mkdirSync(elsewhere)
  virsh('pool-create-as', OTHER_POOL, 'dir', '--target', elsewhere)
  for (const name of ['a.qcow2', 'b.qcow2', 'c.qcow2']) makeImage(name)
  virsh('pool-refresh', POOL)
  makeImage('elsewhere/over-b.qcow2', 'b.qcow2')
  defineMachine(
    BY_VOLUME,
    [
      volumeDisk(POOL, 'a.qcow2', 'vda'),
      volumeDisk(POOL, 'b.qcow2', 'vdb'),
      volumeDisk(POOL, 'c.qcow2', 'vdc'),
      volumeDisk(AWAY_POOL, 'd.qcow2', 'vdd'),
    ].join(''),
  )
  defineMachine(NEIGHBOUR, volumeDisk(POOL, 'c.qcow2', 'vda'))
  await rowOf(page, BY_VOLUME).click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  const dialog = page.getByRole('alertdialog')
  const tick = (file: string) => dialog.getByRole('checkbox', { name: file })
  await expect(dialog.getByText(/Kept: .*elsewhere\/over-b\.qcow2 builds on it/)).toBeVisible()
  await expect(dialog.getByText(`Kept: used by ${NEIGHBOUR}`)).toBeVisible()
  await expect(dialog.getByText('Kept: its storage pool is not active, or does not have it')).toBeVisible()
  for (const file of ['b.qcow2', 'c.qcow2', `${AWAY_POOL}/d.qcow2`]) await expect(tick(file)).toBeDisabled()
  await expect(tick('Overwrite them')).toHaveCount(0)
  await tick('a.qcow2').check({ force: true })
  await tick('Overwrite them with zeroes first').check({ force: true })
  await expectAccessible(page)
  linkSync(join(folder, 'a.qcow2'), join(folder, 'still-there'))
  await dialog.getByRole('button', { name: 'Delete machine and disks' }).click()
  await expect.poll(machineNames).not.toContain(BY_VOLUME)
  await expect.poll(files).not.toContain('a.qcow2')
  // The same file under another name tells what was done to it before it went.
  const left = readFileSync(join(folder, 'still-there'))
  expect(left.length).toBeGreaterThan(100_000)
  expect(left.every(byte => byte === 0)).toBe(true)
  const stay = ['b.qcow2', 'base.qcow2', 'c.qcow2', 'elsewhere', 'other.qcow2', 'own.qcow2', 'still-there']
  expect(files()).toEqual(stay)
  expect(running.troubles).toEqual([])
})
