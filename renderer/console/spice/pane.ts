// One of the guest's monitors on the page: its canvas in a cell of a frame, its place there, keyboard, mouse and pointer.
import type { ScreenScale } from '../display.ts'
import type { Size } from '../screen-place.ts'
import type { MouseMode } from './channels/main.ts'
import { passInput } from './keyboard-mouse.ts'
import { layOutScreen } from './screen.ts'
import type { PointerImage, ToWorker } from './worker/messages.ts'

export interface Pane {
  readonly canvas: HTMLCanvasElement
  /** What it is called by who cannot see it; '' for the only one, which is called as the console. */
  setName(name: string): void
  setGuest(size: Size): void
  setScale(scale: ScreenScale): void
  setResizable(resizable: boolean): void
  setMouseMode(mode: MouseMode): void
  setLocks(locks: number): void
  setPointer(image: PointerImage | null): void
  /** Whether what is typed now goes to it. */
  hasKeyboard(): boolean
  hasPicture(): boolean
  /** Nothing that is done to it counts any more; the last picture stays. */
  stop(): void
  close(): void
}

export interface PaneOptions {
  /** Its number for the worker. */
  readonly number: number
  /** null: the first. */
  readonly monitor: string | null
  readonly send: (message: ToWorker, transfer?: Transferable[]) => void
  /** It has the keyboard now. */
  readonly onKeyboard: () => void
}

export function openPane(frame: HTMLElement, { number, monitor, send, onKeyboard }: PaneOptions): Pane {
  const cell = document.createElement('div')
  cell.dataset['pane'] = String(number)
  Object.assign(cell.style, { position: 'relative', flex: '1 1 0', minWidth: '0', overflow: 'hidden' })
  const canvas = document.createElement('canvas')
  canvas.width = 0
  canvas.height = 0
  canvas.tabIndex = 0
  // What has the keyboard is named: a screen reader does not say what it lies in.
  canvas.role = 'img'
  canvas.ariaLabel = frame.ariaLabel
  cell.append(canvas)
  frame.append(cell)
  const stopping = new AbortController()
  canvas.addEventListener('focus', onKeyboard, { signal: stopping.signal })
  const hasKeyboard = () => document.hasFocus() && document.activeElement === canvas
  const meet = () => hasKeyboard() && onKeyboard()
  window.addEventListener('focus', meet, { signal: stopping.signal })
  const input = passInput(canvas, message =>
    send(message.t === 'moveTo' ? { ...message, pane: number } : message),
  )
  const pointer = showPointer(canvas)
  const screen = layOutScreen(cell, canvas, size => send({ t: 'resizeGuest', pane: number, ...size }))
  let scale: ScreenScale = 'fit'
  /** Side by side all have the same scale, but for guests that follow: those share the room evenly. */
  const share = () => {
    cell.style.flexGrow = String(scale === 'resize' ? 1 : Math.max(1, screen.guest().width))
  }
  const stop = () => {
    stopping.abort()
    screen.stop()
    input.stop()
    pointer.clear()
  }
  const offscreen = canvas.transferControlToOffscreen()
  send({ t: 'addPane', pane: number, canvas: offscreen, monitor }, [offscreen])
  return {
    canvas,
    setName: name => {
      cell.role = name ? 'group' : null
      cell.ariaLabel = name || null
      canvas.ariaLabel = name || frame.ariaLabel
    },
    setGuest: size => {
      screen.setGuest(size)
      share()
    },
    setScale: now => {
      scale = now
      cell.style.overflow = scale === 'actual' ? 'auto' : 'hidden'
      screen.setScale(now)
      share()
    },
    setResizable: screen.setResizable,
    setMouseMode: input.setMouseMode,
    setLocks: input.setGuestLocks,
    setPointer: pointer.show,
    hasKeyboard,
    hasPicture: () => screen.guest().width > 0,
    stop,
    close: () => {
      stop()
      cell.remove()
      send({ t: 'removePane', pane: number })
    },
  }
}

/** The guest's pointer is the page's own over the canvas: it moves without waiting for anybody. */
function showPointer(canvas: HTMLCanvasElement): {
  show(image: PointerImage | null): void
  clear(): void
} {
  let url = ''
  const clear = () => {
    if (url) URL.revokeObjectURL(url)
    url = ''
  }
  return {
    show: image => {
      const before = url
      url = image ? URL.createObjectURL(image.png) : ''
      canvas.style.cursor = image ? `url(${url}) ${image.hotX} ${image.hotY}, default` : 'none'
      if (before) URL.revokeObjectURL(before)
    },
    clear,
  }
}
