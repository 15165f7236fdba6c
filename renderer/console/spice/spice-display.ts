// A SPICE console on the page: the canvas, its place in the frame, keyboard and mouse. The session itself runs in a
// worker, which draws on the canvas and asks here for a pipe for each of its channels.
import type { AppError } from '../../../preload/model/error.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import { pipe } from '../../store/client.ts'
import type { Display, DisplayEvents } from '../display.ts'
import { type InputSwitch, passInput } from './keyboard-mouse.ts'
import { SCANCODES } from './scancodes.ts'
import type { FromWorker, PointerImage, ToWorker } from './worker/messages.ts'
import SpiceWorker from './worker/worker.ts?worker'

export function openSpice(frame: HTMLElement, ref: VmRef, events: DisplayEvents): Display {
  return showSpice(frame, () => pipe('console.open', { kind: 'spice', ...ref }), events)
}

/** @param openPipe a port to the server for one more channel; its refusal is an AppFailure */
export function showSpice(
  frame: HTMLElement,
  openPipe: () => Promise<MessagePort>,
  events: DisplayEvents,
): Display {
  const canvas = document.createElement('canvas')
  canvas.width = 0
  canvas.height = 0
  canvas.tabIndex = 0
  frame.replaceChildren(canvas)
  const worker = new SpiceWorker()
  const send = (message: ToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer)
  const input = passInput(canvas, send)
  const pointer = showPointer(canvas)
  let fit = true
  let over = false
  let guest = { width: 0, height: 0 }
  const layOut = () => place(frame, canvas, guest, fit)
  const observer = new ResizeObserver(layOut)
  observer.observe(frame)
  const end = (error: AppError | null) => {
    if (over) return
    over = true
    worker.terminate()
    observer.disconnect()
    input.stop()
    pointer.clear()
    events.onEnded(error)
  }
  const open = (number: number) =>
    openPipe().then(
      port => (over ? port.close() : send({ t: 'opened', pipe: number, port }, [port])),
      error => send({ t: 'refused', pipe: number, error: (error as { error?: AppError }).error ?? null }),
    )
  worker.onerror = event => end({ code: 'console.protocol', params: {}, detail: event.message })
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) =>
    take(data, {
      open: number => void open(number),
      connected: events.onConnected,
      resized: size => {
        guest = size
        layOut()
      },
      input,
      pointer: pointer.show,
      end,
    })
  const offscreen = canvas.transferControlToOffscreen()
  send({ t: 'start', canvas: offscreen }, [offscreen])
  const sendKey = (code: string, down: boolean) => {
    const scancode = SCANCODES[code]
    if (scancode !== undefined) send({ t: 'key', scancode, down })
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
    canvas: () => (guest.width > 0 ? canvas : null),
    focus: () => canvas.focus(),
    close: () => end(null),
  }
}

interface Takers {
  readonly open: (pipe: number) => void
  readonly connected: () => void
  readonly resized: (size: { width: number; height: number }) => void
  readonly input: InputSwitch
  readonly pointer: (image: PointerImage | null) => void
  readonly end: (error: AppError | null) => void
}

function take(message: FromWorker, takers: Takers): void {
  switch (message.t) {
    case 'open':
      return takers.open(message.pipe)
    case 'connected':
      return takers.connected()
    case 'size':
      return takers.resized(message)
    case 'mouseMode':
      return takers.input.setMouseMode(message.mode)
    case 'locks':
      return takers.input.setGuestLocks(message.locks)
    case 'pointer':
      return takers.pointer(message.image)
    case 'notice':
      return
    case 'ended':
      return takers.end(message.error)
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

function place(
  frame: HTMLElement,
  canvas: HTMLCanvasElement,
  guest: { width: number; height: number },
  fit: boolean,
): void {
  const { width, height } = guest
  if (width === 0 || height === 0) return
  const scale = fit ? Math.min(frame.clientWidth / width, frame.clientHeight / height) : 1
  const left = Math.max(0, (frame.clientWidth - width * scale) / 2)
  const top = Math.max(0, (frame.clientHeight - height * scale) / 2)
  canvas.style.width = `${width * scale}px`
  canvas.style.height = `${height * scale}px`
  canvas.style.translate = `${left}px ${top}px`
}
