// A SPICE console on the page: its monitors with keyboard and mouse, sound, the clipboard. The session itself runs in a
// worker, which draws on the monitors' canvases and asks here for a pipe for each of its channels.
import type { AppError } from '../../../preload/model/error.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import { ask, pipe } from '../../store/client.ts'
import type { Display, DisplayEvents } from '../display.ts'
import { openPanes, type Panes } from './panes.ts'
import { SCANCODES } from './scancodes.ts'
import { type HostClipboard, type SharedClipboard, shareClipboard } from './shared-clipboard.ts'
import { type Microphone, makeMicrophone } from './sound/microphone.ts'
import { makeSpeaker, type Speaker } from './sound/speaker.ts'
import type { FromWorker, ToWorker } from './worker/messages.ts'
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
  const worker = new SpiceWorker()
  const send = (message: ToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer)
  const speaker = makeSpeaker()
  const microphone = makeMicrophone(port => send({ t: 'microphone', port }, [port]))
  const panes = openPanes(frame, send, () => clipboard.meet())
  const clipboard = shareClipboard(panes.hasKeyboard, HOST_CLIPBOARD, send, () =>
    events.onClipboardTooLarge?.(),
  )
  let over = false
  const end = (error: AppError | null) => {
    if (over) return
    over = true
    worker.terminate()
    panes.stop()
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
      panes,
      clipboard,
      events,
      speaker,
      microphone,
      end,
    })
  send({ t: 'start' })
  const sendKey = (code: string, down: boolean) => {
    const scancode = SCANCODES[code]
    if (scancode !== undefined) send({ t: 'key', scancode, down })
  }
  return {
    sendKeys: codes => {
      for (const code of codes) sendKey(code, true)
      for (const code of [...codes].reverse()) sendKey(code, false)
    },
    setScale: panes.setScale,
    canvas: () => {
      const { canvas, hasPicture } = panes.current()
      return hasPicture() ? canvas : null
    },
    focus: () => panes.current().canvas.focus(),
    close: () => end(null),
    shareClipboard: clipboard.setShared,
    setMuted: speaker.setMuted,
    sound: speaker.stream,
    allowMicrophone: microphone.setAllowed,
    showMonitors: panes.show,
    sendFile: (id, file) => send({ t: 'sendFile', id, file }),
    cancelFile: id => send({ t: 'cancelFile', id }),
  }
}

interface Takers {
  readonly open: (pipe: number) => void
  readonly panes: Panes
  readonly clipboard: SharedClipboard
  readonly events: DisplayEvents
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
      return takers.panes.setGuest(message.pane, message)
    case 'monitors':
      return takers.events.onMonitors?.(message.monitors)
    case 'mouseMode':
      return takers.panes.setMouseMode(message.mode)
    case 'locks':
      return takers.panes.setLocks(message.locks)
    case 'pointer':
      return takers.panes.setPointer(message.image)
    case 'tools':
      takers.panes.setResizable(message.tools?.resize ?? false)
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
