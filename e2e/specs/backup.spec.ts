// Copies of a running machine's disks: each holds what its disk held when it began, all of one moment, and stands by itself.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, type Locator, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { blocksOf, chainOf, hashOf, writeAsGuest } from '../disk-content.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { activityOf, choose, rowOf, taskOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-backup-${process.pid}`
const DAY = new Date().toISOString().slice(0, 10)
test.describe.configure({ mode: 'serial' })
let folder: string
let running: RunningApp
const copy = (target: string, n = '') => join(folder, 'copies', `${NAME}-${target}-${DAY}${n}.qcow2`)
const copies = () => readdirSync(join(folder, 'copies')).sort()

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-backup-'))
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'copies'))
  virsh('pool-create-as', NAME, 'dir', '--target', join(folder, 'copies'))
  const disk = (target: string, format: string, size: string) => {
    const path = join(folder, `${target}.${format}`)
    execFileSync('qemu-img', ['create', '-q', '-f', format, path, size])
    return `<disk type='file' device='disk'><driver name='qemu' type='${format}'/><source file='${path}'/>
      <target dev='${target}' bus='virtio'/></disk>`
  }
  defineMachine(NAME, disk('vda', 'qcow2', '768M') + disk('vdb', 'raw', '64M') + disk('vdc', 'raw', '1M'))
  virsh('start', NAME)
  writeAsGuest(NAME, ['64M', '640M'], 3)
  writeAsGuest(NAME, ['1M', '32M'], 4, { disk: 'virtio-disk1' })
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  virsh('pool-destroy', NAME)
  rmSync(folder, { recursive: true })
})

async function backUp(meanwhile?: () => Promise<void>): Promise<Locator> {
  const { page } = running
  await rowOf(page, NAME).click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Back up disks…' }).click()
  const dialog = page.getByRole('dialog')
  await choose(page, 'Storage pool', NAME)
  await dialog.getByRole('checkbox', { name: 'vdc' }).uncheck({ force: true })
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Back up' }).click()
  await meanwhile?.()
  await activityOf(page).click()
  return taskOf(page, `Back up the disks of ${NAME}`)
}

const expectState = (task: Locator, state: string) =>
  expect(task).toHaveAttribute('data-task-state', state, { timeout: 90_000 })

/** QEMU stands still once it has begun, so that it is not done before something else is. */
async function holdAt(blocks: number): Promise<() => void> {
  const qemu = Number(readFileSync(`/run/libvirt/qemu/${NAME}.pid`, 'utf8'))
  while (!existsSync(copy('vda')) || blocksOf(copy('vda')) < blocks) await sleep(1)
  process.kill(qemu, 'SIGSTOP')
  return () => process.kill(qemu, 'SIGCONT')
}

test('Cancel leaves no copy, and the guest goes on', async () => {
  let goOn = () => undefined as unknown
  const task = await backUp(async () => {
    goOn = await holdAt(2 ** 13)
  })
  await task.getByRole('button', { name: 'Cancel' }).click()
  goOn()
  await expectState(task, 'cancelled')
  expect(copies()).toEqual([])
  expect(virsh('domstate', NAME)).toBe('running')
})

test('the chosen disks are copied as they were when it began', async () => {
  const before = [hashOf(join(folder, 'vda.qcow2')), hashOf(join(folder, 'vdb.raw'), 'raw')]
  await expectState(await backUp(), 'done')
  expect(copies()).toEqual(['vda', 'vdb'].map(target => `${NAME}-${target}-${DAY}.qcow2`))
  expect([hashOf(copy('vda')), hashOf(copy('vdb'))]).toEqual(before)
  expect(chainOf(copy('vda'))).toEqual([copy('vda')])
  writeAsGuest(NAME, ['0', '1M'], 5)
  expect(hashOf(copy('vda'))).toBe(before[0])
})

test('another one of the same day gets names of its own', async () => {
  await expectState(await backUp(), 'done')
  expect(hashOf(copy('vda', '-2'))).toBe(hashOf(join(folder, 'vda.qcow2')))
  expect(hashOf(copy('vda', '-2'))).not.toBe(hashOf(copy('vda')))
  expect(running.troubles).toEqual([])
})
