// The browser behind the windows: starts Chromium, finds out which of its pages is which window, and has pages follow
// what belongs to the whole app: menu, theme, permissions.
import type { App } from './app/app.ts'
import { Chromium } from './chromium/chromium.ts'
import type { Send } from './contents/bridge.ts'
import { WebContents } from './contents/web-contents.ts'
import { setPageClipboard } from './desktop/clipboard.ts'
import { followScreens } from './desktop/screen.ts'
import type { Session } from './desktop/session.ts'
import type { Theme } from './desktop/theme.ts'
import type { IpcMain } from './ipc/ipc-main.ts'
import { itemByAccelerator, Menu, menuAccelerators } from './menu/menu.ts'
import { faceOf } from './strict.ts'
import { allWindows, type BrowserWindow, setWindowHost } from './windows/browser-window.ts'

interface Parts {
  readonly app: App
  readonly ipcMain: IpcMain
  readonly session: Session
  readonly theme: Theme
}

interface Attached {
  readonly sessionId: string
  readonly targetInfo: { readonly targetId: string; readonly type: string; readonly url: string }
}

type Params = Record<string, unknown>

/** Chromium was asked for a window and has none. */
const WINDOW_PATIENCE_MS = 30_000

export class Stage {
  readonly #parts: Parts
  #chromium: Chromium | null = null
  /** Windows that Chromium was asked for, by the address they open with. */
  readonly #awaited = new Map<string, BrowserWindow>()
  readonly #bySession = new Map<string, WebContents>()
  readonly #children = new Map<string, { readonly owner: WebContents; readonly send: Send }>()

  constructor(parts: Parts) {
    this.#parts = parts
    const { app, theme } = parts
    setWindowHost({
      isReady: () => this.#chromium !== null,
      createContents: preload => this.#createContents(preload),
      open: window => this.#open(window),
      focused: (window, isFocused) =>
        app.emit(isFocused ? 'browser-window-focus' : 'browser-window-blur', {}, faceOf(window)),
      allClosed: () => this.#allClosed(),
    })
    Menu.onChange = () => {
      for (const { contents } of allWindows()) contents.sendAccelerators()
    }
    theme.apply = () => {
      for (const { contents } of allWindows()) contents.applyTheme().catch(() => undefined)
    }
    app.closeWindows = () => {
      for (const window of allWindows()) window.close()
      return allWindows().length === 0
    }
    app.endBrowser = () => this.#chromium?.close() ?? Promise.resolve()
    setPageClipboard(text => {
      const code = `navigator.clipboard.writeText(${JSON.stringify(text)})`
      const focused = allWindows().find(window => window.isFocused())
      void focused?.contents.executeJavaScript(code).catch(() => undefined)
    })
  }

  /** Starts the browser and lets the app begin. Called when the app's main file was loaded, as Electron does. */
  async start(args: readonly string[]): Promise<void> {
    const { app, session } = this.#parts
    const chromium = new Chromium({
      args: [...args, ...app.switches],
      windowClass: app.getName(),
      listener: (method, params, sessionId) => this.#event(method, params, sessionId),
      onExit: () => this.#chromiumEnded(),
    })
    const { cdp } = chromium
    const [{ product }] = await Promise.all([
      cdp.send('Browser.getVersion'),
      followScreens(() => cdp.send('Emulation.getScreenInfos')),
      cdp.send('Target.setDiscoverTargets', { discover: true }),
      cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
    ])
    Object.assign(process.versions, { chrome: String(product).split('/')[1] })
    session.attach(cdp)
    this.#chromium = chromium
    this.#listenForSignals()
    app.becomeReady()
  }

  windowByTarget(targetId: unknown): BrowserWindow | undefined {
    return allWindows().find(window => window.contents.targetId === targetId)
  }

  #createContents(preload: string | undefined): WebContents {
    const { ipcMain, session, theme, app } = this.#parts
    const contents = new WebContents(preload, {
      ipcMain,
      session,
      windowed: this.#chromium?.windowed ?? false,
      theme: () => theme.themeSource,
      accelerators: menuAccelerators,
      onAccelerator: accelerator => itemByAccelerator(accelerator)?.click(),
      onMedia: media => theme.learn(media),
    })
    app.emit('web-contents-created', {}, faceOf(contents))
    return contents
  }

  #open(window: BrowserWindow): void {
    const chromium = this.#chromium
    if (!chromium) return
    const mark = `https://window-${window.id}.standin.invalid/`
    const { width, height } = window.getBounds()
    this.#awaited.set(mark, window)
    if (chromium.windowed) chromium.openAppWindow(mark, width, height)
    else void chromium.cdp.send('Target.createTarget', { url: mark, newWindow: true, width, height })
    setTimeout(() => {
      if (!this.#awaited.has(mark) || window.isDestroyed()) return
      process.stderr.write('stand-in: Chromium opened no window\n')
      this.#parts.app.exit(1)
    }, WINDOW_PATIENCE_MS).unref()
    this.#parts.app.emit('browser-window-created', {}, faceOf(window))
  }

  #allClosed(): void {
    const { app } = this.#parts
    if (app.isEnding) return
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed')
    else app.quit()
  }

  #chromiumEnded(): void {
    const { app } = this.#parts
    if (app.isLeaving) return
    process.stderr.write('stand-in: Chromium ended by itself\n')
    app.exit(1)
  }

  #event(method: string, params: Params, sessionId: string | undefined): void {
    switch (method) {
      case 'Target.attachedToTarget':
        return this.#attached(params as unknown as Attached, sessionId)
      case 'Target.detachedFromTarget':
        this.#children.delete(String(params['sessionId']))
        return
      case 'Target.targetDestroyed':
        return this.windowByTarget(params['targetId'])?.closedByUser()
      case 'Target.targetInfoChanged': {
        const { targetId, title } = params['targetInfo'] as { targetId: string; title: string }
        // Before it has a title, a page is called by its address.
        if (title && !/\.invalid\b/.test(title)) this.windowByTarget(targetId)?.contents.titleChanged(title)
        return
      }
      default:
        return this.#pageEvent(method, params, sessionId ?? '')
    }
  }

  #pageEvent(method: string, params: Params, sessionId: string): void {
    const child = this.#children.get(sessionId)
    if (!child) return this.#bySession.get(sessionId)?.event(method, params)
    if (method === 'Fetch.requestPaused') child.owner.answerChild(child.send, params)
  }

  /** Something new that waits before its first request: a window of ours, one that a page opens, a worker. */
  #attached({ sessionId, targetInfo }: Attached, parent: string | undefined): void {
    const chromium = this.#chromium
    if (!chromium) return
    const { targetId, type, url } = targetInfo
    const send = (method: string, params: Params = {}) => chromium.cdp.send(method, params, sessionId)
    const window = this.#awaited.get(url)
    if (type === 'page' && window) {
      this.#awaited.delete(url)
      this.#bySession.set(sessionId, window.contents)
      window.contents
        .attach(targetId, send, window.prepare(targetId, send))
        .catch(error => process.stderr.write(`stand-in: ${String(error)}\n`))
      return
    }
    if (type === 'page') {
      // A page opened it: see WebContents.askOpen. It must not go on waiting, for its opener may wait with it in
      // one process; nor may it load anything before it is gone.
      const patterns = [{ urlPattern: '*', requestStage: 'Request' }]
      void send('Fetch.enable', { patterns }).catch(() => undefined)
      void chromium.cdp.send('Target.closeTarget', { targetId }).catch(() => undefined)
      void send('Runtime.runIfWaitingForDebugger').catch(() => undefined)
      return
    }
    // Workers and frames of another process ask for their files by a session of their own.
    const owner = parent ? this.#bySession.get(parent) : undefined
    if (owner) {
      this.#children.set(sessionId, { owner, send })
      owner.attachChild(send)
    } else void send('Runtime.runIfWaitingForDebugger').catch(() => undefined)
  }

  #listenForSignals(): void {
    const { app } = this.#parts
    let isAsked = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // Who asks twice does not want to be asked back.
        if (isAsked) return app.exit(1)
        isAsked = true
        app.quit()
      })
    }
  }
}
