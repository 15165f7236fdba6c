// The clipboard typed into a real guest, key by key, over SPICE and over VNC: GRUB's command line echoes on its serial
// port what it got.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { startGrub, waitForGrub } from '../grub.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { compareWithHost, isSame } from '../pages/console.ts'
import { choose, openMachine } from '../pages/wizard.ts'
import { removeMachine, virsh } from '../virsh.ts'

/** Each sign of a US keyboard but for line ends, the two quotes and the backslash, which GRUB keeps for itself. */
const SIGNS = '~1234567890-=!@#$%^&*()_+qwertyuiopasdfghjklzxcvbnmQWERTYUIOPASDFGHJKLZXCVBNM[]{};:,./<>?|`'
let folder: string
let running: RunningApp

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-typing-'))
  chmodSync(folder, 0o777) // QEMU's user makes the socket
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  for (const kind of ['spice', 'vnc']) removeMachine(nameOf(kind))
  rmSync(folder, { recursive: true })
})

const nameOf = (kind: string) => `typing-${kind}-${process.pid}`

function listenTo(kind: string): { said: () => string; socket: Socket } {
  const path = join(folder, kind)
  const serial = `<serial type='unix'><source mode='bind' path='${path}'/></serial>`
  startGrub(nameOf(kind), [kind as 'spice' | 'vnc'], serial)
  let bytes = ''
  const socket = connect(path).on('data', data => {
    bytes += data.toString('latin1')
  })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the terminal's own words
  return { said: () => bytes.replace(/\x1b\[[\d;?]*[A-Za-z]/g, ''), socket }
}

/** Away from its console first: a display that ends is another matter. */
async function stop(kind: string, socket: Socket): Promise<void> {
  await running.page.getByRole('tab', { name: 'Overview' }).click()
  socket.destroy()
  virsh('destroy', nameOf(kind))
}

/** GRUB's command line, echoed on the port. */
async function openCommandLine(page: Page, kind: string, said: () => string): Promise<void> {
  await openMachine(page, nameOf(kind))
  await waitForGrub(nameOf(kind))
  expect(isSame(await compareWithHost(page, nameOf(kind), 60_000))).toBe(true)
  const canvas = page.locator('[data-console] canvas')
  const menu = await canvas.evaluate((c: HTMLCanvasElement) => c.toDataURL())
  await canvas.focus()
  await page.keyboard.press('c')
  await expect.poll(() => canvas.evaluate((c: HTMLCanvasElement) => c.toDataURL())).not.toBe(menu)
  await typeClipboard(running, 'serial --unit=0; terminal_output console serial\r\n')
  await expect.poll(said).toContain('grub>')
}

async function typeClipboard({ app, page }: RunningApp, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text)
  await openDialog(page)
  const dialog = page.getByRole('dialog', { name: 'Type the clipboard’s text' })
  await choose(page, 'Speed', 'Slow') // this guest's processor is emulated
  await dialog.getByRole('button', { name: 'Type' }).click()
  await expect(dialog).toBeHidden({ timeout: 90_000 })
}

async function openDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send key' }).click()
  await page.getByRole('menuitem', { name: 'Type clipboard text…' }).click()
  await page
    .getByRole('dialog')
    .getByText(/characters?\./)
    .waitFor()
}

for (const kind of ['spice', 'vnc']) {
  test(`${kind}: each sign arrives, once and in its place`, async () => {
    const { page } = running
    const { said, socket } = listenTo(kind)
    try {
      await openCommandLine(page, kind, said)
      const before = said().length
      await typeClipboard(running, `echo '${SIGNS}'\n`)
      // First as it is typed, then as the command's answer; the terminal breaks both at its edge.
      await expect
        .poll(() =>
          said()
            .slice(before)
            .replace(/[\r\n]/g, ''),
        )
        .toContain(`'${SIGNS}grub>`)
    } finally {
      await stop(kind, socket)
    }
  })
}

test('what the layout cannot type is said before, and nothing is typed', async () => {
  const { page, app } = running
  const { socket } = listenTo('spice')
  try {
    await openMachine(page, nameOf('spice'))
    await app.evaluate(({ clipboard }) => clipboard.writeText('año: 漢'))
    await openDialog(page)
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('ñ 漢')
    await expect(dialog.getByRole('button', { name: 'Type' })).toBeDisabled()
    await expectAccessible(page)
    await choose(page, 'Keyboard layout of the guest', 'Spanish$')
    await expect(dialog).not.toContainText('ñ')
    await expect(dialog).toContainText('漢')
    await choose(page, 'Keyboard layout of the guest', 'English \\(US')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  } finally {
    await stop('spice', socket)
  }
})

test('typing ends when it is cancelled', async () => {
  const { page, app } = running
  const { said, socket } = listenTo('spice')
  try {
    await openCommandLine(page, 'spice', said)
    await app.evaluate(({ clipboard }) => clipboard.writeText('x'.repeat(3000)))
    await openDialog(page)
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Type' }).click()
    await expect.poll(said).toContain('xxx')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
    await typeClipboard(running, 'end')
    await expect.poll(said).toContain('end')
    expect(said().replace(/[^x]/g, '').length).toBeLessThan(3000)
  } finally {
    await stop('spice', socket)
  }
})

test('nothing went wrong in the page', () => {
  expect(running.troubles).toEqual([])
})
