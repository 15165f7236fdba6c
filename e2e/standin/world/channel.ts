// The preload world's end of the pipe to main.
import type { ToMain, ToPage, WorldConfig } from '../ipc/messages.ts'
import { createAssembler } from '../ipc/wire.ts'

declare const __STANDIN__: WorldConfig

const holder = globalThis as unknown as Record<string, (text: string) => void>
const binding = holder[__STANDIN__.binding]
delete holder[__STANDIN__.binding]

/** @param payload base64, which stands beside the message */
export function sendToMain(message: ToMain, payload = ''): void {
  const text = JSON.stringify(message)
  binding?.(payload ? `${text}\n${payload}` : text)
}

export function receiveFromMain(receive: (message: ToPage, payload: string) => void): void {
  const assemble = createAssembler((message, payload) => receive(JSON.parse(message) as ToPage, payload))
  Object.defineProperty(globalThis, '__standinReceive', { value: assemble })
}
