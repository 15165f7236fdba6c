// The page of `npm run console-check`: a console without the app around it, #spice or #vnc. Its pipes are carried by the
// program that drives the page (scripts/console-check), for they may lead to servers that no host of ours knows.
import { AppFailure } from '../../preload/model/error.ts'
import type { PipeTaken } from '../../preload/model/pipe.ts'
import type { CheckDriver, CheckPage } from './console-check-words.ts'
import { showSpice } from './spice/spice-display.ts'
import { showVnc } from './vnc/vnc-display.ts'

const driver = window as unknown as CheckDriver
const ports = new Map<number, MessagePort>()
let pipes = 0

async function openPipe(): Promise<MessagePort> {
  const pipe = ++pipes
  const { port1, port2 } = new MessageChannel()
  ports.set(pipe, port1)
  const error = await driver.checkOpen(pipe)
  if (error) throw AppFailure.from(error)
  port1.onmessage = ({ data }: MessageEvent<Uint8Array | PipeTaken>) =>
    void driver.checkSend(pipe, data instanceof Uint8Array ? toBase64(data) : data)
  port1.addEventListener('close', () => void driver.checkSend(pipe, null))
  return port2
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

const check: CheckPage = {
  receive: (pipe, message) => {
    const given = typeof message === 'string' ? Uint8Array.from(atob(message), c => c.charCodeAt(0)) : message
    ports.get(pipe)?.postMessage(given)
  },
  ended: null,
  display: null,
  videos: [],
}
;(window as unknown as { consoleCheck: CheckPage }).consoleCheck = check

const frame = document.querySelector<HTMLElement>('[data-console]')
const show = location.hash === '#vnc' ? showVnc : showSpice
if (frame)
  check.display = show(frame, openPipe, {
    onConnected: () => undefined,
    onVideo: counts => check.videos.push(counts),
    onEnded: error => {
      check.ended = { error }
    },
  })
