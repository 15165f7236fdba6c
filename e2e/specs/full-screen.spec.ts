// A console that fills a screen: one of two, remembered for its machine; with its tools; and back again, also when that
// screen is gone. The screens are Chromium's own, as many as it is told to have.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { startGrub, waitForGrub } from '../grub.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { compareWithHost, isSame } from '../pages/console.ts'
import { choose, openMachine } from '../pages/wizard.ts'
import { removeMachine } from '../virsh.ts'

const NAME = `full-screen-${process.pid}`
const DESK = { x: 0, y: 0, width: 1600, height: 900 }
const WALL = { x: 1600, y: 0, width: 1280, height: 1024 }
let folder: string
let running: RunningApp

test.describe.configure({ mode: 'serial' })

/** @param screens as Chromium's switch has them */
function launch(screens: string): Promise<RunningApp> {
  return launchApp({ configFolder: folder, switches: [`--screen-info=${screens}`] })
}

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-full-screen-'))
  startGrub(NAME, ['spice', 'vnc'], "<serial type='pty'/>")
  await waitForGrub(NAME)
  running = await launch('{1600x900 label=Desk}{1280x1024 label=Wall}')
  await openMachine(running.page, NAME)
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

const shown = () => running.page.locator('[data-shown="true"]')
const tool = (name: string): Locator => shown().getByRole('button', { name })
const isFull = () => running.page.evaluate(() => document.fullscreenElement !== null)
const bounds = () =>
  running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())

/** The window has that screen, and the console has the window. */
async function expectFilled(screen: typeof WALL): Promise<void> {
  await expect.poll(bounds).toEqual(screen)
  const { width, height } = screen
  await expect
    .poll(() => shown().locator('[data-console]').boundingBox())
    .toEqual({ x: 0, y: 0, width, height })
  await expect(running.page.getByRole('navigation')).toHaveCount(0)
}

test('one of two screens is chosen, and the guest’s picture has all of it', async () => {
  const { page } = running
  await tool('Full screen on…').click()
  await expect(page.getByRole('menuitem')).toHaveText([
    'The screen that this window is on',
    'Screen 1: Desk (1600 × 900)',
    'Screen 2: Wall (1280 × 1024)',
  ])
  await expectAccessible(page)
  await page.getByRole('menuitem', { name: 'Screen 2' }).click()
  await expectFilled(WALL)
  const comparison = await compareWithHost(page, NAME, 30_000)
  expect(isSame(comparison), JSON.stringify(comparison)).toBe(true)
})

test('its tools wait at the edge, for the pointer and for the keyboard', async () => {
  const { page } = running
  const bar = shown().getByRole('toolbar', { name: 'Console tools' })
  const below = async () => {
    const box = await bar.boundingBox()
    return box ? Math.round(box.y + box.height) : 0
  }
  await page.mouse.move(640, 700)
  await expect.poll(below, { timeout: 10_000 }).toBe(3)
  await page.mouse.move(640, 1)
  await expect.poll(below).toBeGreaterThan(30)
  await tool('Send key').click()
  await expect(page.getByRole('menuitem', { name: 'Ctrl+Alt+Del', exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await shown().locator('[data-console] canvas').focus()
  await page.mouse.move(640, 700)
  await expect.poll(below).toBe(3)
  await page.keyboard.press('Control+Alt')
  await page.keyboard.press('Tab')
  await expect.poll(below).toBeGreaterThan(30)
  await expect(bar.locator(':focus')).toHaveCount(1)
})

test('another of its displays keeps the screen', async () => {
  const { page } = running
  for (const [name, kind] of [
    ['VNC', 'vnc'],
    ['Text console', 'serial'],
    ['SPICE', 'spice'],
  ] as const) {
    await choose(page, 'Connection', name)
    await shown().locator(`[data-console="${kind}"][data-state="connected"]`).waitFor({ timeout: 60_000 })
    await expectFilled(WALL)
  }
})

test('F11 in the tools leaves it, and the window is where it was', async () => {
  const { page } = running
  await tool('Leave full screen').focus()
  await page.keyboard.press('F11')
  await expect.poll(isFull).toBe(false)
  await expect.poll(bounds).toEqual({ x: 160, y: 50, width: 1280, height: 800 })
  await expect(page.getByRole('navigation', { name: 'Tools' })).toBeVisible()
})

test('F11 in the guest takes the chosen screen; its button, too', async () => {
  const { page } = running
  await shown().locator('[data-console] canvas').focus()
  await page.keyboard.press('F11')
  await expectFilled(WALL)
  await page.keyboard.press('F11')
  await expect.poll(isFull).toBe(false)
  await tool('Full screen').first().click()
  await expectFilled(WALL)
  await page.mouse.move(640, 1)
  await tool('Leave full screen').click()
  await expect.poll(isFull).toBe(false)
})

test('a screen that is unplugged is offered no more, and one that is plugged in is', async () => {
  const { page } = running
  const devtools = await page.context().newCDPSession(page)
  const { screenInfos } = await devtools.send('Emulation.getScreenInfos')
  const wall = screenInfos.find(({ label }) => label === 'Wall')
  await devtools.send('Emulation.removeScreen', { screenId: wall?.id ?? '' })
  await expect(tool('Full screen on…')).toHaveCount(0)
  await tool('Full screen').click()
  await expectFilled(DESK)
  await page.keyboard.press('F11')
  await expect.poll(isFull).toBe(false)
  await devtools.send('Emulation.addScreen', { left: 1600, top: 0, width: 800, height: 600 })
  await tool('Full screen on…').click()
  await expect(page.getByRole('menuitem')).toHaveText([
    'The screen that this window is on',
    'Screen 1: Desk (1600 × 900)',
    'Screen 2 (800 × 600)',
  ])
  await page.keyboard.press('Escape')
  expect(running.troubles).toEqual([])
})

test('the choice outlives the app, and a screen that is gone falls back to the window’s', async () => {
  await running.close()
  running = await launch('{1600x900 label=Desk}{1280x1024 label=Wall}')
  await openMachine(running.page, NAME)
  await tool('Full screen').first().click()
  await expectFilled(WALL)
  await running.close()
  running = await launch('{1600x900 label=Desk}')
  await openMachine(running.page, NAME)
  await tool('Full screen').click()
  await expectFilled(DESK)
})
