// What Electron takes from the desktop: dialogs, clipboard, links, theme, screen, files by URL.
import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strict } from './strict.ts'

const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

export const net = strict('net', {
  /** Files only: whatever else the app fetches, it must say so here first. */
  async fetch(url: string): Promise<Response> {
    if (!url.startsWith('file:')) throw new Error(`stand-in: net.fetch of ${url} is not emulated`)
    const path = fileURLToPath(url)
    const bytes = await readFile(path).catch(() => {
      throw new Error('net::ERR_FILE_NOT_FOUND')
    })
    return new Response(bytes, {
      headers: { 'content-type': MIME[extname(path)] ?? 'application/octet-stream' },
    })
  },
})

interface FileDialog {
  readonly defaultPath?: string
}

/** GNOME's zenity, asked for a file. Without a display or without zenity nobody can answer. */
function askZenity(args: readonly string[]): Promise<string | null> {
  return new Promise((resolve, reject) => {
    if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
      return reject(new Error('no display to show a dialog on'))
    const zenity = spawn('zenity', [...args], { stdio: ['ignore', 'pipe', 'ignore'] })
    let path = ''
    zenity.stdout.on('data', chunk => {
      path += chunk
    })
    zenity.on('error', () => reject(new Error('file dialogs need the program "zenity"')))
    zenity.on('exit', code => resolve(code === 0 ? path.replace(/\n$/, '') : null))
  })
}

export const dialog = strict('dialog', {
  async showOpenDialog(_window: unknown, _options: FileDialog) {
    const path = await askZenity(['--file-selection'])
    return { canceled: path === null, filePaths: path === null ? [] : [path] }
  },
  async showSaveDialog(_window: unknown, options: FileDialog) {
    const args = [
      '--file-selection',
      '--save',
      ...(options.defaultPath ? [`--filename=${options.defaultPath}`] : []),
    ]
    const path = await askZenity(args)
    return { canceled: path === null, filePath: path ?? '' }
  },
})

export const shell = strict('shell', {
  async openExternal(url: string): Promise<void> {
    spawn('xdg-open', [url], { stdio: 'ignore', detached: true })
      .on('error', () => undefined)
      .unref()
  },
})

let copied = ''
/** The desktop's clipboard by xclip where it is installed, else one of our own. */
export const clipboard = strict('clipboard', {
  writeText(text: string): void {
    copied = text
    const xclip = spawn('xclip', ['-selection', 'clipboard'], { stdio: ['pipe', 'ignore', 'ignore'] })
    xclip.on('error', () => undefined)
    xclip.stdin.on('error', () => undefined)
    xclip.stdin.end(text)
  },
  readText(): string {
    return copied
  },
})

export class NativeTheme extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system'

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source
  }

  set themeSource(source: 'system' | 'light' | 'dark') {
    this.#source = source
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}

const bounds = { x: 0, y: 0, width: 1920, height: 1080 }
/** Chromium tells a page its screen, not main: one of a usual size stands in. */
const display = {
  id: 1,
  bounds,
  workArea: bounds,
  size: bounds,
  workAreaSize: bounds,
  scaleFactor: 1,
  rotation: 0,
}
export const screen = strict('screen', {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
})
