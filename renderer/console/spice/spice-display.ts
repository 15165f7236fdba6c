// SPICE through spice-html5, until our own client stands: it draws into a canvas inside the frame and opens a
// socket for each channel. Its sockets are ports to main; the ticket it sends is replaced there.
import { Constants } from '@spice-project/spice-html5/src/enums.js'
import { SpiceMainConn } from '@spice-project/spice-html5/src/main.js'
import { SpiceMiniData, SpiceMsgcKeyDown, SpiceMsgcKeyUp } from '@spice-project/spice-html5/src/spicemsg.js'
import type { AppError } from '../../../preload/model/error.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import { pipe } from '../../store/client.ts'
import type { Display, DisplayEvents } from '../display.ts'
import { PortSocket } from '../port-socket.ts'
import { SCANCODES } from './scancodes.ts'

interface Opener {
  open(): PortSocket
}

/** By the address that spice-html5 passes on to every channel. */
const openers = new Map<string, Opener>()

/** The page has no network: the only WebSocket in it is a console's port. */
class ConsoleSocket {
  constructor(address: string) {
    const opener = openers.get(address)
    if (!opener) throw new Error(`no console at ${address}`)
    const socket = opener.open()
    Object.defineProperty(socket, 'url', { value: address })
    // A constructor that returns an object gives that object to `new`.
    // biome-ignore lint/correctness/noConstructorReturn: spice-html5 must get the port itself
    return socket as unknown as ConsoleSocket
  }
}

export function openSpice(frame: HTMLElement, ref: VmRef, events: DisplayEvents): Display {
  const address = `port:${crypto.randomUUID()}`
  let fit = true
  let over = false
  const sockets = new Set<PortSocket>()
  const end = (error: AppError | null) => {
    if (over) return
    over = true
    openers.delete(address)
    observer.disconnect()
    for (const socket of sockets) {
      // Each channel waits for its connection with a timer that only success ends.
      window.clearTimeout((socket as PortSocket & { parent?: { timeout?: number } }).parent?.timeout)
      socket.close()
    }
    events.onEnded(error)
  }
  openers.set(address, {
    open: () => {
      const socket = new PortSocket(pipe('console.open', { kind: 'spice', ...ref }), end)
      sockets.add(socket)
      return socket
    },
  })
  Object.defineProperty(window, 'WebSocket', { value: ConsoleSocket, writable: true, configurable: true })

  const screen = document.createElement('div')
  screen.id = `spice-${address.slice(5)}`
  frame.replaceChildren(screen)
  const canvas = () => screen.querySelector('canvas')
  const layOut = () => {
    const picture = canvas()
    if (picture) place(frame, screen, picture, fit)
  }
  const observer = new ResizeObserver(layOut)
  observer.observe(frame)
  const connected = () => {
    const picture = canvas()
    if (!picture) return
    watcher.disconnect()
    new MutationObserver(layOut).observe(screen, { childList: true })
    layOut()
    events.onConnected()
  }
  const watcher = new MutationObserver(connected)
  watcher.observe(screen, { childList: true })

  const connection = new SpiceMainConn({
    uri: address,
    screen_id: screen.id,
    password: '',
    onerror: error => end({ code: 'console.protocol', params: {}, detail: error.message }),
    onsuccess: () => undefined,
  })
  const sendKey = (code: string, down: boolean) => {
    const { inputs } = connection
    const scancode = SCANCODES[code]
    if (inputs?.state !== 'ready' || scancode === undefined) return
    const key = down ? new SpiceMsgcKeyDown() : new SpiceMsgcKeyUp()
    key.code = wireCode(scancode, down)
    const message = new SpiceMiniData()
    message.build_msg(Constants[down ? 'SPICE_MSGC_INPUTS_KEY_DOWN' : 'SPICE_MSGC_INPUTS_KEY_UP'] ?? 0, key)
    inputs.send_msg(message)
  }
  return {
    sendKeys: codes => {
      for (const code of codes) sendKey(code, true)
      for (const code of [...codes].reverse()) sendKey(code, false)
    },
    setFit: on => {
      fit = on
      layOut()
    },
    canvas,
    focus: () => canvas()?.focus(),
    close: () => end(null),
  }
}

/** Bytes of the scan code, lowest first; the release has its high bit set (spice-protocol, inputs channel). */
function wireCode(scancode: number, down: boolean): number {
  const released = down ? 0 : 0x80
  return scancode > 0xff ? 0xe0 | (((scancode & 0xff) | released) << 8) : scancode | released
}

/** By transform: the pointer's position inside the canvas stays in guest pixels. */
function place(frame: HTMLElement, screen: HTMLElement, picture: HTMLCanvasElement, fit: boolean): void {
  const { width, height } = picture
  const scale = fit ? Math.min(frame.clientWidth / width, frame.clientHeight / height) : 1
  const left = Math.max(0, (frame.clientWidth - width * scale) / 2)
  const top = Math.max(0, (frame.clientHeight - height * scale) / 2)
  screen.style.cssText = `width:${width}px;height:${height}px;transform-origin:0 0;transform:translate(${left}px,${top}px) scale(${scale})`
}
