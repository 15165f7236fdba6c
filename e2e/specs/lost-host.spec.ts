// Point 2: a host that goes away greys out, says so, and comes back by itself; one that is silent holds nothing up.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { PrivateDaemon } from '../daemon.ts'
import { rowOf } from '../pages/wizard.ts'

const STOPPED_MS = 30_000
let daemon: PrivateDaemon
let configFolder: string
let running: RunningApp

test.beforeAll(async () => {
  daemon = new PrivateDaemon()
  await daemon.start()
  configFolder = mkdtempSync(join(tmpdir(), 'vitrina-lost-'))
  mkdirSync(join(configFolder, 'Vitrina'))
  writeFileSync(join(configFolder, 'Vitrina/settings.json'), JSON.stringify({ hosts: [daemon.uri] }))
  running = await launchApp({ configFolder })
})
test.afterAll(async () => {
  await running.close()
  daemon.remove()
  rmSync(configFolder, { recursive: true })
})

test('a killed daemon: the list stays, greyed, and lives again when the daemon does', async () => {
  const { page } = running
  const row = rowOf(page, 'test')
  await row.click()
  await page.getByRole('button', { name: daemon.uri, exact: true }).click()
  daemon.signal('SIGKILL')
  await expect(page.getByText('Connection lost')).toBeVisible()
  await expect(row).toBeVisible() // what was known stays
  await daemon.start()
  await expect(page.getByText('Connection lost')).toBeHidden({ timeout: 45_000 })
  await expect(row).toBeVisible()
})

test('a stopped daemon: typing is answered at once, the wait can be seen, and it goes on', async () => {
  const { page } = running
  const filter = page.getByRole('searchbox', { name: 'Filter machines' })
  await rowOf(page, 'test').click()
  daemon.signal('SIGSTOP')
  const stoppedAt = Date.now()
  await page.getByRole('button', { name: 'Pause' }).click() // a call that nobody answers now
  const slowest = await page.evaluate(watchFrames)
  for (const text of ['nothing', 'te', '']) {
    await filter.fill(text)
    if (text === 'nothing') await expect(page.getByText('Nothing matches “nothing”').first()).toBeVisible()
    else await expect(rowOf(page, 'test')).toBeVisible()
  }
  await page.getByRole('button', { name: daemon.uri, exact: true }).click()
  await page.waitForTimeout(1_000)
  const gapMs = await page.evaluate(() => Math.max(...((window as { gaps?: number[] }).gaps ?? [0])))
  test
    .info()
    .annotations.push({ type: 'longest time without a frame', description: `${Math.round(gapMs)} ms` })
  expect(slowest).toBe('watching')
  await expect(page.getByText('Connection lost')).toBeVisible({ timeout: 45_000 }) // the keepalive's doing
  await page.waitForTimeout(Math.max(0, STOPPED_MS - (Date.now() - stoppedAt))) // it is tried again, in vain
  await filter.fill('nothing')
  await expect(page.getByText('Nothing matches “nothing”').first()).toBeVisible()
  await filter.fill('')
  daemon.signal('SIGCONT')
  await expect(page.getByText('Connection lost')).toBeHidden({ timeout: 45_000 })
})

/** In the page: how long the window goes without drawing, until the page is left. */
function watchFrames(): string {
  const gaps: number[] = []
  ;(window as { gaps?: number[] }).gaps = gaps
  let last = performance.now()
  const frame = (now: number) => {
    gaps.push(now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  return 'watching'
}
