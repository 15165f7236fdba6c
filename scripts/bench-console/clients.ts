// The clients beside each other: three pages in a browser of their own, and the native one on a virtual display.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium, type Page } from '@playwright/test'
import { findChromium } from '../../e2e/standin/chromium/find.ts'
import type { BenchPage } from './pages/watch.ts'
import { MARK, untilIdle } from './processes.ts'

export const PAGES = { vitrina: 'Vitrina', 'spice-html5': 'spice-html5 0.2.1', novnc: 'noVNC' } as const
export type PageName = keyof typeof PAGES
export type ClientName = PageName | 'remote-viewer'

export interface Client {
  /** All its processes carry it. */
  readonly mark: string
  /** null for the native client. */
  readonly page: Page | null
  close(): Promise<void>
}

let marks = 0

/** Connected, and the first picture is there. @param port of the server on loopback */
export async function startClient(name: ClientName, origin: string, port: number): Promise<Client> {
  const mark = `${process.pid}-${++marks}`
  const client =
    name === 'remote-viewer' ? await startNative(mark, port) : await startPage(mark, name, origin, port)
  if (client.page)
    await client.page.waitForFunction(
      () => (window as unknown as { bench: BenchPage }).bench.firstPictureMs !== null,
    )
  else await sleep(2_000)
  await untilIdle(mark)
  return client
}

async function startPage(mark: string, name: PageName, origin: string, port: number): Promise<Client> {
  const browser = await openBrowser(mark)
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } })
  page.on('pageerror', error => console.error(`${name}: ${error.message}`))
  await page.goto(`${origin}/${name}.html?port=${port}`)
  return { mark, page, close: () => browser.close() }
}

export function openBrowser(mark: string): Promise<Browser> {
  const env = Object.fromEntries(
    Object.entries({ ...process.env, [MARK]: mark }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
  return chromium.launch({ executablePath: findChromium(), env })
}

async function startNative(mark: string, port: number): Promise<Client> {
  const env = { ...process.env, [MARK]: mark, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' }
  const display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1000x700x24', '-nolisten', 'tcp'], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const [number] = (await once(display.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer]
  const viewer = spawn('remote-viewer', [`spice://127.0.0.1:${port}`], {
    env: { ...env, DISPLAY: `:${String(number).trim()}` },
    stdio: 'ignore',
  })
  return {
    mark,
    page: null,
    close: async () => {
      await end(viewer)
      await end(display)
    },
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
