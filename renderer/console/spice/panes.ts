// The monitors that are shown, side by side in the console's frame. What is true of all is told to each that comes later.
import type { ScreenScale, ShownMonitor } from '../display.ts'
import type { Size } from '../screen-place.ts'
import type { MouseMode } from './channels/main.ts'
import { openPane, type Pane } from './pane.ts'
import type { PointerImage, ToWorker } from './worker/messages.ts'

export interface Panes {
  /** In this order; none: the first that the guest has. */
  show(monitors: readonly ShownMonitor[]): void
  setGuest(pane: number, size: Size): void
  setScale(scale: ScreenScale): void
  setResizable(resizable: boolean): void
  setMouseMode(mode: MouseMode): void
  setLocks(locks: number): void
  setPointer(image: PointerImage | null): void
  hasKeyboard(): boolean
  /** The one that had the keyboard last, or the first. */
  current(): Pane
  stop(): void
}

export function openPanes(
  frame: HTMLElement,
  send: (message: ToWorker, transfer?: Transferable[]) => void,
  onKeyboard: () => void,
): Panes {
  const panes = new Map<number, Pane>()
  let count = 0
  let current = 0
  /** What was told to all, by what it is: the last counts. */
  const told = new Map<string, (pane: Pane) => void>()
  const tell = (what: string, how: (pane: Pane) => void) => {
    told.set(what, how)
    for (const pane of panes.values()) how(pane)
  }
  const open = (monitor: string | null) => {
    const number = ++count
    const pane = openPane(frame, {
      number,
      monitor,
      send,
      onKeyboard: () => {
        current = number
        onKeyboard()
      },
    })
    panes.set(number, pane)
    for (const how of told.values()) how(pane)
    return number
  }
  const close = (number: number) => {
    panes.get(number)?.close()
    panes.delete(number)
  }
  frame.replaceChildren()
  frame.style.display = 'flex'
  let shown: readonly number[] = [open(null)]
  return {
    show: monitors => {
      const wanted = Math.max(1, monitors.length)
      for (const number of shown.slice(wanted)) close(number)
      shown = shown.slice(0, wanted)
      monitors.forEach(({ id, name }, n) => {
        const number = shown[n] ?? open(id)
        if (n < shown.length) send({ t: 'showMonitor', pane: number, id })
        else shown = [...shown, number]
        panes.get(number)?.setName(monitors.length > 1 ? name : '')
      })
      frame.dataset['panes'] = String(shown.length)
    },
    setGuest: (number, size) => panes.get(number)?.setGuest(size),
    setScale: scale => tell('scale', pane => pane.setScale(scale)),
    setResizable: resizable => tell('resizable', pane => pane.setResizable(resizable)),
    setMouseMode: mode => tell('mouseMode', pane => pane.setMouseMode(mode)),
    setLocks: locks => tell('locks', pane => pane.setLocks(locks)),
    setPointer: image => tell('pointer', pane => pane.setPointer(image)),
    hasKeyboard: () => [...panes.values()].some(pane => pane.hasKeyboard()),
    current: () => panes.get(current) ?? firstOf(panes),
    stop: () => {
      for (const pane of panes.values()) pane.stop()
    },
  }
}

function firstOf(panes: ReadonlyMap<number, Pane>): Pane {
  const [pane] = panes.values()
  if (!pane) throw new Error('a console without a frame')
  return pane
}
