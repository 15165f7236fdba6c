// A SPICE console on the page: the canvas, its place in the frame, keyboard and mouse. The session itself runs in a
// worker, which draws on the canvas and asks here for a pipe for each of its channels.
import type { AppError } from '../../../preload/model/error.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import { ask, pipe } from '../../store/client.ts'
import type { Display, DisplayEvents } from '../display.ts'
import { type InputSwitch, passInput } from './keyboard-mouse.ts'
import { SCANCODES } from './scancodes.ts'
import { layOutScreen, type Screen } from './screen.ts'
import { type HostClipboard, type SharedClipboard, shareClipboard } from './shared-clipboard.ts'
import { type Microphone, makeMicrophone } from './sound/microphone.ts'
import { makeSpeaker, type Speaker } from './sound/speaker.ts'
import type { FromWorker, PointerImage, ToWorker } from './worker/messages.ts'
import SpiceWorker from './worker/worker.ts?worker'

const HOST_CLIPBOARD: HostClipboard = {
  read: async () => {
    const text = await ask('window.readClipboard', undefined)
    if (text) return { kind: 'text', text }
    const png = await ask('window.readClipboardPicture', undefined)
    return png && { kind: 'picture', png: new Uint8Array(png) }
  },
  write: content =>
    content.kind === 'text' ? ask('window.copy', content.text) : ask('window.copyPicture', content.png),
}

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
  const speaker = makeSpeaker()
  const microphone = makeMicrophone(port => send({ t: 'microphone', port }, [port]))
  const clipboard = shareClipboard(canvas, HOST_CLIPBOARD, send, () => events.onClipboardTooLarge?.())
  const screen = layOutScreen(frame, canvas, size => send({ t: 'resizeGuest', ...size }))
  let over = false
  const end = (error: AppError | null) => {
    if (over) return
    over = true
    worker.terminate()
    screen.stop()
    clipboard.stop()
    input.stop()
    pointer.clear()
    speaker.close()
    microphone.close()
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
      screen,
      input,
      clipboard,
      pointer: pointer.show,
      events,
      speaker,
      microphone,
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
    setScale: screen.setScale,
    canvas: () => (screen.guest().width > 0 ? canvas : null),
    focus: () => canvas.focus(),
    close: () => end(null),
    shareClipboard: clipboard.setShared,
    setMuted: speaker.setMuted,
    allowMicrophone: microphone.setAllowed,
    showMonitor: id => send({ t: 'showMonitor', id }),
    sendFile: (id, file) => send({ t: 'sendFile', id, file }),
    cancelFile: id => send({ t: 'cancelFile', id }),
  }
}

interface Takers {
  readonly open: (pipe: number) => void
  readonly screen: Screen
  readonly input: InputSwitch
  readonly clipboard: SharedClipboard
  readonly events: DisplayEvents
  readonly pointer: (image: PointerImage | null) => void
  readonly speaker: Speaker
  readonly microphone: Microphone
  readonly end: (error: AppError | null) => void
}

function take(message: FromWorker, takers: Takers): void {
  switch (message.t) {
    case 'open':
      return takers.open(message.pipe)
    case 'connected':
      return takers.events.onConnected()
    case 'size':
      return takers.screen.setGuest(message)
    case 'monitors':
      return takers.events.onMonitors?.(message.monitors, message.shown)
    case 'mouseMode':
      return takers.input.setMouseMode(message.mode)
    case 'locks':
      return takers.input.setGuestLocks(message.locks)
    case 'pointer':
      return takers.pointer(message.image)
    case 'tools':
      takers.screen.setResizable(message.tools?.resize ?? false)
      return takers.events.onTools?.(message.tools)
    case 'guestHas':
      return takers.clipboard.guestHas(message.kind)
    case 'content':
      return takers.clipboard.take(message.content)
    case 'wanted':
      return takers.clipboard.guestWants(message.kind)
    case 'tooLarge':
      return takers.events.onClipboardTooLarge?.()
    case 'fileProgress':
      return takers.events.onFileProgress?.(message.id, message.sentBytes)
    case 'fileEnded':
      return takers.events.onFileEnded?.(message.id, message.end)
    case 'notice':
      return
    case 'sound':
      takers.speaker.open(message.format, message.port).catch(() => takers.speaker.close())
      return takers.events.onSound?.()
    case 'recording':
      return takers.microphone.setWanted(message.format)
    case 'video':
      return takers.events.onVideo?.(message.counts)
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
