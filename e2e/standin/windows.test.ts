// Windows: several at once, their place and state; on a display as well as without one.
import { spawn } from 'node:child_process'
import type { ElectronApplication, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { buildStandin } from './build.ts'
import { findProgram } from './chromium/find.ts'
import { launchFixture, makePlace, type Place } from './launch.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
declare global {
  var openWindow: (options: object, path?: string) => { id: number }
}

const dist = makePlace()
const standin = `${dist.folder}/dist`
const undo: (() => unknown)[] = [() => undefined]

beforeAll(() => buildStandin(standin))
afterAll(() => dist.remove())
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function launch(place: Place): Promise<{ app: ElectronApplication; page: Page }> {
  undo.push(() => place.remove())
  const started = await launchFixture(standin, place)
  undo.push(() => started.app.close())
  return started
}

const size = (page: Page) => page.evaluate(() => [innerWidth, innerHeight])
const bounds = (app: ElectronApplication, id: number) =>
  app.evaluate(({ BrowserWindow }, which) => BrowserWindow.fromId(which)?.getBounds(), id)

async function openSecond(app: ElectronApplication): Promise<Page> {
  const [second] = await Promise.all([
    app.waitForEvent('window'),
    app.evaluate(() => globalThis.openWindow({ width: 400, height: 300, x: 30, y: 20 }, 'index.html?two').id),
  ])
  await second.waitForFunction(() => 'ready' in window)
  return second
}

test('two windows have what they asked for, each its own page and sender', async () => {
  const { app, page } = await launch(makePlace())
  const second = await openSecond(app)
  expect(await size(page)).toEqual([700, 500])
  expect(await size(second)).toEqual([400, 300])
  const who = (of: Page) => of.evaluate(() => window.api.invoke('who'))
  expect(await who(page)).toMatchObject({ window: 1, url: 'app://main/index.html' })
  expect(await who(second)).toMatchObject({ window: 2, url: 'app://main/index.html?two' })
  expect(await bounds(app, 2)).toEqual({ x: 30, y: 20, width: 400, height: 300 })
  const found = await app.evaluate(async ({ BrowserWindow }) => {
    const [first, other] = [BrowserWindow.fromId(1), BrowserWindow.fromId(2)]
    const events: string[] = []
    for (const event of ['focus', 'blur', 'resize', 'move', 'closed'] as const)
      other?.on(event as 'focus', () => events.push(event))
    const focused = () => BrowserWindow.getFocusedWindow()?.id
    const atFirst = focused()
    first?.focus()
    const thenFirst = focused()
    other?.setBounds({ x: 50, y: 60, width: 500, height: 350 })
    while (new Set(events).size < 3) await new Promise(resolve => setTimeout(resolve, 30))
    const moved = other?.getBounds()
    other?.close()
    return {
      atFirst,
      thenFirst,
      moved,
      events: [...new Set(events)].sort(),
      all: BrowserWindow.getAllWindows().map(window => window.id),
      destroyed: other?.isDestroyed(),
    }
  })
  expect(found).toEqual({
    atFirst: 2,
    thenFirst: 1,
    moved: { x: 50, y: 60, width: 500, height: 350 },
    events: ['blur', 'closed', 'move', 'resize'],
    all: [1],
    destroyed: true,
  })
})

test('full screen and back, minimised and back, the smallest size, title, zoom', async () => {
  const { app, page } = await launch(makePlace())
  const found = await app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.fromId(1)
    const events: string[] = []
    const names = ['enter-full-screen', 'leave-full-screen', 'minimize', 'restore'] as const
    for (const name of names) window?.on(name as 'minimize', () => events.push(name))
    const pause = () => new Promise(resolve => setTimeout(resolve, 700))
    window?.setFullScreen(true)
    await pause()
    const full = [window?.isFullScreen(), window?.getBounds().width, window?.getNormalBounds().width]
    window?.setFullScreen(false)
    await pause()
    window?.minimize()
    await pause()
    const small = window?.isMinimized()
    window?.restore()
    await pause()
    window?.setMinimumSize(600, 400)
    window?.setSize(100, 100)
    await pause()
    window?.setTitle('Otro título')
    window?.webContents.setZoomFactor(2)
    const picture = await window?.webContents.capturePage()
    return {
      events,
      full,
      small,
      size: window?.getSize(),
      title: window?.getTitle(),
      png: picture?.getSize(),
    }
  })
  expect(found).toEqual({
    events: ['enter-full-screen', 'leave-full-screen', 'minimize', 'restore'],
    full: [true, 1920, 700],
    small: true,
    size: [600, 400],
    title: 'Otro título',
    png: { width: 600, height: 400 },
  })
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).zoom)).toBe('2')
})

test('a page that fills the screen has the window do so; screens that come and go are told', async () => {
  const { app, page } = await launch(makePlace())
  await page.evaluate(() =>
    addEventListener('click', () => void document.documentElement.requestFullscreen(), { once: true }),
  )
  await page.mouse.click(10, 10)
  await vi.waitFor(async () => expect(await size(page)).toEqual([1920, 1080]), 5_000)
  await page.evaluate(() => document.exitFullscreen())
  await vi.waitFor(async () => expect(await size(page)).toEqual([700, 500]), 5_000)
  const heard = app.evaluate(
    ({ screen }) =>
      new Promise(resolve => {
        const events: unknown[] = []
        screen.on('display-added', (_event, { bounds }) => events.push(['added', bounds.x]))
        screen.on('display-removed', (_event, { label }) => {
          resolve([...events, ['removed', label], screen.getAllDisplays().length])
        })
      }),
  )
  const devtools = await page.context().newCDPSession(page)
  const added = { left: 1920, top: 0, width: 800, height: 600, label: 'Beamer' }
  const { screenInfo } = await devtools.send('Emulation.addScreen', added)
  await page.waitForTimeout(1_000)
  await devtools.send('Emulation.removeScreen', { screenId: screenInfo.id })
  expect(await heard).toEqual([['added', 1920], ['removed', 'Beamer'], 1])
})

test('the last window closes: window-all-closed, then the rest of the order', async () => {
  const { app, page } = await launch(makePlace())
  let said = ''
  app.process().stderr?.on('data', chunk => {
    said += String(chunk)
  })
  const ended = new Promise(resolve => app.process().once('exit', resolve))
  await page.close()
  expect(await ended).toBe(0)
  expect(said).toContain('order: window-all-closed before-quit will-quit quit')
})

test('on a display: real windows of that size and class, and a user who closes one', async () => {
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  undo.push(() => xvfb.kill())
  const number = await new Promise<string>(resolve =>
    xvfb.stdio[3]?.on('data', (chunk: Buffer) => resolve(String(chunk).trim())),
  )
  const place = makePlace({ DISPLAY: `:${number}`, STANDIN_MODE: '', WAYLAND_DISPLAY: '' })
  const { app, page } = await launch(place)
  const second = await openSecond(app)
  expect(await size(page)).toEqual([700, 500])
  expect(await size(second)).toEqual([400, 300])
  expect(await app.evaluate(({ screen }) => screen.getPrimaryDisplay().size)).toEqual({
    width: 1600,
    height: 1000,
  })
  expect(await bounds(app, 2)).toEqual({ x: 30, y: 20, width: 400, height: 300 })
  const tree = await windowTree(place.env)
  expect(tree).toMatch(/"Fixture"\)\s+700x500\+450\+250/)
  expect(tree).toMatch(/"Fixture"\)\s+400x300\+30\+20/)
  // As a click on the window's cross: Chromium closes the page by itself.
  const events = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise(resolve => {
        const heard: string[] = []
        BrowserWindow.fromId(2)?.on('close', () => heard.push('close'))
        BrowserWindow.fromId(2)?.on('closed', () => resolve([...heard, 'closed']))
      }),
  )
  await second.close()
  expect(await events).toEqual(['close', 'closed'])
})

async function windowTree(env: Record<string, string>): Promise<string> {
  if (!findProgram('xwininfo')) throw new Error('this test needs xwininfo (Debian: x11-utils)')
  const child = spawn('xwininfo', ['-root', '-tree'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', chunk => {
    text += String(chunk)
  })
  await new Promise(resolve => child.on('close', resolve))
  return text
}
