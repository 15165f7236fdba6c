// The windows: the main one, whose place is kept between runs, and consoles' own, one a machine.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BrowserWindow, type IpcMainInvokeEvent, type Rectangle, screen } from 'electron'
import { z } from 'zod'
import { objectKey, type VmRef } from '../../preload/model/ids.ts'
import { ORIGIN } from './security.ts'

const Place = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(400),
  height: z.number().min(300),
  maximized: z.boolean(),
})
type Place = z.infer<typeof Place>

const FIRST_SIZE = { width: 1280, height: 800 }
const CONSOLE_SIZE = { width: 1024, height: 800 }

export class Windows {
  readonly #preload: string
  readonly #placeFile: string
  #main: BrowserWindow | null = null
  /** By the machine's key. */
  readonly #consoles = new Map<string, BrowserWindow>()
  readonly #onConsole: (machine: string, isOpen: boolean) => void

  /**
   * @param folder where the window's place is kept
   * @param onConsole a machine's console has a window of its own now, or no more
   */
  constructor(preload: string, folder: string, onConsole: (machine: string, isOpen: boolean) => void) {
    this.#preload = preload
    this.#onConsole = onConsole
    this.#placeFile = join(folder, 'window.json')
  }

  all(): BrowserWindow[] {
    return BrowserWindow.getAllWindows()
  }

  get main(): BrowserWindow | null {
    return this.#main
  }

  /** Whether anybody looks: samples are taken only then. */
  isWatched(): boolean {
    return this.all().some(window => window.isVisible() && !window.isMinimized())
  }

  windowOf(event: IpcMainInvokeEvent): BrowserWindow | null {
    return BrowserWindow.fromWebContents(event.sender)
  }

  async openMain(): Promise<void> {
    if (this.#main) return bringUp(this.#main)
    const place = this.#readPlace()
    const window = this.#open({ ...FIRST_SIZE, ...(place && visible(place) ? place : {}) })
    this.#main = window
    if (place?.maximized) window.maximize()
    window.on('close', () => this.#writePlace(window))
    window.on('closed', () => {
      this.#main = null
    })
    await load(window, `${ORIGIN}/index.html`)
  }

  /** A console in a window of its own: the same page with another route. One that is there is shown. */
  async openConsole(ref: VmRef): Promise<void> {
    const machine = objectKey(ref.host, ref.vm)
    const known = this.#consoles.get(machine)
    if (known) return bringUp(known)
    const window = this.#open(CONSOLE_SIZE)
    this.#consoles.set(machine, window)
    this.#onConsole(machine, true)
    window.on('closed', () => {
      this.#consoles.delete(machine)
      this.#onConsole(machine, false)
    })
    await load(window, `${ORIGIN}/index.html?${new URLSearchParams({ console: ref.vm, host: ref.host })}`)
  }

  closeConsole(ref: VmRef): void {
    this.#consoles.get(objectKey(ref.host, ref.vm))?.close()
  }

  /** The display of a .vv file, which asks first. */
  async openFile(file: string): Promise<void> {
    await load(this.#open(CONSOLE_SIZE), `${ORIGIN}/index.html?${new URLSearchParams({ file })}`)
  }

  #open(size: { width: number; height: number; x?: number; y?: number }): BrowserWindow {
    const window = new BrowserWindow({
      width: size.width,
      height: size.height,
      ...(size.x !== undefined && size.y !== undefined && { x: size.x, y: size.y }),
      minWidth: 640,
      minHeight: 480,
      title: 'Vitrina',
      show: false,
      autoHideMenuBar: true,
      webPreferences: {
        preload: this.#preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
      },
    })
    window.once('ready-to-show', () => window.show())
    return window
  }

  #readPlace(): Place | null {
    try {
      return Place.parse(JSON.parse(readFileSync(this.#placeFile, 'utf8')))
    } catch {
      return null // the first run, or a file that is not ours any more
    }
  }

  /** Synchronous: the window is closing and the process may follow. */
  #writePlace(window: BrowserWindow): void {
    const place = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      mkdirSync(dirname(this.#placeFile), { recursive: true, mode: 0o700 })
      writeFileSync(this.#placeFile, JSON.stringify(place))
    } catch {
      // A disk that is full or read-only costs the place of the window, nothing else.
    }
  }
}

function bringUp(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** A monitor that is gone must not hide the window. */
function visible(place: Rectangle): boolean {
  return screen.getAllDisplays().some(({ bounds }) => {
    const right = bounds.x + bounds.width
    const bottom = bounds.y + bounds.height
    return (
      place.x + 100 < right &&
      place.x + place.width > bounds.x + 100 &&
      place.y >= bounds.y &&
      place.y + 50 < bottom
    )
  })
}

/** A window that is closed while its page loads has no fault to tell of. */
async function load(window: BrowserWindow, url: string): Promise<void> {
  try {
    await window.loadURL(url)
  } catch (error) {
    if (!window.isDestroyed()) throw error
  }
}
