// webContents: one page of Chromium, with the bridge into it.
import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode, encode } from './codec.ts'
import { IpcMain, type MessagePortMain, twinOf } from './ipc.ts'
import type { ToMain, ToPage, WorldConfig } from './messages.ts'
import { fromChromium, handlerOf, toChromium } from './schemes.ts'
import type { Session } from './session.ts'
import { strict } from './strict.ts'

const WORLD = 'Electron Isolated Context'
const BINDING = '__standinSend'

export type Send = (method: string, params?: Record<string, unknown>) => Promise<Record<string, unknown>>

export interface Surroundings {
  readonly ipcMain: IpcMain
  readonly session: Session
  /** `prefers-color-scheme` to pretend, or the system's. */
  readonly theme: () => 'system' | 'light' | 'dark'
  /** A key of the application menu was pressed in this page. */
  readonly onAccelerator: (accelerator: string) => void
  readonly accelerators: () => readonly string[]
}

type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' }

export class WebContents extends EventEmitter {
  readonly id: number
  readonly session: Session
  readonly ipc = new IpcMain()
  readonly mainFrame: { readonly url: string; readonly parent: null }
  targetId = ''
  readonly #around: Surroundings
  readonly #preload: string | undefined
  readonly #attached: Promise<void>
  #nowAttached: () => void = () => undefined
  #send: Send = () => Promise.reject(new Error('stand-in: not attached'))
  #context: string | null = null
  #undelivered: ToPage[] = []
  #url = ''
  #loading: string | null = null
  #destroyed = false
  #openHandler: OpenHandler = () => ({ action: 'allow' })
  readonly #ports = new Map<number, MessagePortMain>()
  #portCount = 0

  constructor(id: number, preload: string | undefined, around: Surroundings) {
    super()
    this.id = id
    this.session = around.session
    this.#around = around
    this.#preload = preload
    this.#attached = new Promise(resolve => {
      this.#nowAttached = resolve
    })
    const current = () => this.#url
    this.mainFrame = strict('WebFrameMain', {
      get url() {
        return current()
      },
      parent: null,
    })
  }

  // ── Electron's members ────────────────────────────────────────────────────────────────────────────────────

  send(channel: string, ...args: unknown[]): void {
    this.#deliver({ t: 'event', channel, args: encode(args), ports: [] })
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    const ports = transfer.map(port => this.#adopt(port))
    this.#deliver({ t: 'event', channel, args: encode([message]), ports })
  }

  getURL(): string {
    return this.#url
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const params = { expression: code, awaitPromise: true, returnByValue: true, userGesture: true }
    const { result, exceptionDetails } = await this.command('Runtime.evaluate', params)
    if (exceptionDetails) throw new Error((exceptionDetails as { text: string }).text)
    return (result as { value: unknown }).value
  }

  // ── for the other parts of the stand-in ───────────────────────────────────────────────────────────────────

  async command(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    await this.#attached
    return this.#send(method, params)
  }

  async loadURL(url: string): Promise<void> {
    this.#loading = url
    const loaded = new Promise(resolve => this.once('did-finish-load', resolve))
    const { errorText } = await this.command('Page.navigate', { url: toChromium(url) })
    if (errorText && errorText !== 'net::ERR_ABORTED')
      throw new Error(`${String(errorText)} loading '${url}'`)
    await loaded
    this.#loading = null
  }

  /** The page is there and waits: everything is put in place before its first byte. */
  async attach(targetId: string, send: Send): Promise<void> {
    this.targetId = targetId
    this.#send = send
    const { page, preload } = this.#worldSources()
    await Promise.all([
      send('Page.enable'),
      send('Runtime.enable'),
      send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] }),
      send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: page }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: preload, worldName: WORLD }),
      this.applyTheme(send),
    ])
    await send('Runtime.runIfWaitingForDebugger')
    this.#nowAttached()
  }

  async applyTheme(send: Send = (method, params) => this.command(method, params)): Promise<void> {
    const theme = this.#around.theme()
    const features = theme === 'system' ? [] : [{ name: 'prefers-color-scheme', value: theme }]
    await send('Emulation.setEmulatedMedia', { features })
  }

  sendAccelerators(): void {
    this.#deliver({ t: 'accelerators', keys: this.#around.accelerators() })
  }

  /** A window that the page wants to open: null lets it. */
  mayOpen(url: string): boolean {
    return this.#openHandler({ url: fromChromium(url) }).action === 'allow'
  }

  destroyed(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    for (const port of this.#ports.values()) port.closedByOther()
    this.#ports.clear()
    this.emit('destroyed')
  }

  event(method: string, params: Record<string, unknown>): void {
    switch (method) {
      case 'Runtime.bindingCalled':
        if (params['name'] === BINDING && this.#isOurs(params['executionContextId'])) {
          void this.#receive(JSON.parse(String(params['payload'])) as ToMain)
        }
        return
      case 'Runtime.executionContextCreated':
        return this.#contextCreated(params['context'] as ExecutionContext)
      case 'Runtime.executionContextsCleared':
        this.#context = null
        return
      case 'Fetch.requestPaused':
        void this.#answerRequest(params as unknown as PausedRequest)
        return
      case 'Page.frameNavigated':
        return this.#navigated(params['frame'] as { url: string; parentId?: string })
      case 'Page.loadEventFired':
        this.emit('did-finish-load', {})
        return
      case 'Runtime.exceptionThrown':
        if (process.env['STANDIN_DEBUG'])
          process.stderr.write(`[page] ${JSON.stringify(params['exceptionDetails'])}\n`)
        return
      case 'Inspector.targetCrashed':
        this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
        return
    }
  }

  // ── the bridge ────────────────────────────────────────────────────────────────────────────────────────────

  #contextId = 0

  #contextCreated(context: ExecutionContext): void {
    if (context.name !== WORLD || context.auxData.frameId !== this.targetId) return
    this.#context = context.uniqueId
    this.#contextId = context.id
    this.sendAccelerators()
    for (const message of this.#undelivered.splice(0)) this.#deliver(message)
  }

  /** Frames inside the page have an isolated world of that name too, and no say. */
  #isOurs(context: unknown): boolean {
    return context === this.#contextId
  }

  #worldSources(): { page: string; preload: string } {
    const config: WorldConfig = {
      toPage: randomUUID(),
      toPreload: randomUUID(),
      binding: BINDING,
      platform: process.platform,
      arch: process.arch,
      versions: process.versions as Record<string, string>,
    }
    const read = (name: string) => readFileSync(join(import.meta.dirname, 'world', name), 'utf8')
    const script = this.#preload ? readFileSync(this.#preload, 'utf8') : ''
    const top = (body: string) =>
      `if (window.top === window) { const __STANDIN__ = ${JSON.stringify(config)}; ${body} }`
    return {
      page: `(() => { ${top(read('page.js'))} })()`,
      preload: `(() => { ${top(`const __PRELOAD__ = function (require, module, exports, process) { ${script}\n }; ${read('preload.js')}`)} })()`,
    }
  }

  #deliver(message: ToPage): void {
    if (this.#destroyed) return
    if (!this.#context) {
      if (message.t !== 'accelerators') this.#undelivered.push(message)
      return
    }
    const call = {
      functionDeclaration: 'text => __standinReceive(text)',
      arguments: [{ value: JSON.stringify(message) }],
      uniqueContextId: this.#context,
      silent: true,
    }
    void this.#send('Runtime.callFunctionOn', call).catch(() => undefined) // the page went away
  }

  async #receive(message: ToMain): Promise<void> {
    switch (message.t) {
      case 'invoke':
        return this.#answer(message)
      case 'send':
        this.#around.ipcMain.emit(
          message.channel,
          this.#event(),
          ...(decode(message.args as never) as unknown[]),
        )
        return
      case 'port':
        this.#ports.get(message.id)?.receive(decode(message.data as never))
        return
      case 'portClosed':
        this.#ports.get(message.id)?.closedByOther()
        this.#ports.delete(message.id)
        return
      case 'key':
        return this.#around.onAccelerator(message.accelerator)
      case 'preloadFailed':
        process.stderr.write(`Unable to load preload script: ${message.error}\n`)
        this.emit('preload-error', {}, this.#preload ?? '', new Error(message.error))
        return
    }
  }

  async #answer({ id, channel, args }: Extract<ToMain, { t: 'invoke' }>): Promise<void> {
    try {
      const value = await this.#around.ipcMain.answer(
        channel,
        this.#event(),
        decode(args as never) as unknown[],
      )
      this.#deliver({ t: 'answer', id, value: encode(value) })
    } catch (error) {
      this.#deliver({ t: 'answer', id, error: `Error invoking remote method '${channel}': ${String(error)}` })
    }
  }

  #event() {
    return strict('IpcMainEvent', { sender: this, senderFrame: this.mainFrame, frameId: 1, processId: 1 })
  }

  /** The port goes to the page; its twin stays and is wired to it. */
  #adopt(port: MessagePortMain): number {
    const id = ++this.#portCount
    const twin = twinOf(port)
    this.#ports.set(id, twin)
    twin.connect({
      post: data => this.#deliver({ t: 'port', id, data: encode(data) }),
      close: () => {
        this.#ports.delete(id)
        this.#deliver({ t: 'portClosed', id })
      },
    })
    return id
  }

  // ── navigation and requests ───────────────────────────────────────────────────────────────────────────────

  #navigated(frame: { url: string; parentId?: string }): void {
    if (frame.parentId) return
    this.#url = fromChromium(frame.url)
    this.emit('did-navigate', {}, this.#url)
  }

  async #answerRequest(paused: PausedRequest): Promise<void> {
    const url = fromChromium(paused.request.url)
    const answer = (method: string, params: Record<string, unknown>) =>
      this.#send(method, { requestId: paused.requestId, ...params }).catch(() => undefined)
    if (paused.resourceType === 'Document' && this.#url && url !== this.#loading && !this.#mayNavigate(url)) {
      await answer('Fetch.failRequest', { errorReason: 'Aborted' })
      return
    }
    const handler = handlerOf(url)
    if (!handler) {
      const ours = /\.invalid(:|\/|$)/.test(paused.request.url)
      await answer(
        ours ? 'Fetch.failRequest' : 'Fetch.continueRequest',
        ours ? { errorReason: 'AddressUnreachable' } : {},
      )
      return
    }
    try {
      const { method, headers } = paused.request
      const request = { url, method, headers: new Headers(headers) } as Request
      const response = await handler(request)
      await answer('Fetch.fulfillRequest', {
        responseCode: response.status,
        responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
        body: Buffer.from(await response.arrayBuffer()).toString('base64'),
      })
    } catch {
      await answer('Fetch.failRequest', { errorReason: 'Failed' })
    }
  }

  #mayNavigate(url: string): boolean {
    let stopped = false
    const event = {
      url,
      isMainFrame: true,
      preventDefault: () => {
        stopped = true
      },
    }
    this.emit('will-navigate', event, url)
    return !stopped
  }
}

interface ExecutionContext {
  readonly id: number
  readonly name: string
  readonly uniqueId: string
  readonly auxData: { readonly frameId: string }
}

interface PausedRequest {
  readonly requestId: string
  readonly resourceType: string
  readonly request: {
    readonly url: string
    readonly method: string
    readonly headers: Record<string, string>
  }
}
