// The files of a running machine's disk are put together, down and up: it holds what it held, and nothing goes that something
// else builds on.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, type Locator, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { blocksOf, chainOf, flushAsGuest, hashOf, writeAsGuest } from '../disk-content.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { activityOf, rowOf, taskOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-merge-${process.pid}`
const OUTSIDER = `${NAME}-outsider`
test.describe.configure({ mode: 'serial' })
let folder: string
let running: RunningApp
const image = (name: string) => join(folder, `${name}.qcow2`)

/** As somebody does by hand. */
function makeImage(name: string, base?: string): void {
  const under = base ? ['-b', image(base), '-F', 'qcow2'] : []
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', ...under, image(name), '768M'])
}

function fill(name: string, range: string, byte: number): void {
  execFileSync('qemu-io', ['-c', `write -P ${byte} ${range}`, image(name)])
}

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-merge-'))
  chmodSync(folder, 0o755)
  virsh('pool-create-as', NAME, 'dir', '--target', folder)
  makeImage('base')
  fill('base', '0 32M', 1)
  for (const [name, base] of [
    ['other', 'base'],
    ['middle', 'base'],
    ['top', 'middle'],
  ] as const)
    makeImage(name, base)
  fill('middle', '16M 32M', 2)
  defineMachine(
    NAME,
    `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${image('top')}'/>
       <target dev='vda' bus='virtio'/></disk>`,
  )
  // What this one builds on nobody can say: it is off, and its file in no pool.
  defineMachine(
    OUTSIDER,
    `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/nowhere/over.qcow2'/>
       <target dev='vda' bus='virtio'/></disk>`,
  )
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [NAME, OUTSIDER]) removeMachine(name)
  if (virsh('pool-list', '--name').includes(NAME)) virsh('pool-destroy', NAME)
  rmSync(folder, { recursive: true })
})

async function open(): Promise<Locator> {
  const { page } = running
  await rowOf(page, NAME).click()
  await page.getByRole('tab', { name: 'Snapshots' }).click()
  await page.getByRole('button', { name: 'Put the files of vda together…' }).click()
  return page.getByRole('dialog').or(page.getByRole('alertdialog'))
}

/** @param then called at once */
async function confirm(
  dialog: Locator,
  choice: string,
  then: () => Promise<void> = async () => undefined,
): Promise<Locator> {
  await dialog.getByRole('radio', { name: choice }).check({ force: true })
  await dialog.getByRole('button', { name: 'Put together' }).click()
  await then()
  await activityOf(running.page).click()
  return taskOf(running.page, `Put the files of vda of ${NAME} together`)
}

const expectState = (task: Locator, state: string) =>
  expect(task).toHaveAttribute('data-task-state', state, { timeout: 90_000 })
const source = (...which: string[]) => /source file='([^']+)'/.exec(virsh('dumpxml', NAME, ...which))?.[1]

test('off: it is said that the machine must run', async () => {
  const dialog = await open()
  await expect(dialog.getByText('That is done while the machine runs.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Put together' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
})

test('into a file that others build on is not possible, and Cancel leaves everything as it was', async () => {
  virsh('start', NAME)
  writeAsGuest(NAME, ['64M', '640M'], 3)
  const before = hashOf(image('top'))
  const dialog = await open()
  await expect(dialog.getByRole('radio', { name: image('base') })).toBeDisabled()
  await expect(dialog.getByText(`Not possible: ${image('other')} builds on ${image('base')}.`)).toBeVisible()
  await expect(
    dialog.getByText(`Deleted afterwards, for all that is in them is here then: top.qcow2.`),
  ).toBeVisible()
  await dialog.getByRole('radio', { name: image('middle') }).check({ force: true })
  await expect(dialog.getByText(`where libvirt cannot look: ${OUTSIDER}.`)).toBeVisible()
  await expectAccessible(running.page)
  const qemu = Number(readFileSync(`/run/libvirt/qemu/${NAME}.pid`, 'utf8'))
  const blocks = blocksOf(image('middle'))
  const task = await confirm(dialog, image('middle'), async () => {
    while (blocksOf(image('middle')) < blocks + 2 ** 13) await sleep(1)
    process.kill(qemu, 'SIGSTOP') // so that it is not done before somebody can say no
  })
  await task.getByRole('button', { name: 'Cancel' }).click()
  process.kill(qemu, 'SIGCONT')
  await expectState(task, 'cancelled')
  expect(virsh('blockjob', NAME, 'vda')).not.toMatch(/%/)
  expect(chainOf(image('top'))).toEqual(['top', 'middle', 'base'].map(image))
  expect([source(), source('--inactive')]).toEqual([image('top'), image('top')])
  expect(hashOf(image('top'))).toBe(before)
})

test('down: everything is in the file below, those above go, and the guest writes there', async () => {
  const before = hashOf(image('top'))
  await expectState(await confirm(await open(), image('middle')), 'done')
  expect(existsSync(image('top'))).toBe(false)
  expect(hashOf(image('middle'))).toBe(before)
  expect([source(), source('--inactive')]).toEqual([image('middle'), image('middle')])
  writeAsGuest(NAME, ['0', '1M'], 4)
  expect(hashOf(image('middle'))).not.toBe(before)
})

test('up: the file stands by itself, and the one below is as it was', async () => {
  const [before, base] = [hashOf(image('middle')), readFileSync(image('base'))]
  await expectState(await confirm(await open(), 'The file that is written now'), 'done')
  flushAsGuest(NAME)
  expect(chainOf(image('middle'))).toEqual([image('middle')])
  expect(hashOf(image('middle'))).toBe(before)
  expect(readFileSync(image('base')).equals(base)).toBe(true)
  await expect(running.page.getByRole('list', { name: 'vda' })).toHaveCount(0)
  expect(virsh('domstate', NAME)).toBe('running')
})

test('what another program does to the disk is said, and can be stopped', async () => {
  const copy = join(folder, 'copy.img')
  virsh('blockcopy', NAME, 'vda', copy, '--transient-job', '--format', 'raw')
  const path = image('middle')
  // A disk in one file has no chain to put together: it is asked for where it would be moved.
  const tab = new HardwarePage(running.page)
  await tab.open(NAME)
  await tab.choose('Disk vda')
  await tab.pressButton('Move…')
  await expect(tab.dialog.getByText(/Something is being done to the files of vda already/)).toBeVisible()
  await expect(tab.dialog.getByRole('button', { name: 'Move', exact: true })).toBeDisabled()
  await expectAccessible(running.page)
  await tab.dialog.getByRole('button', { name: 'Stop it' }).click()
  await activityOf(running.page).click()
  await expectState(taskOf(running.page, `Stop what is done to the files of vda of ${NAME}`), 'done')
  expect(virsh('blockjob', NAME, 'vda')).not.toMatch(/%/)
  expect(source()).toBe(path)
})

test('with snapshots: they would be lost, so it is not done', async () => {
  virsh('snapshot-create-as', NAME, 'one', '--disk-only')
  const dialog = await open()
  await expect(dialog.getByText(/The machine has 1 snapshot, which would be lost/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Put together' })).toBeDisabled()
  expect(running.troubles).toEqual([])
})
