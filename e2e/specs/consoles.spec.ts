// One machine with a SPICE display, a VNC display and a text console: each stays what it was while another is looked
// at; looking without touching; searching and saving what the text console said; videos.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, test } from '@playwright/test'
import type { PNG } from 'pngjs'
import { launchApp, type RunningApp } from '../app.ts'
import { startGrub, waitForGrub } from '../grub.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { compare, compareWithHost, isSame } from '../pages/console.ts'
import { answerSaveDialog } from '../pages/save-dialog.ts'
import { choose, openMachine } from '../pages/wizard.ts'
import { connectSpice } from '../spice/connect.ts'
import { hostScreenshot, removeMachine, virsh } from '../virsh.ts'

const NAME = `consoles-${process.pid}`
let folder: string
let running: RunningApp

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-consoles-'))
  startGrub(NAME, ['spice', 'vnc'], "<serial type='pty'/>")
  await waitForGrub(NAME)
  running = await launchApp()
  await openMachine(running.page, NAME)
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

/** The tools and the screen that are seen: the others lie behind. */
const shown = () => running.page.locator('[data-shown="true"]')
const tool = (name: string | RegExp): Locator => shown().getByRole('button', { name })

/** Whether the guest's screen is what it was, but for a cursor that blinks. */
const looksLike = (before: PNG) => isSame(compare(hostScreenshot(NAME), before))

async function connectedTo(kind: string): Promise<void> {
  await shown().locator(`[data-console="${kind}"][data-state="connected"]`).waitFor({ timeout: 60_000 })
}

for (const [kind, key] of [
  ['SPICE', 'ArrowDown'],
  ['VNC', 'ArrowUp'],
] as const) {
  test(`${kind}, look only: no key and no click reaches the guest`, async () => {
    const { page } = running
    await choose(page, 'Connection', kind)
    await connectedTo(kind.toLowerCase())
    const canvas = shown().locator('[data-console] canvas')
    const box = await canvas.boundingBox()
    await canvas.focus()
    await tool(/^Look only/).click()
    await page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 20)
    const before = hostScreenshot(NAME)
    for (let n = 0; n < 3; n++) await page.keyboard.press(key)
    await expect(tool('Send key')).toBeDisabled()
    await page.waitForTimeout(1_500) // far more than a key takes to be seen, as the next lines show
    expect(looksLike(before)).toBe(true)
    await expectAccessible(page)
    await tool(/^Look only/).click()
    await page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 20)
    await page.keyboard.press(key)
    await expect.poll(() => looksLike(before)).toBe(false)
    await page.locator('h1').first().click()
  })
}

test('F11 stays here and fills the screen, until the settings give it to the guest', async () => {
  const { page } = running
  await choose(page, 'Connection', 'VNC')
  await connectedTo('vnc')
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null)
  await shown().locator('[data-console] canvas').focus()
  await page.keyboard.press('F11')
  await expect.poll(isFull).toBe(true)
  await page.keyboard.press('F11')
  await expect.poll(isFull).toBe(false)
  await page.getByRole('navigation', { name: 'Tools' }).getByRole('button', { name: 'Settings' }).click()
  const kept = page.getByRole('checkbox', { name: 'F11: full screen' })
  await expect(kept).toBeChecked()
  await kept.click({ force: true })
  await expect(kept).not.toBeChecked()
  await expectAccessible(page)
  await openMachine(page, NAME)
  await choose(page, 'Connection', 'VNC')
  await connectedTo('vnc')
  await shown().locator('[data-console] canvas').focus()
  await page.keyboard.press('F11')
  await page.waitForTimeout(1_000)
  expect(await isFull()).toBe(false)
})

test('somebody else who looks is told, and that they have gone', async () => {
  const { page } = running
  await connectedTo('vnc')
  const display = Number(virsh('vncdisplay', NAME).split(':').at(-1))
  const other = connect(5900 + display, '127.0.0.1')
  await expect(shown().getByText('Someone else is connected, too')).toBeVisible()
  await expectAccessible(page)
  other.destroy()
  await expect(shown().getByText('Someone else is connected, too')).toBeHidden()
})

test('SPICE, taken by somebody else: it is said, and not taken back by itself', async () => {
  const { page } = running
  await choose(page, 'Connection', 'SPICE')
  await connectedTo('spice')
  const port = new URL(virsh('domdisplay', NAME, '--type', 'spice')).port
  const other = connectSpice(Number(port))
  let isOver = false
  void other.ended.then(() => {
    isOver = true
  })
  await expect(shown().getByText('Someone else has opened this screen')).toBeVisible()
  await page.waitForTimeout(5_000) // more than it waits before it connects again by itself
  await expect(shown().getByText('Someone else has opened this screen')).toBeVisible()
  expect(isOver).toBe(false)
  await shown().getByRole('button', { name: 'Reconnect' }).click()
  await connectedTo('spice')
  await expect.poll(() => isOver).toBe(true)
  await expect(shown().getByText('Someone else')).toHaveCount(0)
})

test('the text console keeps what it said while another is looked at', async () => {
  const { page } = running
  await choose(page, 'Connection', 'Text console')
  await connectedTo('serial')
  virsh('send-key', NAME, 'KEY_C')
  await choose(page, 'Connection', 'SPICE')
  await connectedTo('spice')
  await running.app.evaluate(({ clipboard }) =>
    clipboard.writeText('serial --unit=0; terminal_input serial console; terminal_output serial console\n'),
  )
  await tool('Send key').click()
  await page.getByRole('menuitem', { name: 'Type clipboard text…' }).click()
  await choose(page, 'Speed', 'Slow')
  await page.getByRole('dialog').getByRole('button', { name: 'Type' }).click()
  await expect(page.getByRole('dialog')).toBeHidden({ timeout: 60_000 })

  await choose(page, 'Connection', 'Text console')
  const rows = shown().locator('[data-console="serial"] .xterm-rows')
  await expect(rows).toContainText('grub>')
  await shown().locator('[data-console="serial"]').click()
  await page.keyboard.type('echo one-two-three\n', { delay: 60 })
  await expect(rows).toContainText('one-two-three')
  const opened = await openings()
  expect(opened).toBe(1)
  await choose(page, 'Connection', 'VNC')
  await connectedTo('vnc')
  await choose(page, 'Connection', 'Text console')
  await expect(rows).toContainText('one-two-three')
  expect(await openings()).toBe(opened)
})

/** How often a text console was opened. */
function openings(): Promise<number> {
  return running.page.evaluate(async () => {
    const bridge = (window as unknown as { app: { ask(name: string): Promise<unknown> } }).app
    return JSON.stringify(await bridge.ask('host.calls')).split('DOMAIN_OPEN_CONSOLE"').length - 1
  })
}

test('what was said can be searched and saved', async () => {
  const { page } = running
  const find = shown().getByRole('searchbox', { name: 'Find in this console' })
  await find.fill('two')
  await find.press('Enter')
  await expect(shown().locator('.xterm-selection div').first()).toBeAttached()
  await find.fill('nowhere')
  await find.press('Enter')
  await expect(shown().getByText('“nowhere” is not there')).toBeVisible()
  await expectAccessible(page)
  const path = join(folder, 'console.log')
  await answerSaveDialog(running, path)
  await tool('Save as a text file').click()
  await expect(shown().getByText(`Saved to ${path}`)).toBeVisible()
  expect(readFileSync(path, 'utf8')).toMatch(/^one-two-three$/m)
  await answerSaveDialog(running, join(folder, 'none/console.log'))
  await tool('Save as a text file').click()
  await expect(shown().getByText('could not be written')).toBeVisible()
})

test('look only, in the text console', async () => {
  const { page } = running
  const rows = shown().locator('[data-console="serial"] .xterm-rows')
  await tool(/^Look only/).click()
  await shown().locator('[data-console="serial"]').click()
  await page.keyboard.type('echo never\n', { delay: 60 })
  await page.waitForTimeout(1_500)
  await expect(rows).not.toContainText('never')
  await tool(/^Look only/).click()
  await shown().locator('[data-console="serial"]').click()
  await page.keyboard.type('echo now\n', { delay: 60 })
  await expect(rows).toContainText('now')
})

for (const kind of ['SPICE', 'VNC']) {
  test(`${kind}: a video shows what the guest shows`, async () => {
    const { page } = running
    await choose(page, 'Connection', kind)
    await connectedTo(kind.toLowerCase())
    const comparison = await compareWithHost(page, NAME, 30_000)
    expect(isSame(comparison), JSON.stringify(comparison)).toBe(true)
    const path = join(folder, `${kind}.webm`)
    await answerSaveDialog(running, path)
    await tool('Record a video').click()
    await expect(shown().getByText('Recording')).toBeVisible()
    await page.waitForTimeout(3_000)
    await tool('End the video').click()
    await expect(shown().getByText(`Saved to ${path}`)).toBeVisible()
    await expect(shown().getByText('Recording')).toBeHidden()
    // Chromium itself plays it: as large as the guest's screen, and with something on it.
    const video = await page.evaluate(
      async bytes => {
        const player = document.createElement('video')
        player.src = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type: 'video/webm' }))
        player.muted = true
        await player.play()
        await new Promise(done => player.requestVideoFrameCallback(done))
        const copy = new OffscreenCanvas(player.videoWidth, player.videoHeight)
        const context = copy.getContext('2d')
        context?.drawImage(player, 0, 0)
        const { data } = context?.getImageData(0, 0, copy.width, copy.height) ?? { data: [] }
        URL.revokeObjectURL(player.src)
        let ink = 0
        for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 0) > 64) ink++
        return { width: copy.width, height: copy.height, ink }
      },
      [...readFileSync(path)],
    )
    expect(video).toMatchObject({ width: comparison.width, height: comparison.height })
    expect(video.ink).toBeGreaterThan(100)
  })
}

test('a video that cannot be written is told, and none is made when no place is chosen', async () => {
  await answerSaveDialog(running, null)
  await tool('Record a video').click()
  await expect(tool('Record a video')).toBeVisible()
  await answerSaveDialog(running, existsSync('/dev/full') ? '/dev/full' : join(folder, 'none/a.webm'))
  await tool('Record a video').click()
  await expect(shown().getByText('could not be written')).toBeVisible()
  await expect(tool('Record a video')).toBeVisible()
})

test('a screen reader is told of the connection and of the keyboard, and reaches every tool', async () => {
  const { page } = running
  const said = shown()
    .getByRole('status')
    .filter({ hasText: /Connected|Keyboard in guest/ })
  await expect(said.first()).toContainText('Connected: ')
  await shown().locator('[data-console] canvas').focus()
  await expect(said.first()).toContainText('Keyboard in guest — Ctrl+Alt to release')
  await page.keyboard.press('Control+Alt')
  await expect(said.first()).toContainText('Connected: ')
  // Each has a name, and the keyboard comes to each.
  const tools = shown().getByRole('toolbar', { name: 'Console tools' }).getByRole('button')
  const names = await tools.evaluateAll(all =>
    all.map(one => one.getAttribute('aria-label') || one.textContent || ''),
  )
  expect(names.length).toBeGreaterThan(5)
  expect(names.filter(name => name.trim() === '')).toEqual([])
  await tools.first().focus()
  const reached = new Set<string>()
  for (let n = 0; n < names.length + 2; n++) {
    reached.add(
      await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') || document.activeElement?.textContent || '',
      ),
    )
    await page.keyboard.press('Tab')
  }
  expect(names.filter(name => !reached.has(name))).toEqual([])
})

test('the size of the screen is kept for this machine', async () => {
  const { page } = running
  await tool('Screen size').click()
  await page.getByRole('menuitem', { name: 'Actual size' }).click()
  await page.getByRole('tab', { name: 'Overview' }).click()
  await page.getByRole('tab', { name: 'Console' }).click()
  await tool('Screen size').click()
  await expect(page.getByRole('menuitem', { name: 'Actual size' }).locator('svg')).toBeVisible()
  await page.getByRole('menuitem', { name: 'Fit to window' }).click()
})

test('nothing went wrong in the page', async () => {
  await running.page.getByRole('tab', { name: 'Overview' }).click()
  expect(running.troubles).toEqual([])
})
