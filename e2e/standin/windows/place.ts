// Where Chromium has a window and in which state. Electron's bounds without a native frame: the page's own size.
import type { Presence } from '../ipc/messages.ts'

export type Bounds = Electron.Rectangle
export type State = 'normal' | 'minimized' | 'maximized' | 'fullscreen'
export type Command = (method: string, params?: Record<string, unknown>) => Promise<Record<string, unknown>>

interface Place {
  readonly windowId: unknown
  readonly state: State
  readonly x: number
  readonly y: number
}

/** Of a window while it moves, a page knows less than Chromium. */
export async function readPlace(command: Command, targetId: string): Promise<Place> {
  const { windowId, bounds } = await command('Browser.getWindowForTarget', { targetId })
  const {
    windowState = 'normal',
    left = 0,
    top = 0,
  } = bounds as {
    windowState?: State
    left?: number
    top?: number
  }
  return { windowId, state: windowState, x: left, y: top }
}

/** Chromium takes a new state only from the normal one. */
export async function writeState(command: Command, targetId: string, state: State): Promise<void> {
  const { windowId, state: before } = await readPlace(command, targetId)
  if (before !== 'normal' && state !== 'normal')
    await command('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } })
  await command('Browser.setWindowBounds', { windowId, bounds: { windowState: state } })
}

export async function writeBounds(command: Command, targetId: string, bounds: Bounds): Promise<void> {
  const { windowId } = await readPlace(command, targetId)
  const { x, y, width, height } = bounds
  await command('Browser.setContentsSize', { windowId, width, height })
  await command('Browser.setWindowBounds', { windowId, bounds: { left: x, top: y } })
}

export function sameSize(a: Presence, b: Presence): boolean {
  return a.width === b.width && a.height === b.height
}

export function samePlace(a: Presence, b: Presence): boolean {
  return a.x === b.x && a.y === b.y
}
