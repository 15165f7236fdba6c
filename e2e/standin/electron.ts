// The module that the app gets for `electron`, and the browser behind it. What is not named here throws.
import type * as Electron from 'electron'
import { App, type AppFacts } from './app.ts'
import { BrowserWindow, setWindowHost } from './browser-window.ts'
import { Chromium } from './chromium.ts'
import * as desktop from './desktop.ts'
import { IpcMain, MessageChannelMain } from './ipc.ts'
import { itemByAccelerator, Menu, MenuItem, menuAccelerators } from './menu.ts'
import { protocol } from './schemes.ts'
import { Session } from './session.ts'
import { strict } from './strict.ts'
import { WebContents } from './web-contents.ts'

declare global {
  var __standin: AppFacts
}

const app = new App(globalThis.__standin)
const ipcMain = new IpcMain()
const session = new Session()
const nativeTheme = new desktop.NativeTheme()
let chromium: Chromium | null = null
/** Windows that Chromium was asked for, in order, by the address they open with. */
const awaited = new Map<string, BrowserWindow>()
const bySession = new Map<string, WebContents>()

function windowOf(targetId: unknown): BrowserWindow | undefined {
  return BrowserWindow.getAllWindows().find(window => window.webContents.targetId === targetId)
}

setWindowHost({
  isReady: () => app.isReady(),
  createContents: (id, preload) => {
    const contents = new WebContents(id, preload, {
      ipcMain,
      session,
      theme: () => nativeTheme.themeSource,
      accelerators: menuAccelerators,
      onAccelerator: accelerator => itemByAccelerator(accelerator)?.click(),
    })
    app.emit('web-contents-created', {}, contents)
    return contents
  },
  opened: window => app.emit('browser-window-created', {}, window),
  open: window => {
    // A mark in the address tells which window it is when Chromium reports it.
    const mark = `https://standin.invalid/window-${window.id}`
    const { width, height } = window.getBounds()
    awaited.set(mark, window)
    if (chromium?.windowed) chromium.openAppWindow(mark, width, height)
    else void chromium?.cdp.send('Target.createTarget', { url: mark, newWindow: true, width, height })
  },
  command: (method, params) => chromium?.cdp.send(method, params) ?? Promise.reject(new Error('no browser')),
  allClosed: () => {
    if (app.isQuitting) return
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
    else app.quit()
  },
})

Menu.onChange = () => {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.sendAccelerators()
}
nativeTheme.on('updated', () => {
  for (const window of BrowserWindow.getAllWindows()) void window.webContents.applyTheme()
})
app.closeWindows = () => {
  for (const window of BrowserWindow.getAllWindows()) window.close()
  return BrowserWindow.getAllWindows().length === 0
}
app.endBrowser = () => chromium?.close() ?? Promise.resolve()

function onEvent(method: string, params: Record<string, unknown>, sessionId: string | undefined): void {
  switch (method) {
    case 'Target.attachedToTarget':
      return onAttached(params as unknown as Attached)
    case 'Target.targetDestroyed':
      windowOf(params['targetId'])?.closedByUser()
      return
    case 'Target.targetInfoChanged': {
      const { targetId, title } = params['targetInfo'] as { targetId: string; title: string }
      if (title && !title.includes('.invalid')) windowOf(targetId)?.setTitle(title)
      return
    }
    default:
      if (sessionId) bySession.get(sessionId)?.event(method, params)
  }
}

interface Attached {
  readonly sessionId: string
  readonly targetInfo: {
    readonly targetId: string
    readonly type: string
    readonly url: string
    readonly openerId?: string
  }
}

/** A page that waits before its first request: a window of ours, or one that a page wants to open. */
function onAttached({ sessionId, targetInfo }: Attached): void {
  const browser = chromium
  if (!browser) return
  const { targetId, type, url, openerId } = targetInfo
  const send = (method: string, params: Record<string, unknown> = {}) =>
    browser.cdp.send(method, params, sessionId)
  const window = awaited.get(url) ?? (browser.windowed && !openerId ? [...awaited.values()][0] : undefined)
  if (type === 'page' && window) {
    for (const [mark, other] of awaited) if (other === window) awaited.delete(mark)
    bySession.set(sessionId, window.webContents)
    window.webContents
      .attach(targetId, send)
      .catch(error => process.stderr.write(`stand-in: ${String(error)}\n`))
    return
  }
  if (type !== 'page') {
    void send('Runtime.runIfWaitingForDebugger').catch(() => undefined)
    return
  }
  const opener = windowOf(openerId)?.webContents
  const allowed = opener ? opener.mayOpen(url) : false
  if (allowed) void send('Runtime.runIfWaitingForDebugger')
  else void browser.cdp.send('Target.closeTarget', { targetId }).catch(() => undefined)
}

/** Starts the browser and lets the app begin. Called when the app's main file has been loaded, as Electron does. */
export async function start(args: readonly string[]): Promise<void> {
  chromium = new Chromium([...args, ...app.switches], onEvent, () => app.exit(app.isQuitting ? 0 : 1))
  const { product } = await chromium.cdp.send('Browser.getVersion')
  Object.assign(process.versions, { chrome: String(product).split('/')[1] })
  await chromium.cdp.send('Target.setDiscoverTargets', { discover: true })
  await chromium.cdp.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
  })
  session.attach(chromium.cdp)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
  app.becomeReady()
}

/** Names and shapes that the app uses, held against electron.d.ts where the types can be compared. */
type Names = keyof typeof Electron
export const electron = {
  app: strict('app', app),
  BrowserWindow,
  clipboard: desktop.clipboard,
  dialog: desktop.dialog,
  ipcMain: strict('ipcMain', ipcMain),
  Menu,
  MenuItem,
  MessageChannelMain,
  nativeTheme: strict('nativeTheme', nativeTheme),
  net: desktop.net,
  protocol,
  screen: desktop.screen,
  session: strict('session', { defaultSession: strict('Session', session) }),
  shell: desktop.shell,
  webContents: strict('webContents', {
    fromDevToolsTargetId: (id: string) => windowOf(id)?.webContents,
    getAllWebContents: () => BrowserWindow.getAllWindows().map(window => window.webContents),
  }),
} satisfies Partial<Record<Names, unknown>>
