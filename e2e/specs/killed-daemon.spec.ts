// The daemon is killed in the middle of tasks of several steps: when it is back, the tasks have taken back what they did.
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
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
  const xml = `<domain type='qemu'><name>${NAME}</name><memory unit='MiB'>512</memory><vcpu>1</vcpu>
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
  for (const name of daemon.virsh('list', '--name').split('\n').filter(Boolean)) daemon.virsh('destroy', name)
  daemon.remove()
  rmSync(configFolder, { recursive: true })
})

/** Killed as it stands, and started again when it is time. */
async function kill(isTime: () => boolean = () => true): Promise<void> {
  daemon.signal('SIGKILL')
  await expect.poll(() => daemon.isRunning(), { intervals: [50] }).toBe(false)
  await expect.poll(isTime).toBe(true)
  await daemon.start()
}

/** Kills it as soon as something is so. */
async function catchAt(isSo: () => boolean, isTime?: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !isSo() && Date.now() < end; )
    await new Promise(resolve => setTimeout(resolve, 1))
  daemon.signal('SIGSTOP')
  expect(isSo()).toBe(true)
  await kill(isTime)
}

/** Without disks. @return its file */
function writeMachine(name: string, mib = 64, more = ''): string {
  const file = join(daemon.folder, `${name}.xml`)
  writeFileSync(
    file,
    `<domain type='qemu'><name>${name}</name><memory unit='MiB'>${mib}</memory><vcpu>1</vcpu>${more}
    <os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features></domain>`,
  )
  return file
}

/** Starts it with a memory that takes long to write: what is in it packs badly. */
function startFilled(name: string, mib: number, devices = ''): void {
  const memory = "<memoryBacking><source type='file'/><access mode='shared'/></memoryBacking>"
  daemon.virsh('define', writeMachine(name, mib + 64, memory + devices))
  daemon.virsh('start', name)
  const files = readdirSync(daemon.folder, { recursive: true, encoding: 'utf8' })
  const ram = files.find(file => file.endsWith(`-${name}/pc.ram`))
  const aboveFirmware = ['bs=1M', `count=${mib}`, 'seek=32', 'conv=notrunc', 'status=none']
  execFileSync('dd', ['if=/dev/urandom', `of=${join(daemon.folder, ram ?? '')}`, ...aboveFirmware])
}

/** As the file itself has them, also those that libvirt does not know. */
function snapshotsIn(image: string): string {
  return execFileSync('qemu-img', ['snapshot', '-l', '-U', image], { encoding: 'utf8' })
}

/** @return its element */
function makeDisk(path: string): string {
  execFileSync('runuser', ['-u', 'nobody', '--', 'qemu-img', 'create', '-q', '-f', 'qcow2', path, '64M'])
  return `<devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${path}'/>
    <target dev='vda' bus='virtio'/></disk></devices>`
}

/**
 * In the middle of an internal snapshot. QEMU ends it all the same; the daemon is back only then, for libvirt 9.0 forces off a
 * guest that does not answer it while it starts.
 */
function whileWritten(image: string, before: number, name: string): [() => boolean, () => boolean] {
  return [() => sizeOf(image) > before + 2 ** 20, () => snapshotsIn(image).includes(name)]
}

/** Zero for what is not there. */
const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

function beginsWithZeroes(path: string): boolean {
  if (!existsSync(path)) return false
  const head = Buffer.alloc(4096)
  const file = openSync(path, 'r')
  readSync(file, head, 0, head.length, 0)
  closeSync(file)
  return head.every(byte => byte === 0)
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

const dumped = () => join(pool, 'memory.core')

test('while a guest’s memory is written to a file: the file goes, and the guest runs on', async () => {
  const { page } = running
  const before = readdirSync(pool)
  await rowOf(page, NAME).click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Write memory to a file…' }).click()
  const dialog = page.getByRole('dialog', { name: `Write the memory of ${NAME} to a file?` })
  await dialog.getByRole('textbox', { name: 'File on the host' }).fill(dumped())
  await dialog.getByRole('button', { name: 'Write' }).click()
  // QEMU ends it all the same. libvirt 9.0 falls over when it hears of an end that it does not remember: it is back later.
  await catchAt(
    () => sizeOf(dumped()) > 2 ** 20,
    () => sizeOf(dumped()) > 512 * 2 ** 20,
  )
  await expectFailed(page, `Write the memory of ${NAME} to ${dumped()}`)
  expect(readdirSync(pool)).toEqual(before)
  await expect.poll(() => daemon.virsh('domstate', NAME)).toBe('running')
})

test('while the disks of a deleted machine are overwritten and deleted: it is seen through, for there is no way back', async () => {
  const { page } = running
  await rowOf(page, NAME).click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  const dialog = page.getByRole('alertdialog')
  for (const file of ['a.img', 'b.img'])
    await dialog.getByRole('checkbox', { name: file }).check({ force: true })
  // To delete a file takes no time to be caught in; to overwrite one does.
  await dialog.getByRole('checkbox', { name: 'Overwrite them' }).check({ force: true })
  await dialog.getByRole('button', { name: 'Delete machine and disks' }).click()
  await catchAt(() => ['a.img', 'b.img'].some(file => beginsWithZeroes(join(pool, file))))
  expect(existsSync(join(daemon.folder, 'config/libvirt/qemu', `${NAME}.xml`))).toBe(false)
  await page.getByRole('button', { name: 'Activity' }).click()
  const task = taskOf(page, `Delete ${NAME}`)
  await expect(task).toHaveAttribute('data-task-state', 'done', { timeout: 120_000 })
  expect(readdirSync(pool)).toEqual([])
  expect(daemon.virsh('list', '--all', '--name')).toBe('')
})

test.describe('while a snapshot is taken', () => {
  const SNAPPED = 'snapped'
  const disk = () => join(pool, 'disk.qcow2')

  test.beforeAll(() => {
    startFilled(SNAPPED, 128, makeDisk(disk()))
  })

  async function expectNothingLeft(page: Page, name: string): Promise<void> {
    await expectFailed(page, `Take the snapshot ${name} of ${SNAPPED}`)
    expect(daemon.virsh('snapshot-list', SNAPPED, '--name')).toBe('')
    expect(daemon.virsh('domstate', SNAPPED)).toBe('running')
    expect(readdirSync(pool)).toEqual(['disk.qcow2'])
    expect(snapshotsIn(disk())).not.toContain(name)
  }

  async function take(page: Page, name: string, kind: string): Promise<void> {
    await rowOf(page, SNAPPED).click()
    await page.getByRole('tab', { name: 'Snapshots' }).click()
    await page.getByRole('textbox', { name: 'Name of the snapshot' }).fill(name)
    await page.getByRole('button', { name: 'More options' }).click()
    await page.getByText(kind, { exact: true }).click()
    await page.getByRole('button', { name: 'Take snapshot' }).click()
  }

  test('inside the disk: the guest runs on, and the file holds nothing of it', async () => {
    const { page } = running
    const before = sizeOf(disk())
    await take(page, 'within', 'Inside the disks')
    await catchAt(...whileWritten(disk(), before, 'within'))
    await expectNothingLeft(page, 'within')
  })

  test('in new files: none of them stays', async () => {
    const { page } = running
    await take(page, 'beside', 'In new files')
    await catchAt(() => existsSync(join(pool, `${SNAPPED}.beside.memory`)))
    await expectNothingLeft(page, 'beside')
  })
})

test.describe('while a guest goes back to a snapshot', () => {
  const BACK = 'goes-back'
  const disk = () => join(pool, 'back.qcow2')
  const snapshots = () => daemon.virsh('snapshot-list', BACK, '--name').split('\n').filter(Boolean).sort()

  test.beforeAll(() => {
    startFilled(BACK, 128, makeDisk(disk()))
    daemon.virsh('snapshot-create-as', BACK, 'then')
  })

  async function goBack(page: Page): Promise<void> {
    await rowOf(page, BACK).click()
    await page.getByRole('tab', { name: 'Snapshots' }).click()
    await page.getByRole('row').filter({ hasText: 'then' }).click()
    await page.getByRole('button', { name: 'Go back to it' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Go back to it' }).click()
  }

  test('in the middle of keeping the present: nothing of it stays, and the guest runs on', async () => {
    const { page } = running
    const before = sizeOf(disk())
    await goBack(page)
    await catchAt(...whileWritten(disk(), before, 'before-going-back'))
    await expectFailed(page, `Take ${BACK} back to then`)
    expect(snapshots()).toEqual(['then'])
    expect(snapshotsIn(disk())).not.toContain('before-going-back')
    expect(daemon.virsh('domstate', BACK)).toBe('running')
  })

  test('after that: it is seen through, and the present is kept', async () => {
    const { page } = running
    await goBack(page)
    // QEMU is started anew for it.
    const state = () => daemon.virsh('domstate', BACK, '--reason')
    await expect.poll(state, { intervals: [5], timeout: 60_000 }).toMatch(/starting up|from snapshot/)
    await kill()
    await page.getByRole('button', { name: 'Activity' }).click()
    const task = taskOf(page, `Take ${BACK} back to then`).first()
    await expect(task).toHaveAttribute('data-task-state', 'done', { timeout: 120_000 })
    expect(snapshots()).toEqual(['before-going-back', 'then'])
    expect(daemon.virsh('snapshot-current', BACK, '--name')).toBe('then')
    await expect.poll(() => daemon.virsh('domstate', BACK)).toBe('running')
  })
})

test('while a new disk is given to a guest: the disk goes, and the definition has none of it', async () => {
  const { page } = running
  const NEW = 'given'
  daemon.virsh('define', writeMachine(NEW))
  daemon.virsh('start', NEW)
  const [before, files] = [daemon.virsh('dumpxml', NEW, '--inactive'), readdirSync(pool)]
  const tab = new HardwarePage(page)
  await tab.open(NEW)
  await tab.add('Disk…')
  await tab.select('Storage pool', 'pool')
  await tab.fill('Size', 1)
  // QEMU stands still, so libvirt waits for its answer for as long as it takes to be killed.
  const qemu = Number(readFileSync(join(daemon.folder, 'libvirt/qemu/run', `${NEW}.pid`), 'utf8'))
  process.kill(qemu, 'SIGSTOP')
  await tab.dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect.poll(() => readdirSync(pool).length).toBe(files.length + 1)
  await kill(() => process.kill(qemu, 'SIGCONT'))
  await expectFailed(page, `Change ${NEW}`)
  expect(readdirSync(pool)).toEqual(files)
  expect(daemon.virsh('dumpxml', NEW, '--inactive')).toBe(before)
  expect(daemon.virsh('domstate', NEW)).toBe('running')
})

test.describe('while a guest is saved', () => {
  const SAVED = 'saved'

  test.beforeAll(() => {
    startFilled(SAVED, 1_024)
  })

  async function expectRunsOn(): Promise<void> {
    await expect.poll(() => daemon.virsh('domstate', SAVED), { timeout: 30_000 }).toBe('running')
    expect(daemon.virsh('list', '--all', '--with-managed-save', '--name')).toBe('')
  }

  test('to a file: the file goes, and the guest runs on', async () => {
    const { page } = running
    const before = readdirSync(pool)
    const path = join(pool, 'memory.save')
    await rowOf(page, SAVED).click()
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Save to a file…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'File on the host' }).fill(path)
    await dialog.getByRole('button', { name: 'Save and stop' }).click()
    await catchAt(() => sizeOf(path) > 2 ** 20)
    await expectFailed(page, `Save ${SAVED} to ${path}`)
    expect(readdirSync(pool)).toEqual(before)
    await expectRunsOn()
  })

  test('by libvirt: nothing of it stays, and the guest runs on', async () => {
    const { page } = running
    await rowOf(page, SAVED).click()
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Save and stop', exact: true }).click()
    const file = join(daemon.folder, 'config/libvirt/qemu/save', `${SAVED}.save`)
    await catchAt(() => sizeOf(file) > 2 ** 20)
    await expectFailed(page, `Save and stop ${SAVED}`)
    await expectRunsOn()
    expect(existsSync(file)).toBe(false)
  })
})
