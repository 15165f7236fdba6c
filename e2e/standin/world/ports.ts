// MessagePorts of a page whose other end is in main: real ports here, pumped over the pipe.
import { FIRST_PAGE_PORT, type PortData } from '../ipc/messages.ts'
import { packPortData, unpackPortData } from '../ipc/wire.ts'
import { sendToMain } from './channel.ts'

/** Chromium tells the end of a port, which TypeScript's DOM does not know yet. */
type Closing = { addEventListener(event: 'close', listener: () => void): void }

const ports = new Map<number, MessagePort>()
let made = FIRST_PAGE_PORT

/** Main sends a port: the page gets one end of a channel, the other is pumped. */
export function adoptPort(id: number): MessagePort {
  const { port1, port2 } = new MessageChannel()
  pump(id, port1)
  return port2
}

/** The page sends a port: its number for main. */
export function givePort(port: MessagePort): number {
  pump(++made, port)
  return made
}

export function deliverToPort(id: number, value: PortData, payload: string): void {
  const data = unpackPortData(value, payload)
  const bytes = data instanceof Uint8Array ? data.buffer : data
  ports.get(id)?.postMessage(data, bytes instanceof ArrayBuffer ? [bytes] : [])
}

export function closePort(id: number): void {
  ports.get(id)?.close()
  ports.delete(id)
}

function pump(id: number, port: MessagePort): void {
  ports.set(id, port)
  port.onmessage = event => {
    const { value, payload } = packPortData(event.data)
    sendToMain({ t: 'port', id, value }, payload)
  }
  ;(port as unknown as Closing).addEventListener('close', () => {
    if (ports.delete(id)) sendToMain({ t: 'portClosed', id })
  })
}
