// The guest's monitors, from all display channels: a channel may have one surface for each monitor, or several monitors on
// one surface (DISPLAY_MONITORS_CONFIG).
import type { Monitor } from '../../display.ts'
import type { Head } from '../channels/display.ts'
import { intersect, isEmpty, type Rect } from '../drawing/geometry.ts'
import type { Surface } from '../drawing/surface.ts'

/** More display channels than that are not opened. */
export const MOST_DISPLAYS = 4
const MOST_MONITORS = 16

/** A monitor and where its picture is. */
export interface Shown {
  readonly monitor: Monitor
  readonly display: number
  readonly surface: Surface
  /** The monitor's part of it. */
  readonly part: Rect
}

interface Display {
  surface: Surface | null
  heads: readonly Head[]
}

export class Monitors {
  readonly #displays = new Map<number, Display>()

  setSurface(display: number, surface: Surface | null): void {
    this.#of(display).surface = surface
  }

  setHeads(display: number, heads: readonly Head[]): void {
    this.#of(display).heads = heads
  }

  all(): readonly Shown[] {
    const displays = [...this.#displays].sort(([a], [b]) => a - b)
    return displays.flatMap(([id, display]) => monitorsOf(id, display)).slice(0, MOST_MONITORS)
  }

  /** The first stands for one that is not there. */
  find(id: string | null): Shown | null {
    const all = this.all()
    return all.find(({ monitor }) => monitor.id === id) ?? all[0] ?? null
  }

  #of(id: number): Display {
    const known = this.#displays.get(id) ?? { surface: null, heads: [] }
    this.#displays.set(id, known)
    return known
  }
}

/** A head without a size, or beyond its surface, is switched off; a surface of which no heads are told is one monitor. */
function monitorsOf(display: number, { surface, heads }: Display): Shown[] {
  if (!surface || isEmpty(surface.bounds)) return []
  const parts = heads
    .map(({ id, x, y, width, height }) => ({
      id: `${display}.${id}`,
      part: intersect({ left: x, top: y, right: x + width, bottom: y + height }, surface.bounds),
    }))
    .filter(({ part }) => !isEmpty(part))
  const whole = [{ id: `${display}.0`, part: surface.bounds }]
  return (parts.length > 0 ? parts : whole).map(({ id, part }) => ({
    monitor: { id, width: part.right - part.left, height: part.bottom - part.top },
    display,
    surface,
    part,
  }))
}
