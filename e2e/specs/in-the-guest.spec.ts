// What a running machine is given is there for its guest: a Linux with QEMU's agent, asked by that agent what it has.
import { spawn } from 'node:child_process'
import { chmodSync, closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { defineLinuxMachine, runInGuest } from '../linux-machine.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { taskOf } from '../pages/wizard.ts'
import { freePort } from '../spice/guest.ts'
import { removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-inside-${process.pid}`
const MIB = 2 ** 20
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let tab: HardwarePage
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-inside-'))
  chmodSync(folder, 0o755) // QEMU's user goes through it
  defineLinuxMachine(NAME, folder)
  virsh('pool-create-as', NAME, 'dir', '--target', folder)
  virsh('start', NAME)
  running = await launchApp()
  tab = new HardwarePage(running.page)
  await expect.poll(fileSystems, { timeout: 90_000 }).toContain('/first')
  await tab.open(NAME)
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  if (virsh('pool-list', '--name').includes(NAME)) virsh('pool-destroy', NAME)
  rmSync(folder, { recursive: true })
})

function fileSystems(): string {
  try {
    return virsh('guestinfo', NAME, '--filesystem')
  } catch {
    return ''
  }
}

function bytesOf(mountPoint: string): number {
  const found = fileSystems()
  const [, n] =
    /fs\.(\d+)\.mountpoint +: (\S+)/.exec(found.split('\n').find(line => line.endsWith(mountPoint)) ?? '') ??
    []
  return Number(new RegExp(`fs\\.${n}\\.total-bytes +: (\\d+)`).exec(found)?.[1])
}

const disksInGuest = () => runInGuest(NAME, 'ls', '/sys/class/block').split('\n')

test('a disk grows, and so does the file system on its last partition, measured in the guest', async () => {
  expect(bytesOf('/data')).toBeLessThan(40 * MIB)
  await tab.choose('Disk vda')
  await tab.pressButton('Grow…')
  await tab.fill('New size', 1)
  await expect(
    tab.dialog.getByRole('checkbox', { name: 'The guest’s file system /data grows too' }),
  ).toBeChecked()
  await expectAccessible(running.page)
  await tab.confirm('Grow')
  expect(bytesOf('/data')).toBeGreaterThan(900 * MIB)
})

test('without the tick the guest’s file system stays as it is', async () => {
  const before = bytesOf('/data')
  await tab.pressButton('Grow…')
  await tab.fill('New size', 2)
  await tab.dialog.getByRole('checkbox', { name: /grows too/ }).uncheck({ force: true })
  await tab.confirm('Grow')
  expect(runInGuest(NAME, 'cat', '/sys/class/block/vda/size').trim()).toBe(String((2048 * MIB) / 512))
  expect(bytesOf('/data')).toBe(before)
})

test('with a partition behind it the file system cannot grow: the disk has, and why the rest has not is said', async () => {
  const { page } = running
  const before = bytesOf('/first')
  await tab.choose('Disk vdb')
  await tab.pressButton('Grow…')
  await tab.fill('New size', 1)
  await tab.confirm('Grow')
  expect(bytesOf('/first')).toBe(before)
  expect(runInGuest(NAME, 'cat', '/sys/class/block/vdb/size').trim()).toBe(String((1024 * MIB) / 512))
  await page.getByRole('button', { name: 'Activity' }).click()
  const task = taskOf(page, `Change ${NAME}`).filter({ hasText: 'another partition lies behind' })
  await expect(task).toHaveAttribute('data-task-state', 'failed')
})

test('a disk that is added is there, and gone when it is removed', async () => {
  const { page } = running
  await tab.open(NAME)
  const before = disksInGuest()
  await tab.add('Disk…')
  await tab.select('Storage pool', NAME)
  await tab.fill('Size', 1)
  await tab.confirm('Add')
  await expect.poll(disksInGuest).toContain('vdc')
  await tab.choose('Disk vdc')
  await page
    .getByRole('region', { name: 'Settings of the device' })
    .getByRole('button', { name: 'Remove' })
    .click()
  await tab.confirm('Remove')
  await expect.poll(disksInGuest).toEqual(before)
})

test('a disk that a server has is there, named by its address', async () => {
  const { page } = running
  const image = join(folder, 'served.img')
  writeFileSync(image, Buffer.alloc(8 * MIB))
  const port = await freePort()
  const options = [
    '--format=raw',
    '--persistent',
    '--bind=127.0.0.1',
    `--port=${port}`,
    '--export-name=served',
  ]
  const server = spawn('qemu-nbd', [...options, image], { stdio: 'ignore' })
  try {
    await tab.add('Disk…')
    await tab.dialog.getByText('On a server', { exact: true }).click()
    await tab.dialog.getByRole('textbox', { name: 'Server', exact: true }).fill('127.0.0.1')
    await tab.fill('Port', port)
    await tab.dialog.getByRole('textbox', { name: 'Name on the server' }).fill('served')
    await expectAccessible(page)
    await tab.confirm('Add')
    await expect.poll(disksInGuest).toContain('vdc')
    expect(runInGuest(NAME, 'cat', '/sys/class/block/vdc/size').trim()).toBe(String((8 * MIB) / 512))
    await tab.choose('Disk vdc')
    await expect(page.getByText(`nbd://127.0.0.1:${port}/served`).first()).toBeVisible()
    const settings = page.getByRole('region', { name: 'Settings of the device' })
    await settings.getByRole('button', { name: 'Remove' }).click()
    await tab.confirm('Remove')
    await expect.poll(disksInGuest).not.toContain('vdc')
  } finally {
    server.kill()
  }
})

test('a network card that is added is there, with its address', async () => {
  const { page } = running
  await tab.add('Network card…')
  await tab.select('Network', 'User mode')
  await tab.confirm('Add')
  await expect(page.getByRole('option', { name: /^Network card/ })).toBeVisible()
  const mac = /mac address='([^']+)'/.exec(virsh('dumpxml', NAME))?.[1]
  await expect.poll(() => runInGuest(NAME, 'cat', '/sys/class/net/eth0/address').trim()).toBe(mac)
})

test('whether its agent has opened its channel is said there', async () => {
  await tab.choose('Channel org.qemu.guest_agent.0')
  await expect(running.page.getByText('A program in the guest has opened it.')).toBeVisible()
})

test('a user of it gets a password, and one more key', async () => {
  const { page } = running
  await page.getByRole('tab', { name: 'Overview' }).click()
  const dialog = page.getByRole('dialog', { name: `Who may log in to ${NAME}` })
  const open = async () => {
    await page.getByRole('button', { name: 'Password or key…' }).click()
    await expect(dialog.getByRole('textbox', { name: 'User in the guest' })).toHaveValue('root')
  }
  await open()
  await dialog.getByLabel('Password', { exact: true }).last().fill('ñ 2 "x"')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Set password' }).click()
  await expect(dialog).toHaveCount(0, { timeout: 30_000 })
  expect(runInGuest(NAME, 'cat', '/run/chpasswd')).toBe('root:ñ 2 "x"\n')
  for (const key of ['ssh-ed25519 AAAAC3Nza one', 'ssh-rsa AAAAB3Nza= two words']) {
    await open()
    await dialog.getByText('SSH public key').click()
    const field = dialog.getByRole('textbox', { name: 'SSH public key' })
    await field.fill('not a key')
    await expect(dialog.getByText('This is no public key.')).toBeVisible()
    await field.fill(key)
    await dialog.getByRole('button', { name: 'Add key' }).click()
    await expect(dialog).toHaveCount(0, { timeout: 30_000 })
  }
  expect(runInGuest(NAME, 'cat', '/root/.ssh/authorized_keys').trim().split('\n')).toEqual([
    'ssh-ed25519 AAAAC3Nza one',
    'ssh-rsa AAAAB3Nza= two words',
  ])
})

/** Of the ext4 at 1 MiB of that file: whether mounting it would have to repair it (its superblock's "needs recovery"). */
function needsRecovery(file: string): boolean {
  const superblock = Buffer.alloc(1024)
  const opened = openSync(join(folder, file), 'r')
  readSync(opened, superblock, 0, superblock.length, MIB + 1024)
  closeSync(opened)
  expect(superblock.readUInt16LE(56)).toBe(0xef53)
  return (superblock.readUInt32LE(96) & 4) !== 0
}

test('a snapshot of its disks alone is taken with its file systems at rest, if somebody wants that', async () => {
  const { page } = running
  await page.getByRole('tab', { name: 'Snapshots' }).click()
  await page.getByRole('button', { name: 'More options' }).click()
  await page.getByRole('checkbox', { name: 'With what it is doing now' }).uncheck({ force: true })
  const rest = page.getByRole('checkbox', { name: 'With the guest’s file systems at rest' })
  const take = async (name: string) => {
    await page.getByRole('textbox', { name: 'Name of the snapshot' }).fill(name)
    await page.getByRole('button', { name: 'Take snapshot' }).click()
    const rows = page.getByRole('treegrid', { name: 'Snapshots' }).getByRole('row')
    await expect(rows.filter({ hasText: name })).toBeVisible({ timeout: 60_000 })
  }
  await expect(rest).toBeChecked()
  await expectAccessible(page)
  await take('still')
  expect(needsRecovery('vda.img')).toBe(false)
  // And it writes again.
  expect(runInGuest(NAME, 'sh', '-c', 'echo on > /data/after && cat /data/after').trim()).toBe('on')
  // Without it, what is in the file is as after a power cut.
  await page.getByRole('treegrid', { name: 'Snapshots' }).getByRole('row').first().click()
  await page.getByRole('button', { name: 'Delete snapshot' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete snapshot' }).click()
  await expect(page.getByRole('treegrid', { name: 'Snapshots' })).toHaveCount(0, { timeout: 60_000 })
  await rest.uncheck({ force: true })
  await take('moving')
  expect(needsRecovery('vda.img')).toBe(true)
})

/** Seconds that the guest's clock is behind the host's. */
const behind = () => Date.now() / 1000 - Number(runInGuest(NAME, 'busybox', 'date', '+%s'))
const STOOD_S = 8

test('its clock is right again after it stood still: saved, and paused', async () => {
  const { page } = running
  await page.getByRole('tab', { name: 'Overview' }).click()
  virsh('managedsave', NAME)
  await sleep(STOOD_S * 1000)
  await page.getByRole('button', { name: 'Start' }).click()
  await expect.poll(() => virsh('domstate', NAME), { timeout: 60_000 }).toBe('running')
  await expect.poll(behind, { timeout: 60_000 }).toBeLessThan(STOOD_S / 2)
  virsh('suspend', NAME)
  await sleep(STOOD_S * 1000)
  virsh('resume', NAME) // by another program: nobody sets it
  expect(behind()).toBeGreaterThan(STOOD_S / 2)
  virsh('suspend', NAME)
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(() => virsh('domstate', NAME)).toBe('running')
  await expect.poll(behind, { timeout: 60_000 }).toBeLessThan(STOOD_S / 2)
  expect(running.troubles).toEqual([])
})
