// A running machine's disk is moved to another pool and format while its guest goes on: it holds what it held, in the new file
// alone; the old one stays unless somebody wants it gone.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, type Locator, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { blocksOf, flushAsGuest, hashOf, writeAsGuest } from '../disk-content.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { activityOf, taskOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-move-${process.pid}`
const POOLS = ['here', 'there'] as const
test.describe.configure({ mode: 'serial' })
let folder: string
let running: RunningApp
let tab: HardwarePage
const within = (pool: string, file = '') => join(folder, pool, file)

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-move-'))
  chmodSync(folder, 0o755)
  for (const pool of POOLS) {
    mkdirSync(within(pool))
    virsh('pool-create-as', `${NAME}-${pool}`, 'dir', '--target', within(pool))
  }
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', within('here', 'disk.qcow2'), '768M'])
  defineMachine(
    NAME,
    `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
       <source file='${within('here', 'disk.qcow2')}'/><target dev='vda' bus='virtio'/></disk>`,
  )
  virsh('start', NAME)
  writeAsGuest(NAME, ['64M', '640M'], 3)
  running = await launchApp()
  tab = new HardwarePage(running.page)
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  for (const pool of POOLS) virsh('pool-destroy', `${NAME}-${pool}`)
  rmSync(folder, { recursive: true })
})

interface Wish {
  readonly deleteOld?: boolean
  /** Called as soon as it is asked for. */
  readonly meanwhile?: () => Promise<void>
}

async function move(pool: string, format: string, { deleteOld, meanwhile }: Wish = {}): Promise<Locator> {
  await tab.open(NAME)
  await tab.choose('Disk vda')
  await tab.pressButton('Move…')
  await tab.select('Storage pool', `${NAME}-${pool}`)
  await tab.select('Format', format)
  if (deleteOld)
    await tab.dialog.getByRole('checkbox', { name: 'Delete the old file afterwards' }).check({ force: true })
  await expectAccessible(running.page)
  await tab.dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await meanwhile?.()
  await activityOf(running.page).click()
  return taskOf(running.page, `Move vda of ${NAME}`)
}

const expectState = (task: Locator, state: string) =>
  expect(task).toHaveAttribute('data-task-state', state, { timeout: 90_000 })

function expectDiskAt(path: string, format: string): void {
  for (const which of [[], ['--inactive']]) {
    const xml = virsh('dumpxml', NAME, ...which)
    expect(xml).toContain(`<source file='${path}'`)
    expect(xml).toContain(`<driver name='qemu' type='${format}'`)
  }
}

test('Cancel leaves it where it is, and no new file', async () => {
  const before = hashOf(within('here', 'disk.qcow2'))
  const copy = within('there', `${NAME}-vda.img`)
  const qemu = Number(readFileSync(`/run/libvirt/qemu/${NAME}.pid`, 'utf8'))
  const task = await move('there', 'raw', {
    meanwhile: async () => {
      while (!readdirSync(within('there')).length || blocksOf(copy) < 2 ** 13) await sleep(1)
      process.kill(qemu, 'SIGSTOP') // so that it is not done before somebody can say no
    },
  })
  await task.getByRole('button', { name: 'Cancel' }).click()
  process.kill(qemu, 'SIGCONT')
  await expectState(task, 'cancelled')
  expect(readdirSync(within('there'))).toEqual([])
  expectDiskAt(within('here', 'disk.qcow2'), 'qcow2')
  expect(hashOf(within('here', 'disk.qcow2'))).toBe(before)
})

test('to another pool and format: the guest writes there, and the old file stays', async () => {
  const before = hashOf(within('here', 'disk.qcow2'))
  await expectState(await move('there', 'raw'), 'done')
  const copy = within('there', `${NAME}-vda.img`)
  expectDiskAt(copy, 'raw')
  expect(hashOf(copy, 'raw')).toBe(before)
  writeAsGuest(NAME, ['0', '1M'], 9)
  expect(hashOf(copy, 'raw')).not.toBe(before)
  expect(hashOf(within('here', 'disk.qcow2'))).toBe(before)
})

test('back again, and the old file goes', async () => {
  const before = hashOf(within('there', `${NAME}-vda.img`), 'raw')
  await expectState(await move('here', 'qcow2', { deleteOld: true }), 'done')
  const copy = within('here', `${NAME}-vda.qcow2`)
  expectDiskAt(copy, 'qcow2')
  flushAsGuest(NAME)
  expect(hashOf(copy)).toBe(before)
  expect(readdirSync(within('there'))).toEqual([])
  expect(virsh('domstate', NAME)).toBe('running')
  expect(running.troubles).toEqual([])
})
