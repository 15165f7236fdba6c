// A console in a window of its own: one a machine, connected once; the machine's page says where it is, shows it and
// brings it back.
import { execFileSync } from 'node:child_process'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { startGrub, waitForGrub } from '../grub.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { compareWithHost, isSame } from '../pages/console.ts'
import { openMachine } from '../pages/wizard.ts'
import { removeMachine, virsh } from '../virsh.ts'

const NAME = `own-window-${process.pid}`
let running: RunningApp
let own: Page

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  startGrub(NAME, ['spice', 'vnc'])
  await waitForGrub(NAME)
  running = await launchApp()
  await openMachine(running.page, NAME)
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
})

const there = () => running.page.getByRole('heading', { name: `The console of ${NAME} has its own window` })

async function connected(page: Page): Promise<void> {
  await page.locator('[data-console="spice"][data-state="connected"]').waitFor({ timeout: 60_000 })
}

/** Sockets to the guest's SPICE display: one for each channel of each client. */
function channels(): number {
  const { port } = new URL(virsh('domdisplay', NAME, '--type', 'spice'))
  const args = ['-tnH', 'state', 'established', `( dport = :${port} )`]
  return execFileSync('ss', args, { encoding: 'utf8' }).split('\n').filter(Boolean).length
}

async function detach(): Promise<Page> {
  const [opened] = await Promise.all([
    running.app.waitForEvent('window'),
    running.page.getByRole('button', { name: 'Open in its own window' }).click(),
  ])
  await connected(opened)
  return opened
}

test('it moves there whole: the page says so, and nothing is connected twice', async () => {
  const { page } = running
  const before = channels()
  expect(before).toBeGreaterThan(2)
  own = await detach()
  await expect(there()).toBeVisible()
  await expect(page.locator('[data-console]')).toHaveCount(0)
  await expect.poll(channels).toBe(before)
  await page.waitForTimeout(3_000) // longer than a console that was cut off waits before it connects again
  expect(channels()).toBe(before)
  await expect(own.locator('[data-console="spice"][data-state="connected"]')).toBeVisible()
  await expect(own.getByText('Someone else')).toHaveCount(0)
  const comparison = await compareWithHost(own, NAME, 30_000)
  expect(isSame(comparison), JSON.stringify(comparison)).toBe(true)
  await expectAccessible(page)
})

test('asked for again, it is shown: there is one', async () => {
  const { app, page } = running
  const focused = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.webContents.getURL() ?? '')
  await page.getByRole('tab', { name: 'Overview' }).click()
  await page.getByRole('tab', { name: 'Console' }).click()
  await expect.poll(focused).not.toContain('console=')
  await page.getByRole('button', { name: 'Show it' }).click()
  await expect.poll(focused).toContain('console=')
  expect(app.windows()).toHaveLength(2)
  await connected(own)
})

test('brought back, it is in the page again', async () => {
  const { app, page } = running
  await Promise.all([own.waitForEvent('close'), page.getByRole('button', { name: 'Bring it back' }).click()])
  await connected(page)
  await expect(there()).toBeHidden()
  const comparison = await compareWithHost(page, NAME, 30_000)
  expect(isSame(comparison), JSON.stringify(comparison)).toBe(true)
  expect(app.windows()).toHaveLength(1)
})

test('so it is when its window is closed', async () => {
  own = await detach()
  await expect(there()).toBeVisible()
  await own.close()
  await connected(running.page)
  expect(running.troubles).toEqual([])
})
