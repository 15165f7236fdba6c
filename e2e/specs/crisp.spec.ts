// At 125 % and 150 % a guest's pixel is a pixel of the screen: at its actual size, whether it fits or is scrolled, and when
// the guest is as large as its window. Every pixel of a screenshot is compared; a blended one would have another colour.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { PNG } from 'pngjs'
import { launchApp, type RunningApp } from '../app.ts'
import { agreeToVv, writeVv } from '../pages/vv.ts'
import { type PatternGuest, type Size, startSpicePattern, startVncPattern } from '../spice/pattern-guest.ts'
import { sample } from '../spice/pictures.ts'

let folder: string
let guest: PatternGuest
let running: RunningApp

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-crisp-'))
})
test.afterEach(async () => {
  await running?.close()
  await guest?.close()
  rmSync(folder, { recursive: true })
})

async function open(kind: 'spice' | 'vnc', size: Size, ratio: number, textScale: number): Promise<Page> {
  guest = await (kind === 'spice' ? startSpicePattern(size) : startVncPattern(size))
  const path = writeVv(folder, { kind, port: guest.port })
  running = await launchApp({ words: [path], switches: [`--force-device-scale-factor=${ratio}`] })
  const { page } = running
  expect(await page.evaluate(() => devicePixelRatio)).toBe(ratio)
  await page.evaluate(scale => {
    const bridge = (window as unknown as { app: { ask(...words: unknown[]): Promise<unknown> } }).app
    return bridge.ask('settings.change', { scale })
  }, textScale)
  await agreeToVv(page)
  return page
}

async function chooseSize(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Screen size' }).click()
  await page.getByRole('menuitem', { name }).click()
  await page.mouse.move(5, 5)
  await expect(page.getByRole('menuitem')).toHaveCount(0)
}

interface Look {
  /** Of the guest, in its own pixels. */
  readonly seen: { readonly x: number; readonly y: number } & Size
  /** Pixels of those that are not the guest's on the screen. */
  readonly different: number
}

/** What of the guest is seen, compared with the screen's pixels. */
async function look(page: Page): Promise<Look> {
  const ratio = await page.evaluate(() => devicePixelRatio)
  const { canvas, frame } = await page.evaluate(() => {
    const boxOf = (selector: string) => {
      const { left, top, right, bottom } =
        document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect()
      return { left, top, right, bottom }
    }
    return { canvas: boxOf('[data-console] canvas'), frame: boxOf('[data-console]') }
  })
  const shot = PNG.sync.read(await page.screenshot({ scale: 'device' }))
  const device = (css: number) => Math.round(css * ratio)
  const { width, height } = guest.size()
  const guestPixels = sample(width, height)
  const [x, y] = [device(canvas.left), device(canvas.top)]
  const left = Math.max(x, device(frame.left))
  const top = Math.max(y, device(frame.top))
  const right = Math.min(x + width, device(frame.right), shot.width)
  const bottom = Math.min(y + height, device(frame.bottom), shot.height)
  let different = 0
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) {
      const ours = (row * shot.width + column) * 4
      const theirs = ((row - y) * width + column - x) * 4
      for (let colour = 0; colour < 3; colour++)
        if (shot.data[ours + colour] !== guestPixels[theirs + 2 - colour]) {
          different++
          break
        }
    }
  return { seen: { x: left - x, y: top - y, width: right - left, height: bottom - top }, different }
}

/** A larger text moves the console by parts of a pixel. */
const CASES = (['spice', 'vnc'] as const).flatMap(kind => [
  { kind, ratio: 1.25, textScale: 110 },
  { kind, ratio: 1.5, textScale: 100 },
])

for (const { ratio, kind, textScale } of CASES)
  test(`${kind} at ${ratio * 100} %, text at ${textScale} %: actual size, whole`, async () => {
    const size = { width: 601, height: 403 }
    const page = await open(kind, size, ratio, textScale)
    // Fitted it is larger than that: the pictures below are of the size that was chosen.
    expect((await look(page)).different).toBeGreaterThan(100_000)
    await chooseSize(page, 'Actual size')
    await expect.poll(() => look(page)).toEqual({ seen: { x: 0, y: 0, ...size }, different: 0 })
  })

for (const { ratio, kind, textScale } of CASES)
  test(`${kind} at ${ratio * 100} %, text at ${textScale} %: actual size, larger than the window`, async () => {
    const size = { width: 2001, height: 1503 }
    const page = await open(kind, size, ratio, textScale)
    await chooseSize(page, 'Actual size')
    const first = { x: 0, y: 0, width: expect.any(Number), height: expect.any(Number) }
    await expect.poll(() => look(page)).toEqual({ seen: first, different: 0 })
    await page
      .locator('[data-console] > div')
      .evaluate(cell => cell.scrollTo(cell.scrollWidth, cell.scrollHeight))
    await expect.poll(async () => (await look(page)).seen.x).toBeGreaterThan(100)
    const last = await look(page)
    expect(last.different).toBe(0)
    // To the very corner.
    expect([last.seen.x + last.seen.width, last.seen.y + last.seen.height]).toEqual([size.width, size.height])
  })

for (const { ratio, textScale } of CASES.filter(({ kind }) => kind === 'spice'))
  test(`a guest that follows, at ${ratio * 100} %, text at ${textScale} %: it covers its frame`, async () => {
    const page = await open('spice', { width: 640, height: 480 }, ratio, textScale)
    await chooseSize(page, 'Resize guest to window')
    await expect.poll(() => guest.size().width).toBe(1024 * ratio)
    await expect.poll(() => look(page)).toEqual({ seen: { x: 0, y: 0, ...guest.size() }, different: 0 })
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(901, 703))
    await expect.poll(() => guest.size().width).toBeLessThan(1024 * ratio)
    await expect.poll(() => look(page)).toEqual({ seen: { x: 0, y: 0, ...guest.size() }, different: 0 })
    const frame = await page.locator('[data-console]').boundingBox()
    expect(Math.abs(guest.size().width - (frame?.width ?? 0) * ratio)).toBeLessThan(1)
    expect(Math.abs(guest.size().height - (frame?.height ?? 0) * ratio)).toBeLessThan(1)
  })
