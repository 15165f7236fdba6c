// Point 4: whatever goes wrong while a machine is made, nothing is left of it, and the window says what to do.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { keepHostAsItWas, rescueIso } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { choose, fillNumber, fillWizard, openWizard, taskOf } from '../pages/wizard.ts'
import { machineNames, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-fault-${process.pid}`
const POOL = `e2e-small-${process.pid}`
let running: RunningApp
let restoreHost: () => void

test.beforeAll(async () => {
  restoreHost = keepHostAsItWas()
  running = await launchApp()
})
test.afterAll(async () => {
  await running.close()
  removeMachine(NAME)
  restoreHost()
})

test('the disk fills up meanwhile: the step says so, and those before it are taken back', async () => {
  const { page } = running
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-small-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=755', 'tmpfs', folder])
  try {
    virsh('pool-create-as', POOL, 'dir', '--target', folder)
    await openWizard(page)
    await fillWizard(page, { name: NAME, iso: rescueIso(), memoryMiB: 128, diskGiB: 1 })
    await choose(page, 'Storage pool', POOL)
    await choose(page, 'Format', 'raw')
    await choose(page, 'Space', 'Reserved at once')
    await expect(page.getByText(/^Only .* GiB are free in/).first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Create VM' })).toBeDisabled()
    await fillNumber(page, 'Size', 0.04)
    await expect(page.getByRole('button', { name: 'Create VM' })).toBeEnabled()
    writeFileSync(join(folder, 'somebody-elses'), Buffer.alloc(50 << 20))
    await page.getByRole('button', { name: 'Create VM' }).click()
    const task = taskOf(page, `Create ${NAME}`)
    await expect(task).toHaveAttribute('data-task-state', 'failed', { timeout: 60_000 })
    await expect(task.getByRole('alert')).toContainText('The host’s disk is full. Make room, or choose')
    await expectAccessible(page)
    await task.getByRole('button', { name: 'Remove from the list' }).click()
    expect(readdirSync(folder)).toEqual(['somebody-elses'])
    expect(machineNames()).not.toContain(NAME)
  } finally {
    virsh('pool-destroy', POOL)
    execFileSync('umount', [folder])
    rmSync(folder, { recursive: true })
  }
})

test('Cancel while an image is being copied: the copy goes, the machine never was', async () => {
  const { page } = running
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-large-')) // only its owner may enter: so it is copied
  const image = join(folder, 'large.iso')
  try {
    writeFileSync(image, '')
    const { bavail, bsize } = statfsSync('/var/lib/libvirt/images')
    truncateSync(image, Math.min(40 * 2 ** 30, Math.floor((bavail * bsize) / 2)))
    await openWizard(page)
    await page.getByRole('textbox', { name: 'File' }).fill(image)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill(NAME)
    await page.getByRole('button', { name: 'Create VM' }).click()
    const task = taskOf(page, `Create ${NAME}`)
    await expect(task).toHaveAttribute('data-task-state', 'running')
    await expect.poll(() => volumes()).toContain(`${NAME}-media`)
    await task.getByRole('button', { name: 'Cancel' }).click()
    await expect(task).toHaveAttribute('data-task-state', 'cancelled', { timeout: 60_000 })
    expect(volumes()).not.toContain(NAME)
    expect(machineNames()).not.toContain(NAME)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a draft is kept while one looks elsewhere', async () => {
  const { page } = running
  await openWizard(page)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('half-done')
  await page.getByRole('button', { name: 'Settings' }).click()
  await openWizard(page)
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('half-done')
})

test('nothing went wrong in the page', () => {
  expect(running.troubles).toEqual([])
})

function volumes(): string {
  return readdirSync('/var/lib/libvirt/images').join(' ')
}
