// A guest with two screens, over SPICE: each is chosen in the tools and is what the host shows.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { PNG } from 'pngjs'
import { launchApp, type RunningApp } from '../app.ts'
import { waitForGrub } from '../grub.ts'
import { rescueIso } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { compare, consolePicture, isSame } from '../pages/console.ts'
import { rowOf } from '../pages/wizard.ts'
import { removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-monitors-${process.pid}`
let folder: string
let running: RunningApp

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-monitors-'))
  writeFileSync(
    join(folder, 'domain.xml'),
    `<domain type='qemu'><name>${NAME}</name><memory unit='MiB'>128</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type><boot dev='cdrom'/></os><devices>
    <disk type='file' device='cdrom'><source file='${rescueIso()}'/><target dev='sda' bus='sata'/></disk>
    <graphics type='spice' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>
    <video><model type='virtio' heads='2' primary='yes'/></video></devices></domain>`,
  )
  virsh('create', join(folder, 'domain.xml'))
  await waitForGrub(NAME)
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

function hostPicture(screen: number): PNG {
  const path = join(folder, `screen-${screen}`)
  virsh('screenshot', NAME, path, '--screen', String(screen))
  return PNG.sync.read(readFileSync(path))
}

async function expectScreen(screen: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const ours = await consolePicture(running.page)
        return ours !== null && isSame(compare(ours, hostPicture(screen)))
      },
      { timeout: 30_000 },
    )
    .toBe(true)
}

test('each screen is chosen in the tools, and is the host’s own picture of it', async () => {
  const { page } = running
  await rowOf(page, NAME).click()
  await page.locator('[data-console="spice"][data-state="connected"]').waitFor({ timeout: 60_000 })
  await expectScreen(0)
  await page.getByRole('button', { name: 'Monitor 1 of 2' }).click()
  await expectAccessible(page)
  await page.getByRole('menuitem', { name: /^Monitor 2/ }).click()
  await expect(page.getByRole('button', { name: 'Monitor 2 of 2' })).toBeVisible()
  await expectScreen(1)
  // They are not the same picture, or nothing was shown by it.
  expect(hostPicture(0).data.equals(hostPicture(1).data)).toBe(false)
})

test('and the first again', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Monitor 2 of 2' }).click()
  await page.getByRole('menuitem', { name: /^Monitor 1/ }).click()
  await expectScreen(0)
  expect(running.troubles).toEqual([])
})
