// screen: the displays that Chromium sees. It tells of none that comes or goes: while somebody wants to know, it is asked.
import { EventEmitter } from 'node:events'
import { strict } from '../strict.ts'

const MEMBERS = [
  'getPrimaryDisplay',
  'getAllDisplays',
  'getDisplayMatching',
  'getDisplayNearestPoint',
] as const satisfies readonly (keyof Electron.Screen)[]

type Display = Pick<
  Electron.Display,
  | 'id'
  | 'label'
  | 'bounds'
  | 'workArea'
  | 'size'
  | 'workAreaSize'
  | 'scaleFactor'
  | 'rotation'
  | 'internal'
  | 'colorDepth'
>

/** DevTools' Emulation.ScreenInfo. */
interface ScreenInfo {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly availLeft: number
  readonly availTop: number
  readonly availWidth: number
  readonly availHeight: number
  readonly devicePixelRatio: number
  readonly orientation: { readonly angle: number }
  readonly colorDepth: number
  readonly isInternal: boolean
  readonly isPrimary: boolean
  readonly label: string
  readonly id: string
}

type ReadInfos = () => Promise<unknown>

const LOOK_MS = 500
const EVENTS = ['display-added', 'display-removed', 'display-metrics-changed'] as const

let displays: readonly Display[] = []

/** @param read Chromium's answer to Emulation.getScreenInfos; once it cannot be asked any more, nothing changes */
export async function followScreens(read: ReadInfos): Promise<void> {
  displays = await readDisplays(read)
  setInterval(() => {
    if (EVENTS.some(event => emulated.listenerCount(event) > 0))
      void readDisplays(read).then(tellChanges, () => undefined)
  }, LOOK_MS).unref()
}

async function readDisplays(read: ReadInfos): Promise<readonly Display[]> {
  const { screenInfos } = (await read()) as { screenInfos: readonly ScreenInfo[] }
  return [...screenInfos].sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary)).map(readDisplay)
}

function tellChanges(now: readonly Display[]): void {
  const before = displays
  displays = now
  for (const display of now) {
    const known = before.find(({ id }) => id === display.id)
    if (!known) emulated.emit('display-added', {}, display)
    else if (JSON.stringify(known) !== JSON.stringify(display))
      emulated.emit('display-metrics-changed', {}, display, changesOf(known, display))
  }
  for (const display of before)
    if (!now.some(({ id }) => id === display.id)) emulated.emit('display-removed', {}, display)
}

function changesOf(a: Display, b: Display): string[] {
  const metrics = ['bounds', 'workArea', 'scaleFactor', 'rotation'] as const
  return metrics.filter(metric => JSON.stringify(a[metric]) !== JSON.stringify(b[metric]))
}

function readDisplay(info: ScreenInfo): Display {
  const bounds = { x: info.left, y: info.top, width: info.width, height: info.height }
  const workArea = {
    x: info.availLeft,
    y: info.availTop,
    width: info.availWidth,
    height: info.availHeight,
  }
  return {
    id: Number(info.id),
    label: info.label,
    bounds,
    workArea,
    size: { width: bounds.width, height: bounds.height },
    workAreaSize: { width: workArea.width, height: workArea.height },
    scaleFactor: info.devicePixelRatio,
    rotation: info.orientation.angle,
    internal: info.isInternal,
    colorDepth: info.colorDepth,
  }
}

function primary(): Display {
  const [display] = displays
  if (!display) throw new Error("The 'screen' module can't be used before the app 'ready' event")
  return display
}

/** Where a window goes that was given no place. */
export function screenCentre({ width, height }: Electron.Size): Electron.Point {
  const { workArea } = primary()
  return {
    x: Math.max(workArea.x, workArea.x + Math.round((workArea.width - width) / 2)),
    y: Math.max(workArea.y, workArea.y + Math.round((workArea.height - height) / 2)),
  }
}

function best(score: (display: Display) => number): Display {
  return displays.reduce((a, b) => (score(b) > score(a) ? b : a), primary())
}

function overlap(a: Electron.Rectangle, b: Electron.Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

function distance({ bounds }: Display, { x, y }: Electron.Point): number {
  const dx = Math.max(bounds.x - x, 0, x - bounds.x - bounds.width)
  const dy = Math.max(bounds.y - y, 0, y - bounds.y - bounds.height)
  return Math.hypot(dx, dy)
}

const emulated = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: primary,
  getAllDisplays: () => [...displays],
  getDisplayMatching: (bounds: Electron.Rectangle) => best(display => overlap(display.bounds, bounds)),
  getDisplayNearestPoint: (point: Electron.Point) => best(display => -distance(display, point)),
} satisfies Record<(typeof MEMBERS)[number], (...args: never[]) => unknown>)

export const screen = strict('screen', emulated, MEMBERS)
