// The daemon is killed in the middle of tasks of several steps: when it is back, the tasks have taken back what they did.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { PrivateDaemon } from '../daemon.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { choose, rowOf, taskOf } from '../pages/wizard.ts'

const NAME = 'victim'
const CLONE = `${NAME}-clone`
const MAC = '52:54:00:be:ef:20'
test.describe.configure({ mode: 'serial', timeout: 240_000 })
let daemon: PrivateDaemon
let pool: string
let configFolder: string
let running: RunningApp

test.beforeAll(async () => {
  daemon = new PrivateDaemon()
  await daemon.start()
  pool = join(daemon.folder, 'pool')
  mkdirSync(pool)
  for (const file of ['a.img', 'b.img'])
    execFileSync('dd', ['if=/dev/urandom', `of=${join(pool, file)}`, 'bs=1M', 'count=192', 'status=none'])
  execFileSync('chown', ['-R', 'nobody', pool])
  daemon.virsh('pool-define-as', 'pool', 'dir', '--target', pool)
  daemon.virsh('pool-start', 'pool')
  daemon.virsh('pool-autostart', 'pool')
  const disk = (file: string, target: string) =>
    `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${join(pool, file)}'/>
       <target dev='${target}' bus='virtio'/></disk>`
  const xml = `<domain type='qemu'><name>${NAME}</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features><devices>
    ${disk('a.img', 'vda')}${disk('b.img', 'vdb')}
    <interface type='user'><mac address='${MAC}'/><model type='virtio'/></interface></devices></domain>`
  writeFileSync(join(daemon.folder, 'machine.xml'), xml)
  daemon.virsh('define', join(daemon.folder, 'machine.xml'))
  configFolder = mkdtempSync(join(tmpdir(), 'vitrina-killed-'))
  mkdirSync(join(configFolder, 'Vitrina'))
  writeFileSync(join(configFolder, 'Vitrina/settings.json'), JSON.stringify({ hosts: [daemon.qemuUri] }))
  running = await launchApp({ configFolder })
})
test.afterAll(async () => {
  await running?.close()
  if (daemon.virsh('domstate', NAME) !== 'shut off') daemon.virsh('destroy', NAME)
  daemon.remove()
  rmSync(configFolder, { recursive: true })
})

/** Killed as it stands, and started again. */
async function kill(): Promise<void> {
  daemon.signal('SIGKILL')
  await expect.poll(() => daemon.isRunning(), { intervals: [50] }).toBe(false)
  await daemon.start()
}

async function expectFailed(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: 'Activity' }).click()
  const task = taskOf(page, label)
  await expect(task).toHaveAttribute('data-task-state', 'failed', { timeout: 120_000 })
  await expect(task).not.toContainText('could not be undone')
}

test('in the middle of the second copy of a clone: no copy stays, and there is no clone', async () => {
  const { page } = running
  const before = readdirSync(pool)
  await rowOf(page, NAME).click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Clone…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Clone' }).click()
  const second = join(pool, `${CLONE}-vdb.img`)
  await expect.poll(() => existsSync(second), { intervals: [2], timeout: 60_000 }).toBe(true)
  daemon.signal('SIGSTOP')
  expect(readdirSync(pool).length).toBe(before.length + 2)
  await kill()
  await expectFailed(page, `Clone ${NAME} as ${CLONE}`)
  expect(readdirSync(pool)).toEqual(before)
  expect(daemon.virsh('list', '--all', '--name').split('\n').filter(Boolean)).toEqual([NAME])
})

test('while the wizard’s image is copied to the host: no copy and no disk stays, and there is no machine', async () => {
  const { page } = running
  const before = readdirSync(pool)
  // Large enough to be caught in the middle of.
  const image = join(configFolder, 'install.iso')
  execFileSync('dd', ['if=/dev/urandom', `of=${image}`, 'bs=1M', 'count=512', 'status=none'])
  await page.getByRole('navigation', { name: 'Tools' }).getByRole('button', { name: 'New VM' }).click()
  await page.getByRole('heading', { name: 'New virtual machine' }).waitFor()
  await choose(page, 'Host', 'qemu\\+unix')
  await expect(page.getByRole('button', { name: /Where the file is$/ })).toHaveText(/On this computer/)
  await page.getByRole('textbox', { name: 'File' }).fill(image)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('made')
  await choose(page, 'Network', 'User mode')
  await page.getByRole('button', { name: 'More options' }).click()
  await choose(page, 'Acceleration', 'None')
  await page.getByRole('button', { name: 'Create VM' }).click()
  const isCopying = () => readdirSync(pool).some(file => file.includes('media'))
  await expect.poll(isCopying, { intervals: [2], timeout: 60_000 }).toBe(true)
  await kill()
  await expectFailed(page, 'Create made')
  expect(readdirSync(pool)).toEqual(before)
  expect(daemon.virsh('list', '--all', '--name').split('\n').filter(Boolean)).toEqual([NAME])
})

test('while a guest is asked to give up a device: the definition and the guest have it still', async () => {
  const { page } = running
  daemon.virsh('start', NAME)
  const before = daemon.virsh('dumpxml', NAME, '--inactive')
  const tab = new HardwarePage(page)
  await tab.open(NAME)
  await tab.choose('Network card')
  await page
    .getByRole('region', { name: 'Settings of the device' })
    .getByRole('button', { name: 'Remove' })
    .click()
  await tab.dialog.getByRole('button', { name: 'Remove' }).click()
  // A guest without a system never answers: the task waits.
  await expect.poll(() => daemon.virsh('dumpxml', NAME, '--inactive')).not.toContain(MAC)
  await kill()
  await expectFailed(page, `Change ${NAME}`)
  expect(daemon.virsh('dumpxml', NAME, '--inactive')).toBe(before)
  expect(daemon.virsh('dumpxml', NAME)).toContain(MAC)
})
