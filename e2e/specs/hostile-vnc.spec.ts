// VNC servers that lie, seen by a real window of the app: some of each kind of lie, and floods. The window goes on answering, its memory
// stays small, and each time it says why it ended. VITRINA_CASES=all tries every one.
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { writeVv } from '../pages/vv.ts'
import { bentSessions, type Case, floods, GOOD } from '../vnc/scripts.ts'

const EVERY = process.env['VITRINA_CASES'] === 'all' ? 1 : 23
/** A server that says no more: what is there by then was drawn. */
const QUIET_MS = 150
const LONGEST_HOLD_MS = 500
const MOST_HEAP_MIB = 200

let folder: string
let server: Server
let running: RunningApp
let next: Buffer = GOOD
let connections = 0

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-hostile-'))
  server = createServer(socket => {
    connections++
    serve(socket, next)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const path = writeVv(folder, { kind: 'vnc', port })
  running = await launchApp({ words: [path] })
})
test.afterAll(async () => {
  await running?.close()
  await new Promise(done => server.close(done))
  rmSync(folder, { recursive: true })
})

/** The handshake without a password, then all of the session at once. */
function serve(socket: Socket, session: Buffer): void {
  let heard = 0
  let spoken = false
  socket.on('error', () => undefined) // it was left, which is what it is for
  socket.write('RFB 003.008\n')
  socket.on('data', bytes => {
    const before = heard
    heard += bytes.length
    if (before < 12 && heard >= 12) socket.write(Buffer.from([1, 1, 0, 0, 0, 0]))
    // Version, choice, ClientInit
    if (spoken || heard < 14) return
    spoken = true
    socket.write(session, () => setTimeout(() => socket.destroy(), QUIET_MS))
  })
}

const screen = (page: Page) => page.locator('[data-console="vnc"]')

/** Connects anew and waits for the end. @returns what is said then */
async function endOf(page: Page, { name, bytes }: Case): Promise<string> {
  next = bytes
  const before = connections
  await page.getByRole('button', { name: 'Reconnect' }).click()
  await expect.poll(() => connections, { message: name }).toBeGreaterThan(before)
  await expect(screen(page), name).toHaveAttribute('data-state', 'ended', { timeout: 20_000 })
  return page.getByRole('main').innerText()
}

test('a good server is shown until it goes', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.locator('canvas')).toBeVisible()
  await expect(screen(page)).toHaveAttribute('data-state', 'ended', { timeout: 20_000 })
})

test('lies end with a reason, and the window never stands still', async () => {
  test.setTimeout(EVERY === 1 ? 1_200_000 : 180_000)
  const { page } = running
  await page.evaluate(() => {
    const state = window as unknown as { longestMs: number }
    state.longestMs = 0
    let last = performance.now()
    const look = () => {
      const now = performance.now()
      state.longestMs = Math.max(state.longestMs, now - last)
      last = now
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  const cases = [...[...bentSessions()].filter((_, n) => n % EVERY === 0), ...floods()]
  let reasons = 0
  for (const one of cases) if ((await endOf(page, one)).includes('not understood')) reasons++
  expect(reasons).toBeGreaterThan(cases.length / 4)
  const { longestMs, heapMiB } = await page.evaluate(() => ({
    longestMs: (window as unknown as { longestMs: number }).longestMs,
    heapMiB:
      (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 2 ** 20,
  }))
  expect(longestMs).toBeLessThan(LONGEST_HOLD_MS)
  expect(heapMiB).toBeLessThan(MOST_HEAP_MIB)
})

test('after all that a good server is shown again', async () => {
  const { page } = running
  next = GOOD
  await page.getByRole('button', { name: 'Reconnect' }).click()
  await expect(page.locator('canvas')).toBeVisible()
  expect(
    running.troubles.filter(text => !/noVNC|RFB|Disconnect|connection|Unsupported|Failed/i.test(text)),
  ).toEqual([])
})
