// Snapshots of real machines: what is possible is said before, going back is seen in the guest, nothing is left.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { rescueIso } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { expectSteps, Steps } from '../pages/steps.ts'
import { openMachine, rowOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-snap-${process.pid}`
const RAW = `e2e-snap-raw-${process.pid}`
const SECRET = 'only8let'
let folder: string
let running: RunningApp

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-snap-'))
  execFileSync('chmod', ['755', folder])
  for (const format of ['qcow2', 'raw'])
    execFileSync('qemu-img', ['create', '-q', '-f', format, join(folder, `disk.${format}`), '64M'])
  const disk = (format: string) =>
    `<disk type='file' device='disk'><driver name='qemu' type='${format}'/><source file='${folder}/disk.${format}'/>
       <target dev='vda' bus='virtio'/></disk>`
  defineMachine(
    NAME,
    `${disk('qcow2')}<disk type='file' device='cdrom'><source file='${rescueIso()}'/><target dev='sda' bus='sata'/>
     <readonly/><boot order='1'/></disk><graphics type='vnc' autoport='yes'/><video><model type='vga'/></video>`,
  )
  defineMachine(RAW, `${disk('raw')}<graphics type='vnc' autoport='yes' passwd='${SECRET}'/>`)
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [NAME, RAW]) removeMachine(name)
  rmSync(folder, { recursive: true })
})

async function openSnapshots(page: Page, name: string, steps = new Steps()): Promise<void> {
  await rowOf(page, name).click()
  await steps.press(page.getByRole('tab', { name: 'Snapshots' }))
}

/** What the guest shows within a second: more than one picture, where a cursor blinks. */
async function look(): Promise<readonly string[]> {
  const pictures = new Set<string>()
  for (let n = 0; n < 5; n++) {
    virsh('screenshot', NAME, join(folder, 'screen'))
    pictures.add(
      createHash('sha256')
        .update(readFileSync(join(folder, 'screen')))
        .digest('hex'),
    )
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  return [...pictures]
}

/** Waits until the guest shows one of those pictures, or none of them. */
async function expectScreen(pictures: readonly string[], shown = true): Promise<void> {
  const isShown = async () => (await look()).some(picture => pictures.includes(picture))
  await expect.poll(isShown, { timeout: 60_000 }).toBe(shown)
}

function press(...keys: string[]): void {
  for (const key of keys) virsh('send-key', NAME, key)
}

/** Of the chosen snapshot: the screen as it was when it was taken. */
const snapshotPicture = (page: Page) => page.getByRole('img', { name: /^Its screen, / })

const rows = (page: Page) => page.getByRole('treegrid', { name: 'Snapshots' }).getByRole('row')

test('a running machine goes back to what it was doing, and the present is kept', async () => {
  const { page } = running
  virsh('start', NAME)
  await openMachine(page, NAME)
  // GRUB's menu is there once a key moves its bar, and it no longer counts down then.
  for (const key of ['KEY_DOWN', 'KEY_DOWN']) {
    const before = await look()
    await expect
      .poll(
        async () => {
          press(key)
          return (await look()).some(picture => before.includes(picture))
        },
        { timeout: 60_000 },
      )
      .toBe(false)
  }
  press('KEY_UP', 'KEY_UP', 'KEY_UP')
  await look()
  const then = await look()
  const taking = new Steps()
  await openSnapshots(page, NAME, taking)
  await expectAccessible(page)
  await taking.press(page.getByRole('button', { name: 'Take snapshot' }))
  expectSteps('take a snapshot', taking.count)
  await expect(rows(page).filter({ hasText: 'snapshot' })).toContainText('here now', { timeout: 60_000 })
  await expect(snapshotPicture(page)).toBeVisible()
  press('KEY_DOWN', 'KEY_DOWN')
  await expectScreen(then, false)
  const later = await look()

  const goingBack = new Steps()
  await goingBack.press(page.getByRole('button', { name: 'Go back to it' }))
  await expectAccessible(page)
  await goingBack.press(page.getByRole('alertdialog').getByRole('button', { name: 'Go back to it' }))
  expectSteps('go back to a snapshot', goingBack.count)
  await expect(rows(page).filter({ hasText: 'before-going-back' })).toBeVisible({ timeout: 60_000 })
  await expectScreen(then)

  await rows(page).filter({ hasText: 'before-going-back' }).click()
  await page.getByRole('button', { name: 'Go back to it' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('checkbox').uncheck({ force: true })
  await dialog.getByRole('button', { name: 'Go back to it' }).click()
  await expectScreen(later)
  expect(virsh('snapshot-list', NAME, '--name').split('\n').sort()).toEqual(['before-going-back', 'snapshot'])
})

/** Gives it that description, and says whether libvirt has all else of it as it was. */
async function describe(page: Page, machine: string, snapshot: string, text: string): Promise<void> {
  const read = () => virsh('snapshot-dumpxml', machine, snapshot, '--security-info')
  const before = read()
  const current = virsh('snapshot-current', machine, '--name')
  await rows(page).filter({ hasText: snapshot }).last().click()
  await page.getByRole('button', { name: 'Description…' }).click()
  const dialog = page.getByRole('dialog', { name: `Description of “${snapshot}”` })
  await dialog.getByRole('textbox', { name: 'Description' }).fill(text)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('region', { name: snapshot }).getByText(text)).toBeVisible()
  expect(virsh('snapshot-current', machine, '--name')).toBe(current)
  expect(read().replace(/\n *<description>.*?<\/description>/, '')).toBe(before)
}

test('a description comes afterwards, and changes nothing else', async () => {
  const { page } = running
  for (const name of ['snapshot', 'before-going-back'])
    await describe(page, NAME, name, `why I took ${name} <&>`)
  expect(virsh('snapshot-list', NAME, '--tree')).toContain('before-going-back')
})

test('a name that is taken, or that no file can have, is refused while it is typed', async () => {
  const { page } = running
  await page.getByRole('textbox', { name: 'Name of the snapshot' }).fill('snapshot')
  await expect(page.getByText('There is a snapshot of that name already.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Take snapshot' })).toBeDisabled()
  await page.getByRole('textbox', { name: 'Name of the snapshot' }).fill('a/b')
  await expect(page.getByText('The name may not contain a slash')).toBeVisible()
})

test('what others take and delete is seen, and deleting leaves the machine as it is', async () => {
  const { page } = running
  for (const name of ['before-going-back', 'snapshot']) {
    await rows(page).filter({ hasText: name }).click()
    await page.getByRole('button', { name: 'Delete snapshot' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete snapshot' }).click()
    await expect(rows(page).filter({ hasText: name })).toHaveCount(0, { timeout: 60_000 })
  }
  expect(virsh('snapshot-list', NAME, '--name')).toBe('')
  expect(virsh('domstate', NAME)).toBe('running')
  virsh('destroy', NAME)
})

test('a raw disk: only new files, which this libvirt cannot go back to, and both are said before', async () => {
  const { page } = running
  await openSnapshots(page, RAW)
  await expect(page.getByText(/^libvirt 9\.0\.0 on this host cannot go back/)).toBeVisible()
  await page.getByRole('button', { name: 'More options' }).click()
  await expect(page.getByRole('radio', { name: 'Inside the disks' })).toBeDisabled()
  await expect(page.getByText('The disk vda is raw: only qcow2 disks hold snapshots inside.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Take snapshot' }).click()
  await expect(rows(page).filter({ hasText: 'snapshot' })).toBeVisible({ timeout: 60_000 })
  await expect(snapshotPicture(page)).toHaveCount(0) // it was off
  expect(virsh('domblklist', RAW)).toContain('disk.snapshot')
  await expect(page.getByRole('button', { name: 'Go back to it' })).toBeDisabled()
  await describe(page, RAW, 'snapshot', 'the raw one')
  expect(virsh('snapshot-dumpxml', RAW, 'snapshot', '--security-info')).toContain(`passwd='${SECRET}'`)
  await page.getByRole('button', { name: 'Delete snapshot' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete snapshot' }).click()
  await expect(rows(page)).toHaveCount(0, { timeout: 60_000 })
  expect(virsh('domblklist', RAW)).toContain(join(folder, 'disk.raw'))
  expect(readdirSync(folder).filter(file => file.includes('snapshot'))).toEqual([])
})

test('nothing went wrong in the page', () => {
  expect(running.troubles).toEqual([])
})
