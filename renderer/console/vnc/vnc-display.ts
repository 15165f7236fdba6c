// VNC through noVNC. Main has answered the server's question for a password: here none is asked.
import RFB from '@novnc/novnc'
import type { AppError } from '../../../preload/model/error.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import { pipe } from '../../store/client.ts'
import type { Display, DisplayEvents } from '../display.ts'
import { PortSocket } from '../port-socket.ts'
import { scaleVnc } from './vnc-scale.ts'

/** X11 keysyms of the keys that are sent by menu or held while something is typed. */
const KEYSYMS: Readonly<Record<string, number>> = {
  Escape: 0xff1b,
  Tab: 0xff09,
  MetaLeft: 0xffeb,
  ControlLeft: 0xffe3,
  AltLeft: 0xffe9,
  AltRight: 0xfe03,
  ShiftLeft: 0xffe1,
  Enter: 0xff0d,
  Delete: 0xffff,
  Backspace: 0xff08,
  PrintScreen: 0xff61,
  ...Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`F${n + 1}`, 0xffbe + n])),
}

export function openVnc(frame: HTMLElement, ref: VmRef, events: DisplayEvents): Display {
  return showVnc(frame, () => pipe('console.open', { kind: 'vnc', ...ref }), events)
}

/** @param openPipe a port to the server; its refusal is an AppFailure */
export function showVnc(
  frame: HTMLElement,
  openPipe: () => Promise<MessagePort>,
  events: DisplayEvents,
): Display {
  let reason: AppError | null = null
  let over = false
  frame.replaceChildren()
  const socket = new PortSocket(openPipe(), error => {
    reason = error
  })
  const rfb = new RFB(frame, socket as unknown as WebSocket, { shared: true })
  rfb.background = 'transparent'
  // What has the keyboard is named: a screen reader does not say what it lies in.
  const canvas = frame.querySelector('canvas')
  if (canvas) Object.assign(canvas, { role: 'img', ariaLabel: frame.ariaLabel })
  const scale = scaleVnc(rfb, frame)
  scale.set('fit')
  rfb.addEventListener('connect', () => events.onConnected())
  rfb.addEventListener('disconnect', () => {
    over = true
    events.onEnded(reason)
  })
  return {
    sendKeys: (codes, sign) => {
      // A display with a keyboard layout of its own goes by the sign, others by the key.
      const keysym = (code: string) => KEYSYMS[code] ?? (sign && code === codes.at(-1) ? keysymOf(sign) : 0)
      for (const code of codes) rfb.sendKey(keysym(code), code, true)
      for (const code of [...codes].reverse()) rfb.sendKey(keysym(code), code, false)
    },
    setScale: scale.set,
    canvas: () => canvas,
    focus: () => rfb.focus(),
    close: () => {
      scale.stop()
      if (!over) rfb.disconnect()
    },
  }
}

/** Latin-1 is itself, the rest of Unicode lies from 0x1000000 on (X11's keysym encoding). */
function keysymOf(sign: string): number {
  const point = sign.codePointAt(0) ?? 0
  return point < 0x100 ? point : 0x1000000 + point
}
