// Every state of a console by keyboard alone and with a screen reader's ears: each control is reached and named, what has
// happened is said, axe finds nothing, and no guest keeps the keyboard.
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { startGrub, waitForGrub } from '../grub.ts'
import { walk } from '../pages/keyboard.ts'
import { writeVv } from '../pages/vv.ts'
import { rowOf } from '../pages/wizard.ts'
import { startMock } from '../spice/mock-server.ts'
import { type PatternGuest, startSpicePattern } from '../spice/pattern-guest.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

const NAME = `keyboard-${process.pid}`
const OFF = `keyboard-off-${process.pid}`
/** Of every display, whatever it is connected to. */
const TOOLS = [
  'Screen size',
  'Clipboard and files',
  'Send key',
  'Read the screen as text',
  'Record a video',
  'Save screenshot',
]
const LOOK_ONLY = 'Look only: nothing you do goes to the guest'

let folder: string

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-keyboard-'))
})
test.afterAll(() => rmSync(folder, { recursive: true }))

/** Goes there by Tab, as somebody without a mouse. */
async function goTo(page: Page, name: string): Promise<void> {
  const wanted = page.getByRole('button', { name, exact: true }).filter({ visible: true }).first()
  await expect(wanted).toBeVisible()
  for (let n = 0; n < 80; n++) {
    if (await wanted.evaluate(one => one === document.activeElement)) return
    if (await page.evaluate(() => document.activeElement?.closest('[data-console]') !== null))
      await page.keyboard.press('Control+Alt')
    await page.keyboard.press('Tab')
  }
  throw new Error(`${name} is not reached`)
}

async function press(page: Page, name: string): Promise<void> {
  await goTo(page, name)
  await page.keyboard.press('Enter')
}

const said = (page: Page, text: string | RegExp) =>
  expect(page.getByRole('status').filter({ hasText: text }).first()).toBeAttached({ timeout: 60_000 })

test.describe('a machine', () => {
  let running: RunningApp

  test.beforeAll(async () => {
    defineMachine(OFF, "<graphics type='vnc' autoport='yes'/><video><model type='vga'/></video>")
    startGrub(NAME, ['spice', 'vnc'], "<serial type='pty'/>")
    await waitForGrub(NAME)
    running = await launchApp()
    await rowOf(running.page, NAME).waitFor()
  })
  test.afterAll(async () => {
    await running?.close()
    removeMachine(NAME)
    removeMachine(OFF)
  })

  async function open(name: string): Promise<void> {
    const { page } = running
    await rowOf(page, name).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: 'Overview' }).focus()
    await page.getByRole('tab', { name: 'Console' }).focus()
    await page.keyboard.press('Enter')
  }

  /** From the list of its consoles, by its first letters. */
  async function chooseConsole(name: string): Promise<void> {
    const { page } = running
    const list = page.locator('[data-shown="true"]').getByRole('button', { name: /Connection$/ })
    await list.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type(name.slice(0, 3))
    await page.keyboard.press('Enter')
    await page
      .locator('[data-shown="true"] [data-console][data-state="connected"]')
      .waitFor({ timeout: 60_000 })
  }

  test('that is off', async () => {
    await open(OFF)
    expect(await walk(running.page)).toContain('Start')
  })

  test('over SPICE', async () => {
    await open(NAME)
    const { page } = running
    await said(page, `Connected: Screen of ${NAME}`)
    const names = await walk(page)
    expect(names).toEqual(
      expect.arrayContaining([...TOOLS, 'Mute', LOOK_ONLY, 'Full screen', 'Open in its own window']),
    )
    await press(page, 'Read the screen as text')
    await expect(page.getByRole('region', { name: 'Screen as text' })).toContainText('GNU GRUB')
    expect((await walk(page)).sort()).toEqual([
      'Close',
      'Copy the text',
      'Read again',
      'Say what is written',
      'Screen as text',
    ])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  })

  test('over VNC, and with somebody else', async () => {
    const { page } = running
    await chooseConsole('VNC')
    expect(await walk(page)).toEqual(expect.arrayContaining([...TOOLS, LOOK_ONLY, 'Full screen']))
    const port = 5900 + Number(virsh('vncdisplay', NAME).split(':').at(-1))
    const other = connect(port, '127.0.0.1')
    await said(page, 'Someone else is connected, too')
    expect(await walk(page)).toEqual(expect.arrayContaining(TOOLS))
    other.destroy()
  })

  test('in its text console', async () => {
    const { page } = running
    await chooseConsole('Text console')
    await said(page, `Connected: Text console of ${NAME}`)
    const names = await walk(page)
    expect(names).toEqual(
      expect.arrayContaining([
        'Find in this console',
        'Save as a text file',
        LOOK_ONLY,
        `Text console of ${NAME}`,
      ]),
    )
  })

  test('looked at only: the guest is no stop on the way', async () => {
    const { page } = running
    await chooseConsole('SPICE')
    await press(page, LOOK_ONLY)
    const names = await walk(page)
    expect(names).toEqual(expect.arrayContaining(['Screen size', LOOK_ONLY, 'Full screen']))
    expect(names).not.toContain(`Screen of ${NAME}`)
    await press(page, LOOK_ONLY)
    expect(await walk(page)).toContain(`Screen of ${NAME}`)
  })

  test('on the whole screen: nothing but the console is on the way', async () => {
    const { page } = running
    await press(page, 'Full screen')
    await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true)
    const names = await walk(page)
    expect(names).toEqual(expect.arrayContaining([...TOOLS, 'Leave full screen', `Screen of ${NAME}`]))
    expect(names).not.toContain('New VM')
    await press(page, 'Leave full screen')
    await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(false)
  })

  test('in its own window, and on its page meanwhile', async () => {
    const { app, page } = running
    const [own] = await Promise.all([app.waitForEvent('window'), press(page, 'Open in its own window')])
    await own.locator('[data-console][data-state="connected"]').waitFor({ timeout: 60_000 })
    const names = await walk(own)
    expect(names).toEqual(expect.arrayContaining([...TOOLS, 'Full screen', `Screen of ${NAME}`]))
    expect(names).not.toContain('Open in its own window')
    expect(await walk(page)).toEqual(expect.arrayContaining(['Show it', 'Bring it back']))
    await press(page, 'Bring it back')
    await page.locator('[data-console][data-state="connected"]').waitFor({ timeout: 60_000 })
  })

  test('that was switched off while it was looked at', async () => {
    const { page } = running
    await open(OFF)
    await press(page, 'Start')
    await said(page, `Connected: Screen of ${OFF}`)
    virsh('destroy', OFF)
    await said(page, `${OFF} is off`)
    expect(await walk(page)).toContain('Start')
    expect(running.troubles).toEqual([])
  })
})

test.describe('a connection file', () => {
  let running: RunningApp
  let server: Server
  const sockets = new Set<Socket>()

  /** One that lets everybody in and says nothing. */
  test.beforeAll(async () => {
    server = createServer(socket => {
      sockets.add(socket)
      socket.on('error', () => undefined)
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  })
  test.afterAll(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise(done => server.close(done))
  })
  test.afterEach(() => running?.close())

  async function open(port: number, ...lines: string[]): Promise<Page> {
    const path = writeVv(folder, { kind: 'spice', port }, ...lines)
    running = await launchApp({ words: [path] })
    const { page } = running
    expect((await walk(page)).sort()).toEqual(['Cancel', 'Connect'])
    await press(page, 'Connect')
    return page
  }

  test('connecting', async () => {
    const page = await open((server.address() as AddressInfo).port)
    await said(page, 'Connecting to the display…')
    expect(await walk(page)).toEqual(expect.arrayContaining([...TOOLS, 'Full screen']))
  })

  test('refused: nobody is there', async () => {
    const unused = createServer()
    await new Promise<void>(done => unused.listen(0, '127.0.0.1', done))
    const { port } = unused.address() as AddressInfo
    await new Promise(done => unused.close(done))
    const page = await open(port)
    await said(page, 'refused')
    expect(await walk(page)).toEqual(expect.arrayContaining(['Reconnect', 'Details']))
  })

  test('refused: another password', async () => {
    const mock = await startMock([], { password: 'right' })
    const page = await open(mock.port, 'password=wrong')
    await said(page, 'password')
    expect(await walk(page)).toContain('Reconnect')
    await mock.close()
  })

  test('connected, lost, and connected again', async () => {
    let guest: PatternGuest = await startSpicePattern({ width: 640, height: 480 })
    const page = await open(guest.port)
    await said(page, /^Connected: Screen of spice/)
    expect(await walk(page)).toEqual(
      expect.arrayContaining([...TOOLS, `Screen of spice://127.0.0.1:${guest.port}`]),
    )
    await guest.close()
    await said(page, /gone|refused/)
    expect(await walk(page)).toContain('Reconnect')
    guest = await startSpicePattern({ width: 640, height: 480 }, guest.port)
    await page.waitForTimeout(6_000) // it has tried by itself, or will be asked to
    if (await page.getByRole('button', { name: 'Reconnect' }).isVisible()) await press(page, 'Reconnect')
    await said(page, /^Connected: Screen of spice/)
    await guest.close()
  })
})
