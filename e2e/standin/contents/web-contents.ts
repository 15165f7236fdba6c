// webContents: one page of Chromium, with the bridge into it.
import { EventEmitter } from 'node:events'
import { NativeImage } from '../desktop/image.ts'
import { fromChromium, toChromium } from '../desktop/schemes.ts'
import type { Session } from '../desktop/session.ts'
import { decode, encode } from '../ipc/codec.ts'
import { IPC_MEMBERS, IpcMain } from '../ipc/ipc-main.ts'
import type { Media, Presence, ToMain } from '../ipc/messages.ts'
import { portOf } from '../ipc/ports.ts'
import { faceOf, strict } from '../strict.ts'
import { argumentsOf, Bridge, type Send } from './bridge.ts'
import { createMainFrame, type MainFrame } from './frame.ts'
import { answerRequest } from './requests.ts'
import { BINDING, WORLD, worldSources } from './worlds.ts'

const MEMBERS = [
  'id',
  'ipc',
  'mainFrame',
  'session',
  'send',
  'postMessage',
  'setWindowOpenHandler',
  'getURL',
  'getTitle',
  'getType',
  'reload',
  'executeJavaScript',
  'capturePage',
  'setZoomFactor',
  'getZoomFactor',
  'setZoomLevel',
  'getZoomLevel',
  'zoomFactor',
  'zoomLevel',
  'isDestroyed',
  'isCrashed',
  'focus',
  'loadURL',
] as const satisfies readonly (keyof Electron.WebContents)[]
type Emulated = Pick<
  Electron.WebContents,
  Exclude<(typeof MEMBERS)[number], 'ipc' | 'mainFrame' | 'session' | 'capturePage'>
>

/** What a page needs of the whole: see stage.ts. */
export interface Surroundings {
  readonly ipcMain: IpcMain
  readonly session: Session
  readonly windowed: boolean
  /** `prefers-color-scheme` to pretend, or the system's. */
  readonly theme: () => 'system' | 'light' | 'dark'
  readonly accelerators: () => readonly string[]
  /** A key of the application menu was pressed in this page. */
  readonly onAccelerator: (accelerator: string) => void
  readonly onMedia: (media: Media) => void
}

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]
/** Electron's step between two zoom levels. */
const ZOOM_STEP = 1.2
let count = 0

export class WebContents extends EventEmitter implements Emulated {
  readonly id = ++count
  readonly session: Session
  readonly ipc: IpcMain
  readonly mainFrame: MainFrame
  targetId = ''
  /** Told where the page is, and whether it has the focus: the window listens. */
  onPresence: (presence: Presence) => void = () => undefined
  onFocus: (focused: boolean) => void = () => undefined
  onFull: (full: boolean) => void = () => undefined
  onTitle: (title: string) => void = () => undefined
  readonly #around: Surroundings
  readonly #preload: string | undefined
  readonly #bridge: Bridge
  readonly #attached: Promise<void>
  readonly #ipc = new IpcMain()
  #nowAttached: () => void = () => undefined
  #send: Send = () => Promise.reject(new Error('stand-in: not attached'))
  #url = ''
  #title = ''
  #loading: string | null = null
  #zoom = 1
  #isDestroyed = false
  #isCrashed = false
  #openHandler: OpenHandler = () => ({ action: 'allow' })

  constructor(preload: string | undefined, around: Surroundings) {
    super()
    this.#around = around
    this.#preload = preload
    this.session = faceOf(around.session)
    this.ipc = strict('IpcMain', this.#ipc, IPC_MEMBERS)
    this.mainFrame = createMainFrame(() => this.#url)
    this.#bridge = new Bridge(
      message => this.#receive(message),
      () => this.#greet(),
    )
    this.#attached = new Promise(resolve => {
      this.#nowAttached = resolve
    })
    strict('webContents', this, MEMBERS)
  }

  // ── Electron's members ────────────────────────────────────────────────────────────────────────────────────

  send(channel: string, ...args: unknown[]): void {
    this.#deliver({ t: 'event', channel, args: encode(args), ports: [] })
  }

  postMessage(channel: string, message: unknown, transfer: readonly unknown[] = []): void {
    const args = encode([message])
    const ports = transfer.map(port => this.#bridge.adopt(portOf(port)))
    this.#deliver({ t: 'event', channel, args, ports })
  }

  getURL(): string {
    return this.#url
  }

  getTitle(): string {
    return this.#title
  }

  getType(): 'window' {
    return 'window'
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  isCrashed(): boolean {
    return this.#isCrashed
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  reload(): void {
    this.#loading = this.#url
    void this.command('Page.reload').catch(() => undefined)
  }

  focus(): void {
    void this.command('Page.bringToFront').catch(() => undefined)
    this.onFocus(true)
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const params = { expression: code, awaitPromise: true, returnByValue: true, userGesture: true }
    const { result, exceptionDetails } = await this.command('Runtime.evaluate', params)
    if (exceptionDetails) {
      const { text, exception } = exceptionDetails as { text: string; exception?: { description?: string } }
      throw new Error(exception?.description ?? text)
    }
    return (result as { value: unknown }).value
  }

  async capturePage(): Promise<NativeImage> {
    const { data } = await this.command('Page.captureScreenshot', { format: 'png' })
    return NativeImage.fromPng(Buffer.from(String(data), 'base64'))
  }

  getZoomFactor(): number {
    return this.#zoom
  }

  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0")
    this.#zoom = factor
    this.#deliver({ t: 'zoom', factor })
  }

  getZoomLevel(): number {
    return Math.log(this.#zoom) / Math.log(ZOOM_STEP)
  }

  setZoomLevel(level: number): void {
    this.setZoomFactor(ZOOM_STEP ** level)
  }

  get zoomFactor(): number {
    return this.getZoomFactor()
  }

  set zoomFactor(factor: number) {
    this.setZoomFactor(factor)
  }

  get zoomLevel(): number {
    return this.getZoomLevel()
  }

  set zoomLevel(level: number) {
    this.setZoomLevel(level)
  }

  async loadURL(url: string): Promise<void> {
    this.#loading = url
    const failed = (text: string) =>
      Object.assign(new Error(`${text} loading '${url}'`), { code: text.replace(/^net::/, ''), url })
    const loaded = new Promise<void>((resolve, reject) => {
      this.once('did-finish-load', () => resolve())
      this.once('destroyed', () => reject(failed('ERR_FAILED (-2)')))
    })
    loaded.catch(() => undefined)
    const { errorText } = await this.command('Page.navigate', { url: toChromium(url) })
    if (errorText) throw failed(String(errorText))
    await loaded
    this.#loading = null
  }

  // ── for the other parts of the stand-in ───────────────────────────────────────────────────────────────────

  async command(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    await this.#attached
    return this.#send(method, params)
  }

  /** The page is there and waits: everything is put in place before its first byte. */
  async attach(targetId: string, send: Send, prepare: Promise<unknown>): Promise<void> {
    this.targetId = targetId
    this.#send = send
    this.#bridge.attach(targetId, send)
    const { page, preload } = worldSources(this.#preload, this.#around.windowed)
    await Promise.all([
      send('Page.enable'),
      send('Runtime.enable'),
      send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] }),
      send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
      send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: page }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: preload, worldName: WORLD }),
      this.applyTheme(send),
      prepare,
    ])
    await send('Runtime.runIfWaitingForDebugger')
    this.#nowAttached()
  }

  /** A worker of the page, or a frame in another process: it asks for its files by a session of its own. */
  attachChild(send: Send): void {
    const patterns = [{ urlPattern: '*', requestStage: 'Request' }]
    void send('Fetch.enable', { patterns }).catch(() => undefined) // a worker that shares its page's
    void send('Runtime.runIfWaitingForDebugger').catch(() => undefined)
  }

  answerChild(send: Send, params: Record<string, unknown>): void {
    void answerRequest(send, this.#navigations, params)
  }

  async applyTheme(send: Send = (method, params) => this.command(method, params)): Promise<void> {
    const theme = this.#around.theme()
    const features = theme === 'system' ? [] : [{ name: 'prefers-color-scheme', value: theme }]
    await send('Emulation.setEmulatedMedia', { features })
  }

  sendAccelerators(): void {
    this.#deliver({ t: 'accelerators', keys: this.#around.accelerators() })
  }

  /** Chromium is about to open a window that the page asked for. It will be closed again: see stage.ts. */
  askOpen(url: string, frameName: string, features: string): void {
    const details = { url: fromChromium(url), frameName, features, disposition: 'new-window' as const }
    const referrer = { url: this.#url, policy: 'default' as const }
    if (this.#openHandler({ ...details, referrer }).action === 'allow')
      process.stderr.write(`stand-in: window.open of ${details.url}: allowed windows are not emulated\n`)
  }

  titleChanged(title: string): void {
    if (title === this.#title) return
    this.#title = title
    this.onTitle(title)
  }

  destroyed(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.#bridge.endDocument()
    this.emit('destroyed')
  }

  event(method: string, params: Record<string, unknown>): void {
    this.#bridge.event(method, params)
    switch (method) {
      case 'Fetch.requestPaused':
        void answerRequest(this.#send, this.#navigations, params)
        return
      case 'Page.frameNavigated':
        return this.#navigated(params['frame'] as { url: string; parentId?: string })
      case 'Page.navigatedWithinDocument':
        if (params['frameId'] === this.targetId) this.#url = fromChromium(String(params['url']))
        return
      case 'Page.domContentEventFired':
        this.emit('dom-ready', {})
        return
      case 'Page.loadEventFired':
        this.emit('did-finish-load', {})
        return
      case 'Page.windowOpen':
        return this.askOpen(
          String(params['url']),
          String(params['windowName']),
          (params['windowFeatures'] as string[]).join(','),
        )
      case 'Runtime.consoleAPICalled':
        return this.#console(params as unknown as ConsoleCall)
      case 'Inspector.targetCrashed':
        this.#isCrashed = true
        this.#bridge.endDocument()
        this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
        return
    }
  }

  // ── the bridge ────────────────────────────────────────────────────────────────────────────────────────────

  #deliver(message: Parameters<Bridge['deliver']>[0]): void {
    if (!this.#isDestroyed) this.#bridge.deliver(message)
  }

  /** A new document: its preload world does not know yet what the last one knew. */
  #greet(): void {
    this.#isCrashed = false
    this.sendAccelerators()
    if (this.#zoom !== 1) this.#deliver({ t: 'zoom', factor: this.#zoom })
  }

  #receive(message: ToMain): void {
    switch (message.t) {
      case 'invoke':
        void this.#answer(message)
        return
      case 'send': {
        const event = this.#event(message.ports.map(id => this.#bridge.welcome(id)))
        const args = argumentsOf(decode(message.args))
        this.#ipc.emit(message.channel, event, ...args)
        this.#around.ipcMain.emit(message.channel, event, ...args)
        return
      }
      case 'key':
        return this.#around.onAccelerator(message.accelerator)
      case 'presence':
        return this.onPresence(message.presence)
      case 'used':
        return this.onFocus(true)
      case 'focus':
        return this.onFocus(message.focused)
      case 'full':
        return this.onFull(message.full)
      case 'media':
        return this.#around.onMedia(message.media)
      case 'preloadFailed':
        process.stderr.write(`Unable to load preload script: ${this.#preload}\n${message.error}\n`)
        this.emit('preload-error', {}, this.#preload ?? '', new Error(message.error))
        return
    }
  }

  async #answer({ id, channel, args }: Extract<ToMain, { t: 'invoke' }>): Promise<void> {
    const { document } = this.#bridge
    const reply = (answer: { value: ReturnType<typeof encode> } | { error: string }) => {
      if (document === this.#bridge.document) this.#deliver({ t: 'answer', id, ...answer })
    }
    try {
      const handler = this.#ipc.handlerOf(channel) ?? this.#around.ipcMain.handlerOf(channel)
      if (!handler) throw new Error(`No handler registered for '${channel}'`)
      const event = this.#event([]) as unknown as Electron.IpcMainInvokeEvent
      const value: unknown = await handler(event, ...argumentsOf(decode(args)))
      reply({ value: encode(value) })
    } catch (error) {
      reply({ error: `Error invoking remote method '${channel}': ${String(error)}` })
    }
  }

  #event(ports: readonly unknown[]) {
    const event = {
      type: 'frame',
      sender: faceOf(this),
      senderFrame: this.mainFrame,
      frameId: 1,
      processId: 1,
      ports,
    }
    return strict('IpcMainEvent', event, Object.keys(event))
  }

  // ── navigation and requests ───────────────────────────────────────────────────────────────────────────────

  get #navigations() {
    return { frame: this.targetId, mayNavigate: (url: string) => this.#mayNavigate(url) }
  }

  #navigated(frame: { url: string; parentId?: string }): void {
    if (frame.parentId) return
    this.#url = fromChromium(frame.url)
    this.emit('did-navigate', {}, this.#url, 200, 'OK')
  }

  /** Asked for what a page wants, not for what main loads. */
  #mayNavigate(url: string): boolean {
    if (!this.#url || url === this.#loading) return true
    let isPrevented = false
    const event = {
      url,
      isMainFrame: true,
      isSameDocument: false,
      frame: this.mainFrame,
      preventDefault: () => {
        isPrevented = true
      },
    }
    this.emit('will-navigate', event, url)
    return !isPrevented
  }

  #console({ type, args, stackTrace }: ConsoleCall): void {
    const level = type === 'error' || type === 'warning' || type === 'debug' ? type : 'info'
    const [at] = stackTrace?.callFrames ?? []
    this.emit('console-message', {
      level,
      message: args.map(({ value, description }) => description ?? String(value)).join(' '),
      lineNumber: (at?.lineNumber ?? 0) + 1,
      sourceId: fromChromium(at?.url ?? ''),
      frame: this.mainFrame,
    })
  }
}

interface ConsoleCall {
  readonly type: string
  readonly args: readonly { readonly value?: unknown; readonly description?: string }[]
  readonly stackTrace?: {
    readonly callFrames: readonly { readonly url: string; readonly lineNumber: number }[]
  }
}
