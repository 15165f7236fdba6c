// The Performance tab on a real guest: figures come, as lines and as a table; the day is what was recorded.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { rescueIso } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { rowOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-usage-${process.pid}`
let running: RunningApp
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-usage-'))
  defineMachine(
    NAME,
    `<disk type='file' device='cdrom'><source file='${rescueIso()}'/><target dev='sda' bus='sata'/><readonly/><boot order='1'/></disk>
     <interface type='user'><model type='virtio'/></interface>`,
  )
  writeDay(virsh('domuuid', NAME))
  running = await launchApp({ configFolder: folder })
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

/** Three hours as the app would have recorded them. */
function writeDay(uuid: string): void {
  const host = createHash('sha256').update('system').digest('hex').slice(0, 16)
  const path = join(folder, 'Vitrina/usage', host)
  mkdirSync(path, { recursive: true })
  const points = Array.from({ length: 36 }, (_, n) => ({
    at: Date.now() - (36 - n) * 300_000,
    cpu: n / 72,
    givenKiB: 65_536,
    usedKiB: null,
    heldKiB: 40_000,
    readBytesPerSec: 1_500_000,
    writtenBytesPerSec: 0,
    readMs: 1.5,
    writeMs: null,
    receivedBytesPerSec: 0,
    sentBytesPerSec: 0,
  }))
  writeFileSync(join(path, `${uuid}.json`), JSON.stringify(points))
}

test('off: the last day; running: live figures of the guest', async () => {
  const { page } = running
  await rowOf(page, NAME).click()
  await page.getByRole('tab', { name: 'Performance' }).click()
  const disks = page.getByRole('figure', { name: /^Disks/ })
  await expect(disks).toContainText('Read 1.5 MB/s')
  await expect(page.getByRole('figure', { name: /^Processor/ })).toContainText('Used 49%')
  await disks.getByRole('button', { name: 'Disks as a table' }).click()
  await expect(disks.getByRole('row')).toHaveCount(19)
  await expectAccessible(page)
  virsh('start', NAME)
  await expect(page.getByRole('button', { name: 'Shut down' })).toBeVisible()
  await page.getByRole('radio', { name: 'Live' }).click()
  const memory = page.getByRole('figure', { name: /^Memory/ })
  await expect(memory).toContainText('Given to the guest 64 MiB')
  await expect(memory).toContainText('Used by the guest none')
  // GRUB reads its files from the CD.
  virsh('reset', NAME)
  await disks.getByRole('button', { name: 'Disks as a table' }).click()
  await expect(disks.getByRole('cell', { name: /[1-9].* (kB|MB)\/s/ }).first()).toBeVisible()
  await expectAccessible(page)
  expect(running.troubles).toEqual([])
})
