// VNC through noVNC. Main has answered the server's question for a password: here none is asked.
import RFB from '@novnc/novnc'
import type { AppError } from '../../../preload/model/error.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import { pipe } from '../../store/client.ts'
import type { Display, DisplayEvents } from '../display.ts'
import { PortSocket } from '../port-socket.ts'

/** X11 keysyms of the keys that are sent by menu. */
const KEYSYMS: Readonly<Record<string, number>> = {
  Escape: 0xff1b,
  Tab: 0xff09,
  MetaLeft: 0xffeb,
  ControlLeft: 0xffe3,
  AltLeft: 0xffe9,
  Delete: 0xffff,
  Backspace: 0xff08,
  PrintScreen: 0xff61,
  ...Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`F${n + 1}`, 0xffbe + n])),
}

export function openVnc(frame: HTMLElement, ref: VmRef, events: DisplayEvents): Display {
  let reason: AppError | null = null
  frame.replaceChildren()
  const socket = new PortSocket(pipe('console.open', { kind: 'vnc', ...ref }), error => {
    reason = error
  })
  const rfb = new RFB(frame, socket as unknown as WebSocket, { shared: true })
  rfb.background = 'transparent'
  rfb.scaleViewport = true
  rfb.addEventListener('connect', () => events.onConnected())
  rfb.addEventListener('disconnect', () => events.onEnded(reason))
  return {
    sendKeys: codes => {
      for (const code of codes) rfb.sendKey(KEYSYMS[code] ?? 0, code, true)
      for (const code of [...codes].reverse()) rfb.sendKey(KEYSYMS[code] ?? 0, code, false)
    },
    setScale: scale => {
      rfb.scaleViewport = scale !== 'actual'
      rfb.clipViewport = scale === 'actual'
    },
    canvas: () => frame.querySelector('canvas'),
    focus: () => rfb.focus(),
    close: () => rfb.disconnect(),
  }
}
