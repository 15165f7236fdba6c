// The guest's text screen as text: every letter of a PC's firmware and of Linux' own console, GRUB's menu over both
// protocols, what is written meanwhile, and a picture that is said to be one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { startGrub, waitForGrub } from '../grub.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { agreeToVv, writeVv } from '../pages/vv.ts'
import { choose, openMachine } from '../pages/wizard.ts'
import { freePort, type Guest, startGuest } from '../spice/guest.ts'
import { startSpicePattern } from '../spice/pattern-guest.ts'
import { LETTERS, LETTERS_A_LINE, lettersBoot, makeLettersDisk, makeLettersInitrd } from '../text-mode.ts'
import { removeMachine, virsh } from '../virsh.ts'

const NAME = `screen-text-${process.pid}`
let folder: string
let running: RunningApp

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-screen-text-'))
})
test.afterEach(() => running?.close())
test.afterAll(() => rmSync(folder, { recursive: true }))

async function openDisplay(kind: 'spice' | 'vnc', port: number): Promise<Page> {
  running = await launchApp({ words: [writeVv(folder, { kind, port })] })
  const { page } = running
  await agreeToVv(page)
  return page
}

const shown = (page: Page) => page.locator('[data-shown="true"]')
const read = (page: Page) => shown(page).getByRole('button', { name: 'Read the screen as text' }).click()

/** The dialog is open; what it reads, until that holds. */
async function expectText(page: Page, holds: (text: string) => boolean): Promise<void> {
  await expect
    .poll(async () => {
      await page.getByRole('button', { name: 'Read again' }).click()
      const text = await textOf(page)
      return holds(text) || text
    })
    .toBe(true)
}

const textOf = (page: Page) => page.getByRole('region', { name: 'Screen as text' }).innerText()

/** A full block is a cell of one colour, as a blank is. */
const ALL = Array.from({ length: Math.ceil(LETTERS.length / LETTERS_A_LINE) }, (_, n) =>
  LETTERS.slice(n * LETTERS_A_LINE, (n + 1) * LETTERS_A_LINE)
    .replace('█', ' ')
    .trimEnd(),
).join('\n')

const GUESTS = [
  {
    name: 'firmware in text mode',
    bytes: makeLettersDisk,
    boot: (file: string) => ['-drive', `file=${file},format=raw,if=ide`],
  },
  { name: 'Linux on a graphics screen', bytes: makeLettersInitrd, boot: lettersBoot },
] as const

for (const { name, bytes, boot } of GUESTS)
  test(`${name}: each of its letters, over SPICE and over VNC`, async () => {
    const file = join(folder, 'start')
    writeFileSync(file, bytes())
    const vnc = await freePort()
    const guest: Guest = await startGuest('disable-ticketing=on', {
      boot: boot(file),
      more: ['-vnc', `127.0.0.1:${vnc - 5900}`],
    })
    try {
      for (const [kind, port] of [
        ['spice', guest.port],
        ['vnc', vnc],
      ] as const) {
        const page = await openDisplay(kind, port)
        await expect(async () => {
          await read(page)
          await page.getByRole('dialog').waitFor()
          const text = await textOf(page).finally(() => page.keyboard.press('Escape'))
          expect(text.trimEnd()).toBe(ALL)
        }).toPass({ timeout: 90_000 })
        await running.close()
      }
    } finally {
      await guest.stop()
    }
  })

test.describe('GRUB', () => {
  test.beforeAll(async () => {
    startGrub(NAME, ['spice', 'vnc'])
    await waitForGrub(NAME)
  })
  test.afterAll(() => removeMachine(NAME))

  test('its menu is text, and what is typed is said', async () => {
    running = await launchApp()
    const { app, page } = running
    await openMachine(page, NAME)
    for (const kind of ['VNC', 'SPICE']) {
      await choose(page, 'Connection', kind)
      await shown(page).locator('[data-console][data-state="connected"]').waitFor({ timeout: 60_000 })
      await read(page)
      // The chosen entry is dark on bright.
      await expectText(page, text => text.includes('GNU GRUB  version') && /│\*GNU\/Linux +│/.test(text))
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Copy the text' }).click()
      const copied = await app.evaluate(({ clipboard }) => clipboard.readText())
      expect(copied).toContain('Use the ↑ and ↓ keys to select which entry is highlighted.')
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    }
    virsh('send-key', NAME, 'KEY_C')
    await read(page)
    await page.getByRole('switch', { name: 'Say what is written' }).click({ force: true })
    await expect.poll(() => textOf(page)).toContain('grub>')
    for (const key of ['KEY_E', 'KEY_C', 'KEY_H', 'KEY_O', 'KEY_SPACE', 'KEY_H', 'KEY_I', 'KEY_ENTER'])
      virsh('send-key', NAME, key)
    const log = page.getByRole('log')
    await expect(log).toContainText('grub> echo hi')
    await expect(log).not.toContainText('GNU GRUB')
    await expectAccessible(page)
    expect(running.troubles).toEqual([])
  })
})

test('a picture is said to be one, and why it is not read', async () => {
  const guest = await startSpicePattern({ width: 640, height: 480 })
  const page = await openDisplay('spice', guest.port)
  await read(page)
  const why = page.getByText('There is no text on this screen that could be read')
  await expect(async () => {
    await page.getByRole('button', { name: 'Read again' }).click()
    await expect(why).toBeVisible({ timeout: 1_500 })
  }).toPass()
  await expectAccessible(page)
  await guest.close()
})
