// The stand-in from a page's side: contextBridge, ipc, ports, the app's own scheme, policy, isolation.
import type { ElectronApplication, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildStandin } from './build.ts'
import { launchFixture, makePlace, until } from './launch.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

interface Api {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>
  send(channel: string, ...args: unknown[]): void
  onHello(listener: (...args: unknown[]) => void): () => boolean
  twice(callback: (n: number) => unknown): unknown[]
  pass(value: unknown): unknown
  describe(value: unknown): string
  fail(): never
  failLater(): Promise<never>
  pagePort(): Promise<number>
  tray(): unknown
  nested: { list: unknown[] }
  process: Record<string, unknown>
}
declare global {
  interface Window {
    api: Api
    openPort(): Promise<MessagePort>
    violations: string[]
    inlineRan?: boolean
    frameSaw?: unknown
  }
  var seen: Record<string, unknown[]>
}

const place = makePlace()
let app: ElectronApplication
let page: Page

beforeAll(async () => {
  const standin = `${place.folder}/dist`
  await buildStandin(standin)
  ;({ app, page } = await launchFixture(standin, place))
})
afterAll(async () => {
  await app?.close()
  place.remove()
})

const noted = (what: string) => app.evaluate((_electron, name) => globalThis.seen[name], what)

test('invoke carries what structured clone carries, both ways', async () => {
  const found = await page.evaluate(async () => {
    const value = {
      date: new Date(5),
      map: new Map([['k', new Set([1, 2])]]),
      bytes: new Uint8Array([1, 2, 255]),
      floats: new Float32Array([0.5]),
      big: 2n ** 70n,
      nothing: undefined,
      odd: [Number.NaN, -0, Number.POSITIVE_INFINITY],
      text: 'ñ\u2028\u0000😀',
    }
    const back = (await window.api.invoke('echo', value)) as typeof value
    return {
      date: back.date instanceof Date && back.date.getTime(),
      map: back.map instanceof Map && [...(back.map.get('k') ?? [])],
      bytes: back.bytes instanceof Uint8Array && [...back.bytes],
      floats: back.floats instanceof Float32Array && back.floats[0],
      big: back.big === value.big,
      nothing: 'nothing' in back && back.nothing === undefined,
      odd: back.odd.map(n => (Object.is(n, -0) ? '-0' : String(n))),
      text: back.text === value.text,
    }
  })
  expect(found).toEqual({
    date: 5,
    map: [1, 2],
    bytes: [1, 2, 255],
    floats: 0.5,
    big: true,
    nothing: true,
    odd: ['NaN', '-0', 'Infinity'],
    text: true,
  })
})

test('large values arrive whole', async () => {
  const same = await page.evaluate(async () => {
    const bytes = new Uint8Array(3 << 20).map((_, n) => n * 7)
    const back = (await window.api.invoke('echo', { bytes, text: 'x'.repeat(1 << 20) })) as {
      bytes: Uint8Array
      text: string
    }
    return back.text.length === 1 << 20 && back.bytes.every((byte, n) => byte === bytes[n])
  })
  expect(same).toBe(true)
})

test('errors keep their message', async () => {
  const messages = await page.evaluate(async () => {
    const message = (error: unknown) => (error instanceof Error ? error.message : `not an error: ${error}`)
    const thrown = () => {
      try {
        return window.api.fail()
      } catch (error) {
        return message(error)
      }
    }
    return [
      await window.api.invoke('fail').catch(message),
      await window.api.invoke('no-such').catch(message),
      await window.api.failLater().catch(message),
      thrown(),
    ]
  })
  expect(messages).toEqual([
    "Error invoking remote method 'fail': TypeError: not today",
    "Error invoking remote method 'no-such': Error: No handler registered for 'no-such'",
    'later',
    'out of reach',
  ])
})

test('events reach the page in order, until it unsubscribes', async () => {
  const heard = await page.evaluate(async () => {
    const list: unknown[] = []
    const stop = window.api.onHello((n, bytes) => list.push([n, bytes instanceof Uint8Array]))
    for (let n = 0; n < 50; n++) window.api.send('hello', n, new Uint8Array(2))
    while (list.length < 50) await new Promise(resolve => setTimeout(resolve, 5))
    const stopped = stop()
    window.api.send('hello', 'late')
    await window.api.invoke('echo', 0)
    return { list, stopped }
  })
  expect(heard.list).toEqual(Array.from({ length: 50 }, (_, n) => [n, true]))
  expect(heard.stopped).toBe(true)
})

test('contextBridge: callbacks, copies, a frozen api', async () => {
  const found = await page.evaluate(() => {
    const given = { list: [1] }
    const passed = window.api.pass(given) as typeof given
    passed.list.push(2) // what a call gives back is the page's own
    return {
      twice: window.api.twice(n => n * 10),
      copied: passed !== given && given.list.length === 1,
      frozen: [Object.isFrozen(window.api), Object.isFrozen(window.api.nested.list[1])],
      map: window.api.describe(new Map([[1, 2]])),
      bytes: window.api.describe(new Uint8Array(3)),
      big: window.api.describe(7n),
      replaced: (() => {
        try {
          ;(window as { api: unknown }).api = 1
        } catch {
          // strict code throws
        }
        return typeof window.api
      })(),
    }
  })
  expect(found).toEqual({
    twice: [10, 20],
    copied: true,
    frozen: [true, true],
    map: '[object Map] 1',
    bytes: '[object Uint8Array] 3',
    big: '[object BigInt] 7',
    replaced: 'object',
  })
})

test('a port of main: both ways, in order, bytes as bytes, and each end hears the other close', async () => {
  const heard = await page.evaluate(async () => {
    const port = await window.openPort()
    const list: unknown[] = []
    let closed = false
    port.addEventListener('close', () => {
      closed = true
    })
    port.onmessage = ({ data }) =>
      list.push(data instanceof Uint8Array ? [data.length, data.at(-1)] : (data as unknown))
    port.postMessage(new Uint8Array([1, 2, 3]))
    port.postMessage(new Uint8Array(300_000).fill(9))
    port.postMessage({ deep: [1n] })
    port.postMessage('close')
    while (!closed) await new Promise(resolve => setTimeout(resolve, 5))
    return JSON.stringify(list, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value))
  })
  expect(heard).toBe(JSON.stringify(['first', [6, 3], [600_000, 9], { got: { deep: ['1n'] } }]))
  expect((await noted('ports'))?.slice(0, 2)).toEqual([3, 300_000])
  await page.evaluate(async () => (await window.openPort()).close())
  await until(async () => (await noted('ports'))?.filter(what => what === 'closed').length === 2)
})

test('a port of the page', async () => {
  expect(await page.evaluate(() => window.api.pagePort())).toBe(42)
  await until(async () => (await noted('ports'))?.includes('page closed') ?? false)
})

test('the sender is the main frame, by the address that the app knows', async () => {
  expect(await page.evaluate(() => window.api.invoke('who'))).toEqual({
    url: 'app://main/index.html',
    origin: 'app://main',
    isTop: true,
    window: 1,
  })
})

test('the page sees the api and nothing else; a frame inside it sees nothing', async () => {
  const globals = await page.evaluate(() => {
    const names = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'global', 'electron']
    const all = Object.getOwnPropertyNames(window)
    return [...names.filter(name => name in window), ...all.filter(name => /standin/i.test(name))]
  })
  expect(globals).toEqual([])
  expect(await page.evaluate(() => window.frameSaw)).toEqual({ api: 'undefined', names: [] })
  expect(await page.evaluate(() => window.api.process)).toMatchObject({
    type: 'renderer',
    sandboxed: true,
    electron: expect.stringMatching(/^\d+\.\d+\.\d+-standin$/),
  })
})

test('the policy in the header holds, and its own files pass', async () => {
  const found = await page.evaluate(async () => {
    const outside = await fetch('https://example.org/').then(
      () => 'fetched',
      () => 'refused',
    )
    const worker = new Worker('worker.js')
    const read = await new Promise(resolve => {
      worker.onmessage = event => resolve(event.data)
      worker.postMessage(0)
    })
    return { outside, read, inline: window.inlineRan ?? false, violations: window.violations }
  })
  expect(found).toMatchObject({ outside: 'refused', inline: false })
  expect(found.read).toBeGreaterThan(50)
  expect(found.violations).toContain('connect-src')
})

test("the app's scheme: bodies, sizes, what is not there", async () => {
  const found = await page.evaluate(async () => ({
    big: (await (await fetch('/big')).arrayBuffer()).byteLength,
    echo: await (await fetch('/echo', { method: 'POST', body: 'ñ' })).text(),
    missing: (await fetch('/none.js')).status,
  }))
  expect(found).toEqual({ big: 24 << 20, echo: 'POST ñ', missing: 404 })
})

test('what is not emulated throws, in the page as in main', async () => {
  await expect(page.evaluate(() => window.api.tray())).rejects.toThrow('ipcRenderer.sendSync is not emulated')
  await expect(page.evaluate(() => window.api.invoke('tray'))).rejects.toThrow(
    'electron.Tray is not emulated',
  )
})

test('a dialog that a test puts in its place is what the app gets', async () => {
  const refused = await page.evaluate(() => window.api.invoke('ask').catch(error => (error as Error).message))
  expect(refused).toContain('no display to show a dialog on')
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/iso'] })
  })
  expect(await page.evaluate(() => window.api.invoke('ask'))).toEqual({
    canceled: false,
    filePaths: ['/iso'],
  })
})

test("the menu's accelerators: after the page, unless it takes the key", async () => {
  await page.locator('#field').focus()
  for (const keys of ['Control+Shift+N', 'Control+j', 'Control+l', 'Control+g'])
    await page.keyboard.press(keys)
  await until(async () => ((await noted('menu')) ?? []).length === 2)
  await page.waitForTimeout(100)
  expect(await noted('menu')).toEqual(['new', 'stopped'])
})

test('theme: what the app wants is what the page gets', async () => {
  const colour = () =>
    page.evaluate(() => getComputedStyle(document.querySelector('h1') ?? document.body).color)
  expect(await colour()).toBe('rgb(1, 2, 3)')
  expect(
    await app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'dark'
      return nativeTheme.shouldUseDarkColors
    }),
  ).toBe(true)
  await until(async () => (await colour()) === 'rgb(4, 5, 6)')
})

test('the page can neither leave nor open windows', async () => {
  await page.evaluate(() => {
    location.href = 'https://example.org/away'
  })
  await until(async () => ((await noted('navigations')) ?? []).length > 0)
  await page.evaluate(() => {
    window.open('https://example.org/popup', '_blank', 'noopener')
    window.open('https://example.org/other')
  })
  await until(async () => ((await noted('opened')) ?? []).length === 2)
  await page.waitForTimeout(200)
  expect(await noted('navigations')).toEqual(['https://example.org/away'])
  expect(await noted('opened')).toEqual(['https://example.org/popup', 'https://example.org/other'])
  expect(app.windows()).toHaveLength(1)
  expect(await page.evaluate(() => location.pathname)).toBe('/index.html')
})

test('another document gets no answers and no ports of the one before', async () => {
  const before = ((await noted('ports')) ?? []).filter(what => what === 'closed').length
  await page.evaluate(async () => {
    await window.openPort()
    void window.api.invoke('never')
    location.reload()
  })
  await until(
    async () => ((await noted('ports')) ?? []).filter(what => what === 'closed').length === before + 1,
  )
  await page.waitForFunction(() => 'ready' in window)
  expect(await page.evaluate(() => window.api.invoke('echo', 'again'))).toBe('again')
})
