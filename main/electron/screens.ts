// This computer's screens, and the way of a window to one of them and back.
import { type BrowserWindow, type Display, type Rectangle, screen } from 'electron'
import type { Screen, ScreenId } from '../../preload/model/screen.ts'

export interface ScreensTold {
  put(screen: Screen): void
  drop(id: ScreenId): void
}

/** Tells those that are there, and from then on what changes. */
export function followScreens({ put, drop }: ScreensTold): void {
  const tell = (display: Display) => put(readScreen(display))
  screen.getAllDisplays().forEach(tell)
  screen.on('display-added', (_event, display) => tell(display))
  screen.on('display-metrics-changed', (_event, display) => tell(display))
  screen.on('display-removed', (_event, { id }) => drop(id))
}

function readScreen({ id, label, bounds, scaleFactor }: Display): Screen {
  const pixels = (size: number) => Math.round(size * scaleFactor)
  const { x, y, width, height } = bounds
  return { id, name: label, x, y, width: pixels(width), height: pixels(height) }
}

/**
 * Moves a window to a screen, until it has filled that and does so no more. A screen that is gone, and the one that the
 * window is on, leave it where it is. Wayland's desktops place windows themselves: there it stays, too.
 */
export function moveToScreen(window: BrowserWindow, id: ScreenId): void {
  const target = screen.getAllDisplays().find(display => display.id === id)
  if (!target || screen.getDisplayMatching(window.getBounds()).id === id) return
  const before = window.getNormalBounds()
  const wasMaximized = window.isMaximized()
  if (wasMaximized) window.unmaximize()
  window.setBounds(centredIn(target.workArea, before))
  window.once('leave-full-screen', () => {
    if (window.isDestroyed()) return
    window.setBounds(before)
    if (wasMaximized) window.maximize()
  })
}

function centredIn(area: Rectangle, size: Rectangle): Rectangle {
  const width = Math.min(size.width, area.width)
  const height = Math.min(size.height, area.height)
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  }
}
