// What the menu items with a role do, and their keys. Editing is Chromium's own: it has the keys already.
import type { BrowserWindow } from '../windows/browser-window.ts'

export interface Role {
  readonly accelerator?: string
  run(window: BrowserWindow | null): void
}

let quit: () => void = () => undefined

/** Set by electron.ts. */
export function setQuit(given: () => void): void {
  quit = given
}

const ZOOM_STEP = 0.5

function editing(command: string): Role {
  return {
    run: window => {
      const code = `document.execCommand(${JSON.stringify(command)})`
      void window?.contents.executeJavaScript(code).catch(() => undefined)
    },
  }
}

function zoom(accelerator: string, step: (level: number) => number): Role {
  return { accelerator, run: window => window?.contents.setZoomLevel(step(window.contents.getZoomLevel())) }
}

export const ROLES: Readonly<Record<string, Role>> = {
  quit: { accelerator: 'Ctrl+Q', run: () => quit() },
  close: { accelerator: 'Ctrl+W', run: window => window?.close() },
  minimize: { accelerator: 'Ctrl+M', run: window => window?.minimize() },
  reload: { accelerator: 'Ctrl+R', run: window => window?.reload() },
  togglefullscreen: { accelerator: 'F11', run: window => window?.setFullScreen(!window.isFullScreen()) },
  resetzoom: zoom('Ctrl+0', () => 0),
  zoomin: zoom('Ctrl++', level => level + ZOOM_STEP),
  zoomout: zoom('Ctrl+-', level => level - ZOOM_STEP),
  undo: editing('undo'),
  redo: editing('redo'),
  cut: editing('cut'),
  copy: editing('copy'),
  paste: editing('paste'),
  delete: editing('delete'),
  selectall: editing('selectAll'),
}
