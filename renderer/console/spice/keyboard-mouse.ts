// What the person's keyboard and mouse do over the console, in the guest's terms: places of keys, guest pixels,
// button numbers. What is pressed is let go when the console loses the keyboard.
import { BUTTON, LOCK } from './channels/inputs.ts'
import type { MouseMode } from './channels/main.ts'
import { SCANCODES } from './scancodes.ts'
import type { ToWorker } from './worker/messages.ts'

/** By MouseEvent.button. */
const BUTTONS = [BUTTON.left, BUTTON.middle, BUTTON.right, BUTTON.side, BUTTON.extra] as const
/** What a wheel's notch is in pixels of scrolling. */
const NOTCH_PIXELS = 50

type InputKind = 'key' | 'locks' | 'moveBy' | 'button' | 'releaseAll'
/** Places are the canvas's: who has several knows which it is. */
export type InputMessage =
  | Extract<ToWorker, { t: InputKind }>
  | { readonly t: 'moveTo'; readonly x: number; readonly y: number }

export interface InputSwitch {
  setMouseMode(mode: MouseMode): void
  setGuestLocks(locks: number): void
  stop(): void
}

/** @param canvas its own size is the guest's, its box on the page may be any */
export function passInput(canvas: HTMLCanvasElement, send: (message: InputMessage) => void): InputSwitch {
  const stopping = new AbortController()
  const on = <K extends keyof HTMLElementEventMap>(
    name: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ) => canvas.addEventListener(name, listener, { ...options, signal: stopping.signal })
  let mode: MouseMode = 'server'
  let guestLocks: number | null = null
  let scrolled = 0

  const key = (event: KeyboardEvent, down: boolean) => {
    const scancode = SCANCODES[event.code]
    if (scancode === undefined) return
    event.preventDefault()
    if (down) syncLocks(event)
    send({ t: 'key', scancode, down })
  }
  /** The guest's lock keys follow the person's, but for the key that is changing one right now. */
  const syncLocks = (event: KeyboardEvent) => {
    if (guestLocks === null || event.code.endsWith('Lock')) return
    const own = locksOf(event)
    if (own === guestLocks) return
    guestLocks = own
    send({ t: 'locks', locks: own })
  }
  const move = (event: MouseEvent) => {
    if (mode === 'server') {
      if (document.pointerLockElement === canvas)
        send({ t: 'moveBy', dx: event.movementX, dy: event.movementY })
      return
    }
    send({ t: 'moveTo', ...guestPoint(canvas, event) })
  }
  const press = (event: MouseEvent, down: boolean) => {
    const button = BUTTONS[event.button]
    if (button === undefined) return
    event.preventDefault()
    move(event)
    send({ t: 'button', button, down })
  }

  on('keydown', event => key(event, true))
  on('keyup', event => key(event, false))
  on('blur', () => {
    send({ t: 'releaseAll' })
    if (document.pointerLockElement === canvas) document.exitPointerLock()
  })
  on('contextmenu', event => event.preventDefault())
  on('pointermove', move)
  on('pointerdown', event => {
    // In server mode the first click gives the keyboard, the next the pointer too: then only the keyboard leaves.
    const had = document.activeElement === canvas
    canvas.focus()
    if (mode === 'client') canvas.setPointerCapture(event.pointerId)
    else if (had && document.pointerLockElement !== canvas) void canvas.requestPointerLock()
  })
  // A chord's second button makes no pointer event, only a mouse event.
  on('mousedown', event => press(event, true))
  on('mouseup', event => press(event, false))
  on(
    'wheel',
    event => {
      event.preventDefault()
      scrolled += event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * NOTCH_PIXELS
      const button = scrolled < 0 ? BUTTON.wheelUp : BUTTON.wheelDown
      for (; Math.abs(scrolled) >= NOTCH_PIXELS; scrolled -= Math.sign(scrolled) * NOTCH_PIXELS) {
        send({ t: 'button', button, down: true })
        send({ t: 'button', button, down: false })
      }
    },
    { passive: false },
  )
  return {
    setMouseMode: now => {
      mode = now
      if (mode === 'client' && document.pointerLockElement === canvas) document.exitPointerLock()
    },
    setGuestLocks: locks => {
      guestLocks = locks
    },
    stop: () => stopping.abort(),
  }
}

function locksOf(event: KeyboardEvent): number {
  return (
    (event.getModifierState('ScrollLock') ? LOCK.scroll : 0) |
    (event.getModifierState('NumLock') ? LOCK.num : 0) |
    (event.getModifierState('CapsLock') ? LOCK.caps : 0)
  )
}

function guestPoint(canvas: HTMLCanvasElement, { clientX, clientY }: MouseEvent): { x: number; y: number } {
  const box = canvas.getBoundingClientRect()
  const x = Math.floor(((clientX - box.left) * canvas.width) / box.width)
  const y = Math.floor(((clientY - box.top) * canvas.height) / box.height)
  return {
    x: Math.min(Math.max(x, 0), canvas.width - 1),
    y: Math.min(Math.max(y, 0), canvas.height - 1),
  }
}
