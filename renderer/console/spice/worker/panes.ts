// The page's canvases, each of which shows one of the guest's monitors. Once a frame, what was drawn on a surface is
// painted on every canvas that shows a part of it.
import type { Rect } from '../drawing/geometry.ts'
import type { Surface } from '../drawing/surface.ts'
import type { Monitors, Shown } from './monitors.ts'
import { Painter } from './painter.ts'

export interface PaneSize {
  readonly width: number
  readonly height: number
}

interface Pane {
  readonly painter: Painter
  /** The monitor that it is for; null: the first. */
  readonly monitor: string | null
  shown: Shown | null
  /** What the monitor is to be like, for a guest that follows. */
  wanted: PaneSize | null
}

export class Panes {
  readonly #monitors: Monitors
  readonly #onSize: (pane: number, size: PaneSize) => void
  readonly #panes = new Map<number, Pane>()
  #isAsked = false

  /** @param onSize what is shown on a pane has another size */
  constructor(monitors: Monitors, onSize: (pane: number, size: PaneSize) => void) {
    this.#monitors = monitors
    this.#onSize = onSize
  }

  add(id: number, canvas: OffscreenCanvas, monitor: string | null): void {
    this.#panes.set(id, { painter: new Painter(canvas), monitor, shown: null, wanted: null })
    this.refresh()
  }

  remove(id: number): void {
    this.#panes.delete(id)
  }

  /** Shows another monitor; while that is not there, the first. */
  show(id: number, monitor: string): void {
    const pane = this.#panes.get(id)
    if (pane && pane.monitor !== monitor) this.#panes.set(id, { ...pane, monitor, wanted: null })
    this.refresh()
  }

  shownBy(id: number): Shown | null {
    return this.#panes.get(id)?.shown ?? null
  }

  /** Monitors came, went, or have another surface. */
  refresh(): void {
    for (const [id, pane] of this.#panes) {
      const before = pane.shown
      const shown = this.#monitors.find(pane.monitor)
      pane.shown = shown
      if (shown && before && isSamePicture(shown, before)) continue
      pane.painter.show(shown?.surface ?? null, shown?.part)
      if (shown) this.#onSize(id, { width: shown.monitor.width, height: shown.monitor.height })
    }
    this.#askFrame()
  }

  /** Something was drawn on a display's surface. */
  damaged(display: number): void {
    for (const { shown } of this.#panes.values()) if (shown?.display === display) return this.#askFrame()
  }

  /** @returns the sizes that all monitors are to have, now that a pane wants this one for its own */
  resize(id: number, size: PaneSize): readonly PaneSize[] {
    const pane = this.#panes.get(id)
    if (pane) pane.wanted = size
    const wanted = new Map([...this.#panes.values()].map(({ shown, wanted }) => [shown?.monitor.id, wanted]))
    return this.#monitors.all().map(({ monitor }) => wanted.get(monitor.id) ?? monitor)
  }

  #askFrame(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    requestAnimationFrame(() => {
      this.#isAsked = false
      this.#paint()
    })
  }

  #paint(): void {
    const damages = new Map<Surface, Rect | null>()
    for (const { painter, shown } of this.#panes.values()) {
      if (!shown) continue
      const { surface } = shown
      if (!damages.has(surface)) damages.set(surface, surface.takeDamage())
      painter.paint(damages.get(surface) ?? null)
    }
  }
}

function isSamePicture(a: Shown, b: Shown): boolean {
  const [p, q] = [a.part, b.part]
  const isSamePart = p.left === q.left && p.top === q.top && p.right === q.right && p.bottom === q.bottom
  return a.surface === b.surface && isSamePart
}
