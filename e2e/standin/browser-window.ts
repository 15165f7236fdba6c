// BrowserWindow: a window of Chromium without tabs or address, or, without a display, a page of that size.
import { EventEmitter } from 'node:events'
import type { WebContents } from './web-contents.ts'

export interface WindowOptions {
  readonly width?: number
  readonly height?: number
  readonly x?: number
  readonly y?: number
  readonly title?: string
  readonly show?: boolean
  readonly webPreferences?: { readonly preload?: string }
}

/** What a window needs of the whole: see electron.ts. */
export interface WindowHost {
  readonly isReady: () => boolean
  readonly createContents: (id: number, preload: string | undefined) => WebContents
  /** Opens it; the contents are attached when Chromium has it. */
  readonly open: (window: BrowserWindow) => void
  readonly opened: (window: BrowserWindow) => void
  readonly allClosed: () => void
  /** A command to the browser itself, not to a page. */
  readonly command: (method: string, params: Record<string, unknown>) => Promise<Record<string, unknown>>
}

type Bounds = { x: number; y: number; width: number; height: number }

let host: WindowHost | null = null
let count = 0
const windows = new Map<number, BrowserWindow>()

export function setWindowHost(given: WindowHost): void {
  host = given
}

export class BrowserWindow extends EventEmitter {
  readonly id: number
  readonly webContents: WebContents
  #bounds: Bounds
  #title: string
  #visible: boolean
  #state: 'normal' | 'minimized' | 'maximized' | 'fullscreen' = 'normal'
  #destroyed = false
  #shownOnce = false

  constructor(options: WindowOptions = {}) {
    super()
    if (!host?.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.id = ++count
    this.#bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    }
    this.#title = options.title ?? ''
    this.#visible = options.show ?? true
    this.webContents = host.createContents(this.id, options.webPreferences?.preload)
    this.webContents.on('did-finish-load', () => {
      if (this.#shownOnce) return
      this.#shownOnce = true
      this.emit('ready-to-show')
    })
    windows.set(this.id, this)
    host.opened(this)
    host.open(this)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()]
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find(window => window.webContents === contents) ?? null
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().at(-1) ?? null
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  show(): void {
    this.#visible = true
    // An app window opens in the size of the last one, whatever it was asked for.
    this.setBounds({})
    this.emit('show')
  }

  isVisible(): boolean {
    return this.#visible
  }

  focus(): void {
    void this.webContents.command('Page.bringToFront').catch(() => undefined)
    this.emit('focus')
  }

  /** The last window that was opened: Chromium does not tell main which one has the focus. */
  isFocused(): boolean {
    return BrowserWindow.getFocusedWindow() === this
  }

  minimize(): void {
    this.#setState('minimized')
  }

  restore(): void {
    this.#setState('normal')
  }

  isMinimized(): boolean {
    return this.#state === 'minimized'
  }

  maximize(): void {
    this.#setState('maximized')
  }

  isMaximized(): boolean {
    return this.#state === 'maximized'
  }

  setFullScreen(on: boolean): void {
    this.#setState(on ? 'fullscreen' : 'normal')
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen')
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen'
  }

  getBounds(): Bounds {
    return { ...this.#bounds }
  }

  getNormalBounds(): Bounds {
    return { ...this.#bounds }
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    const { x, y, width, height } = this.#bounds
    void this.#setWindow({ left: x, top: y, width, height })
    this.emit('resize')
  }

  setTitle(title: string): void {
    this.#title = title
  }

  getTitle(): string {
    return this.#title
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  /** Emits `close`, which may prevent it. */
  close(): void {
    let stopped = false
    this.emit('close', {
      preventDefault: () => {
        stopped = true
      },
    })
    if (!stopped) this.destroy()
  }

  destroy(): void {
    void this.webContents.command('Page.close').catch(() => undefined)
    this.gone()
  }

  /** Chromium says that it is gone: by us, or by the user, which cannot be prevented here. */
  gone(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    windows.delete(this.id)
    this.webContents.destroyed()
    this.emit('closed')
    if (windows.size === 0) host?.allClosed()
  }

  /** The user closed it: `close` is told, too late to prevent. */
  closedByUser(): void {
    if (this.#destroyed) return
    this.emit('close', { preventDefault: () => undefined })
    this.gone()
  }

  #setState(state: typeof this.state): void {
    this.#state = state
    void this.#setWindow({ windowState: state })
  }

  get state(): 'normal' | 'minimized' | 'maximized' | 'fullscreen' {
    return this.#state
  }

  async #setWindow(bounds: Record<string, unknown>): Promise<void> {
    try {
      const { windowId } =
        (await host?.command('Browser.getWindowForTarget', { targetId: this.webContents.targetId })) ?? {}
      await host?.command('Browser.setWindowBounds', { windowId, bounds })
    } catch {
      // without a display there is no window to move
    }
  }
}
