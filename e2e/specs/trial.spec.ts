// A risky change on trial: it can be kept, taken back, and goes back by itself although the app was closed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-trial-${process.pid}`
const MAC = '52:54:00:be:ef:03'
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-trial-'))
  defineMachine(NAME, `<interface type='user'><mac address='${MAC}'/><model type='virtio'/></interface>`)
  virsh('start', NAME)
  running = await launchApp({ configFolder: folder })
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

/** Pulls the cable on trial. */
async function pull(page: Page): Promise<void> {
  const tab = new HardwarePage(page)
  await tab.open(NAME)
  await tab.choose('Network card')
  await page.getByRole('switch', { name: 'Cable plugged in' }).click({ force: true })
  await page.getByRole('checkbox', { name: /^Go back by itself unless I keep it/ }).check({ force: true })
  await tab.select('After', '10 minutes')
  await expectAccessible(page)
  await tab.apply()
  await expect(page.getByText('Keep the change?')).toBeVisible()
  expect(virsh('domif-getlink', NAME, MAC)).toContain('down')
}

test('the cable is pulled on trial, and plugged in again', async () => {
  const { page } = running
  await pull(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Go back now' }).click()
  await expect(page.getByText('Keep the change?')).toHaveCount(0)
  expect(virsh('domif-getlink', NAME, MAC)).toContain('up')
})

test('the app is closed meanwhile: it goes back at the next start', async () => {
  await pull(running.page)
  await running.close()
  const file = join(folder, 'Vitrina/trials.json')
  const [kept] = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify([{ ...kept, endsAt: Date.now() - 1_000 }]))
  running = await launchApp({ configFolder: folder })
  await expect.poll(() => virsh('domif-getlink', NAME, MAC), { timeout: 30_000 }).toContain('up')
  expect(virsh('dumpxml', NAME, '--inactive')).not.toContain("state='down'")
})

test('kept: it stays, and nothing asks any more', async () => {
  const { page } = running
  await pull(page)
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await expect(page.getByText('Keep the change?')).toHaveCount(0)
  expect(virsh('domif-getlink', NAME, MAC)).toContain('down')
  expect(JSON.parse(readFileSync(join(folder, 'Vitrina/trials.json'), 'utf8'))).toEqual([])
  expect(running.troubles).toEqual([])
})
