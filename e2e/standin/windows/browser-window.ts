// BrowserWindow: a window of Chromium without tabs or address, or, without a display, a page of that size.
// Not as in Electron: a window cannot be made before it is seen, the user's own closing cannot be prevented, and the
// smallest size binds the app, not the user.
import { EventEmitter } from 'node:events'
import type { WebContents } from '../contents/web-contents.ts'
import { screenCentre } from '../desktop/screen.ts'
import type { Presence } from '../ipc/messages.ts'
import { faceOf, strict } from '../strict.ts'
import { type Bounds, readPlace, type State, samePlace, sameSize, writeBounds, writeState } from './place.ts'

const MEMBERS = [
  'id',
  'webContents',
  'loadURL',
  'reload',
  'show',
  'showInactive',
  'hide',
  'isVisible',
  'focus',
  'blur',
  'isFocused',
  'close',
  'destroy',
  'isDestroyed',
  'minimize',
  'restore',
  'isMinimized',
  'maximize',
  'unmaximize',
  'isMaximized',
  'setFullScreen',
  'isFullScreen',
  'isNormal',
  'getBounds',
  'setBounds',
  'getContentBounds',
  'setContentBounds',
  'getNormalBounds',
  'getSize',
  'setSize',
  'getContentSize',
  'setContentSize',
  'getPosition',
  'setPosition',
  'center',
  'getMinimumSize',
  'setMinimumSize',
  'setTitle',
  'getTitle',
  'setBackgroundColor',
  'getBackgroundColor',
  'capturePage',
] as const satisfies readonly (keyof Electron.BrowserWindow)[]
type Emulated = Pick<Electron.BrowserWindow, Exclude<(typeof MEMBERS)[number], 'webContents' | 'capturePage'>>

const STATICS = [
  'getAllWindows',
  'getFocusedWindow',
  'fromId',
  'fromWebContents',
] as const satisfies readonly (keyof typeof Electron.BrowserWindow)[]

/** What a window needs of the whole: see stage.ts. */
export interface WindowHost {
  readonly isReady: () => boolean
  readonly createContents: (preload: string | undefined) => WebContents
  /** Opens it; the contents are attached when Chromium has it. */
  readonly open: (window: BrowserWindow) => void
  readonly focused: (window: BrowserWindow, isFocused: boolean) => void
  readonly allClosed: () => void
}

const DEFAULT_SIZE = { width: 800, height: 600 }
/** A window manager does what it was told a little later. */
const SETTLED_MS = 250

let host: WindowHost | null = null
let count = 0
let focusedId: number | null = null
const windows = new Map<number, BrowserWindow>()

export function setWindowHost(given: WindowHost): void {
  host = given
}

export function allWindows(): BrowserWindow[] {
  return [...windows.values()]
}

export class BrowserWindow extends EventEmitter implements Emulated {
  readonly id = ++count
  readonly webContents: WebContents
  readonly contents: WebContents
  #bounds: Bounds
  #normal: Bounds
  #minimum: readonly [number, number]
  #title: string
  #background: string
  #isVisible: boolean
  #state: State = 'normal'
  #isDestroyed = false
  #isShownOnce = false

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    if (!host?.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0]
    const size = this.#atLeast({
      width: options.width ?? DEFAULT_SIZE.width,
      height: options.height ?? DEFAULT_SIZE.height,
    })
    const { x, y } = screenCentre(size)
    this.#bounds = { x: options.x ?? x, y: options.y ?? y, ...size }
    this.#normal = this.#bounds
    this.#title = options.title ?? ''
    this.#background = options.backgroundColor ?? '#FFFFFF'
    this.#isVisible = options.show ?? true
    this.contents = host.createContents(options.webPreferences?.preload)
    this.webContents = faceOf(this.contents)
    this.contents.onPresence = presence => this.#command(this.#isAt(presence))
    this.contents.onFocus = focused => this.#focusChanged(focused)
    this.contents.onFull = full => this.setFullScreen(full)
    this.contents.onTitle = title => this.#pageTitled(title)
    this.contents.on('did-finish-load', () => {
      if (this.#isShownOnce) return
      this.#isShownOnce = true
      this.emit('ready-to-show')
    })
    windows.set(this.id, this)
    const face = strict('BrowserWindow', this, MEMBERS)
    host.open(this)
    this.#focusChanged(this.#isVisible)
    if (options.fullscreen) this.setFullScreen(true)
    // biome-ignore lint/correctness/noConstructorReturn: the app gets a face that refuses what is not emulated
    return face
  }

  static getAllWindows(): BrowserWindow[] {
    return allWindows().map(faceOf)
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focusedId === null ? null : BrowserWindow.fromId(focusedId)
  }

  static fromId(id: number): BrowserWindow | null {
    const window = windows.get(id)
    return window ? faceOf(window) : null
  }

  static fromWebContents(contents: { readonly id: number }): BrowserWindow | null {
    const window = allWindows().find(one => one.contents.id === contents.id)
    return window ? faceOf(window) : null
  }

  // ── page ──────────────────────────────────────────────────────────────────────────────────────────────────

  loadURL(url: string): Promise<void> {
    return this.contents.loadURL(url)
  }

  reload(): void {
    this.contents.reload()
  }

  capturePage(): ReturnType<WebContents['capturePage']> {
    return this.contents.capturePage()
  }

  // ── sight ─────────────────────────────────────────────────────────────────────────────────────────────────

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    if (this.#state === 'minimized') this.restore()
    if (this.#isVisible) return
    this.#isVisible = true
    this.emit('show')
  }

  /** Chromium cannot hide a window: out of the way is all there is. */
  hide(): void {
    if (!this.#isVisible) return
    this.#isVisible = false
    this.#command(writeState(this.#toChromium, this.contents.targetId, 'minimized'))
    this.#focusChanged(false)
    this.emit('hide')
  }

  isVisible(): boolean {
    return this.#isVisible
  }

  focus(): void {
    this.contents.focus()
  }

  blur(): void {
    this.#focusChanged(false)
  }

  isFocused(): boolean {
    return focusedId === this.id
  }

  minimize(): void {
    this.#ask('minimized')
  }

  restore(): void {
    if (this.#state === 'minimized') this.#ask('normal')
  }

  isMinimized(): boolean {
    return this.#state === 'minimized'
  }

  maximize(): void {
    this.#ask('maximized')
  }

  unmaximize(): void {
    if (this.#state === 'maximized') this.#ask('normal')
  }

  isMaximized(): boolean {
    return this.#state === 'maximized'
  }

  setFullScreen(on: boolean): void {
    if (on !== this.isFullScreen()) this.#ask(on ? 'fullscreen' : 'normal')
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen'
  }

  isNormal(): boolean {
    return this.#state === 'normal'
  }

  setBackgroundColor(color: string): void {
    this.#background = color
    this.#command(this.paintBackground(this.#toChromium))
  }

  getBackgroundColor(): string {
    return this.#background
  }

  // ── place ─────────────────────────────────────────────────────────────────────────────────────────────────

  getBounds(): Bounds {
    return { ...this.#bounds }
  }

  getContentBounds(): Bounds {
    return this.getBounds()
  }

  getNormalBounds(): Bounds {
    return { ...this.#normal }
  }

  setBounds(bounds: Partial<Bounds>): void {
    const wanted = { ...this.#bounds, ...bounds }
    const next = { ...wanted, ...this.#atLeast(wanted) }
    this.#command(writeBounds(this.#toChromium, this.contents.targetId, next))
    this.#moved(next)
  }

  setContentBounds(bounds: Bounds): void {
    this.setBounds(bounds)
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height]
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getContentSize(): number[] {
    return this.getSize()
  }

  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y]
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }

  center(): void {
    this.setBounds(screenCentre(this.#bounds))
  }

  getMinimumSize(): number[] {
    return [...this.#minimum]
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height]
  }

  // ── title and end ─────────────────────────────────────────────────────────────────────────────────────────

  /** Chromium's own title bar shows what the page is called: that is then changed, too. */
  setTitle(title: string): void {
    this.#title = title
    if (title !== this.contents.getTitle())
      void this.contents
        .executeJavaScript(`document.title = ${JSON.stringify(title)}; 0`)
        .catch(() => undefined)
  }

  getTitle(): string {
    return this.#title
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  /** Emits `close`, which may prevent it. */
  close(): void {
    if (this.#isDestroyed) return
    let isPrevented = false
    this.emit('close', {
      preventDefault: () => {
        isPrevented = true
      },
    })
    if (!isPrevented) this.destroy()
  }

  destroy(): void {
    this.#command(this.#toChromium('Page.close'))
    this.#gone()
  }

  // ── for the other parts of the stand-in ───────────────────────────────────────────────────────────────────

  /** Before its first byte: the place it was asked for, whatever Chromium's last window had. */
  async prepare(targetId: string, send: typeof this.contents.command): Promise<void> {
    await Promise.all([
      this.#state === 'normal' ? writeBounds(send, targetId, this.#bounds) : undefined,
      this.paintBackground(send),
    ])
  }

  async paintBackground(send: typeof this.contents.command): Promise<void> {
    const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(this.#background)
    if (!match) return // a name or a function of CSS: the page itself paints soon enough
    const [r, g, b] = match.slice(1).map(hex => Number.parseInt(hex, 16))
    await send('Emulation.setDefaultBackgroundColorOverride', { color: { r, g, b } })
  }

  /** The user closed it: `close` is told, too late to prevent. */
  closedByUser(): void {
    if (this.#isDestroyed) return
    this.emit('close', { preventDefault: () => undefined })
    this.#gone()
  }

  #gone(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    windows.delete(this.id)
    if (focusedId === this.id) focusedId = allWindows().at(-1)?.id ?? null
    this.contents.destroyed()
    this.emit('closed')
    if (windows.size === 0) host?.allClosed()
  }

  #focusChanged(isFocused: boolean): void {
    if (this.#isDestroyed || isFocused === this.isFocused()) return
    const before = focusedId === null ? undefined : windows.get(focusedId)
    focusedId = isFocused ? this.id : null
    if (isFocused && before) {
      before.emit('blur')
      host?.focused(before, false)
    }
    this.emit(isFocused ? 'focus' : 'blur')
    host?.focused(this, isFocused)
  }

  #pageTitled(title: string): void {
    let isPrevented = false
    const event = {
      preventDefault: () => {
        isPrevented = true
      },
    }
    this.contents.emit('page-title-updated', event, title, true)
    this.emit('page-title-updated', event, title, true)
    if (!isPrevented) this.#title = title
  }

  /** The page tells where it is: the user, or the window manager, moved it. */
  async #isAt(presence: Presence): Promise<void> {
    const { state, x, y } = await readPlace(this.#toChromium, this.contents.targetId)
    if (this.#isDestroyed) return
    this.#become(state)
    this.#moved({ x, y, width: presence.width, height: presence.height })
  }

  #moved(bounds: Bounds): void {
    const before = this.#bounds
    this.#bounds = bounds
    if (this.#state === 'normal') this.#normal = bounds
    if (!sameSize(before, bounds)) this.emit('resize')
    if (!samePlace(before, bounds)) this.emit('move')
  }

  #ask(state: State): void {
    this.#command(
      writeState(this.#toChromium, this.contents.targetId, state).then(async () => {
        await new Promise(resolve => setTimeout(resolve, SETTLED_MS))
        const { state: now } = await readPlace(this.#toChromium, this.contents.targetId)
        if (!this.#isDestroyed) this.#become(now)
      }),
    )
    this.#become(state)
  }

  #become(state: State): void {
    const before = this.#state
    if (before === state) return
    this.#state = state
    const events = {
      minimized: ['minimize', 'restore'],
      maximized: ['maximize', 'unmaximize'],
      fullscreen: ['enter-full-screen', 'leave-full-screen'],
    } as const
    if (before !== 'normal') this.emit(events[before][1])
    if (state !== 'normal') this.emit(events[state][0])
  }

  #atLeast({ width, height }: { width: number; height: number }): { width: number; height: number } {
    return { width: Math.max(width, this.#minimum[0]), height: Math.max(height, this.#minimum[1]) }
  }

  readonly #toChromium = (method: string, params?: Record<string, unknown>) =>
    this.contents.command(method, params)

  /** What cannot be done any more because the window goes is no error. */
  #command(done: Promise<unknown>): void {
    done.catch(error => {
      if (process.env['STANDIN_DEBUG']) process.stderr.write(`stand-in: ${String(error)}\n`)
    })
  }
}

/** As the app gets the class. */
export function createWindowClass(): typeof BrowserWindow {
  return strict('BrowserWindow', BrowserWindow, STATICS)
}
