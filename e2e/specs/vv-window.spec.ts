// The display of a .vv file has a console's tools, and nothing of what is chosen for it is kept: the machine is nobody's
// that the app knows.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, test } from '@playwright/test'
import { PNG } from 'pngjs'
import { launchApp, type RunningApp } from '../app.ts'
import { startGrub, waitForGrub } from '../grub.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { compare, compareWithHost, isSame } from '../pages/console.ts'
import { answerSaveDialog } from '../pages/save-dialog.ts'
import { agreeToVv, writeVv } from '../pages/vv.ts'
import { choose } from '../pages/wizard.ts'
import { hostScreenshot, removeMachine, virsh } from '../virsh.ts'

const NAME = `vv-window-${process.pid}`
let folder: string
let running: RunningApp

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-vv-window-'))
  startGrub(NAME, ['spice', 'vnc'])
  await waitForGrub(NAME)
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

const tool = (name: string | RegExp): Locator => running.page.getByRole('button', { name })
const looksLike = (before: PNG) => isSame(compare(hostScreenshot(NAME), before))
const portOf = (kind: string) =>
  kind === 'spice'
    ? Number(new URL(virsh('domdisplay', NAME, '--type', 'spice')).port)
    : 5900 + Number(virsh('vncdisplay', NAME).split(':').at(-1))

for (const kind of ['spice', 'vnc'] as const) {
  test(`${kind}: it is shown after consent, with every tool`, async () => {
    await running?.close()
    const path = writeVv(folder, { kind, port: portOf(kind) }, 'title=Somebody’s')
    running = await launchApp({ configFolder: folder, words: [path] })
    const { page } = running
    await agreeToVv(page)
    const comparison = await compareWithHost(page, NAME, 60_000)
    expect(isSame(comparison), JSON.stringify(comparison)).toBe(true)
    const names = await page
      .getByRole('toolbar', { name: 'Console tools' })
      .getByRole('button')
      .evaluateAll(all => all.map(one => one.getAttribute('aria-label')))
    expect(names).toEqual([
      'Screen size',
      'Clipboard and files',
      'Send key',
      ...(kind === 'spice' ? ['Mute'] : []),
      'Read the screen as text',
      'Record a video',
      'Save screenshot',
      'Look only: nothing you do goes to the guest',
      'Full screen',
    ])
    await expectAccessible(page)
  })

  test(`${kind}: its size, and the whole screen`, async () => {
    const { page } = running
    const width = () =>
      page.locator('[data-console] canvas').evaluate(one => one.getBoundingClientRect().width)
    const fitting = await width()
    await tool('Screen size').click()
    await page.getByRole('menuitem', { name: 'Actual size' }).click()
    await expect.poll(width).toBe(hostScreenshot(NAME).width)
    expect(fitting).not.toBe(await width())
    await tool('Full screen').click()
    await expect
      .poll(() => page.locator('[data-console]').boundingBox())
      .toEqual({ x: 0, y: 0, width: 1920, height: 1080 })
    await page.mouse.move(960, 1)
    await tool('Leave full screen').click()
    await expect(tool('Full screen')).toBeVisible()
  })

  test(`${kind}: a screenshot and a video are saved`, async () => {
    const { page } = running
    const picture = join(folder, `${kind}.png`)
    await answerSaveDialog(running, picture)
    await tool('Save screenshot').click()
    await expect(page.getByText(`Saved to ${picture}`)).toBeVisible()
    expect(isSame(compare(PNG.sync.read(readFileSync(picture)), hostScreenshot(NAME)))).toBe(true)
    const video = join(folder, `${kind}.webm`)
    await answerSaveDialog(running, video)
    await tool('Record a video').click()
    await page.waitForTimeout(1_500)
    await tool('End the video').click()
    await expect(page.getByText(`Saved to ${video}`)).toBeVisible()
    expect(statSync(video).size).toBeGreaterThan(1_000)
  })

  test(`${kind}: keys, typed text, and look only`, async () => {
    const { page } = running
    const menu = hostScreenshot(NAME)
    await tool(/^Look only/).click()
    await expect(tool('Send key')).toBeDisabled()
    await page.mouse.click(400, 300)
    await page.keyboard.press('c')
    await page.waitForTimeout(1_500)
    expect(looksLike(menu)).toBe(true)
    await tool(/^Look only/).click()
    await page.locator('[data-console] canvas').focus()
    await page.keyboard.press('c')
    await expect.poll(() => looksLike(menu)).toBe(false)
    await expect.poll(() => looksLike(hostScreenshot(NAME))).toBe(true)
    const prompt = hostScreenshot(NAME)
    await running.app.evaluate(({ clipboard }) => clipboard.writeText('echo vv'))
    await tool('Send key').click()
    await page.getByRole('menuitem', { name: 'Type clipboard text…' }).click()
    await choose(page, 'Speed', 'Slow')
    await page.getByRole('dialog').getByRole('button', { name: 'Type' }).click()
    await expect(page.getByRole('dialog')).toBeHidden({ timeout: 60_000 })
    await expect.poll(() => looksLike(prompt)).toBe(false)
    const typed = hostScreenshot(NAME)
    await tool('Send key').click()
    await page.getByRole('menuitem', { name: 'Ctrl+Esc' }).click() // GRUB's way back to its menu
    await expect.poll(() => looksLike(typed)).toBe(false)
    expect(running.troubles).toEqual([])
  })
}

test('sound is switched off and on, and nothing of all this was kept', async () => {
  await running.close()
  running = await launchApp({ configFolder: folder, words: [join(folder, 'spice.vv')] })
  await agreeToVv(running.page)
  await tool('Mute').click()
  await tool('Unmute').click()
  await expect(tool('Mute')).toBeVisible()
  const settings = await running.page.evaluate(async () => {
    const bridge = (window as unknown as { app: { ask(name: string): Promise<{ value: object }> } }).app
    return (await bridge.ask('state.snapshot')).value
  })
  expect(settings).toMatchObject({ settings: { machineScales: {}, machineScreens: {}, microphones: [] } })
})
