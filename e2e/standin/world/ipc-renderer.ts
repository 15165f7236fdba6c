// ipcRenderer, as a sandboxed preload has it.
import { decode, encode } from '../ipc/codec.ts'
import type { ToPage } from '../ipc/messages.ts'
import { sendToMain } from './channel.ts'
import { adoptPort, givePort } from './ports.ts'

type Listener = Parameters<Electron.IpcRenderer['on']>[1]

const listeners = new Map<string, Listener[]>()
const onceOf = new WeakMap<Listener, Listener>()
const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
let asked = 0

const emulated = {
  on(channel: string, listener: Listener) {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    return emulated
  },
  once(channel: string, listener: Listener) {
    const once: Listener = (event, ...args) => {
      emulated.off(channel, once)
      listener(event, ...args)
    }
    onceOf.set(once, listener)
    return emulated.on(channel, once)
  },
  off(channel: string, listener: Listener) {
    const known = listeners.get(channel) ?? []
    listeners.set(
      channel,
      known.filter(one => one !== listener && onceOf.get(one) !== listener),
    )
    return emulated
  },
  addListener: (channel: string, listener: Listener) => emulated.on(channel, listener),
  removeListener: (channel: string, listener: Listener) => emulated.off(channel, listener),
  removeAllListeners(channel: string) {
    listeners.delete(channel)
    return emulated
  },
  listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  send(channel: string, ...args: unknown[]) {
    sendToMain({ t: 'send', channel, args: encode(args), ports: [] })
  },
  postMessage(channel: string, message: unknown, transfer: readonly MessagePort[] = []) {
    sendToMain({ t: 'send', channel, args: encode([message]), ports: transfer.map(givePort) })
  },
  invoke: (channel: string, ...args: unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      const encoded = encode(args) // throws before anybody waits
      const id = ++asked
      waiting.set(id, { resolve, reject })
      sendToMain({ t: 'invoke', id, channel, args: encoded })
    }),
}

export const ipcRenderer: typeof emulated = emulated
/** The names are Electron's: checked here, as its overloads defeat a comparison of the whole. */
export const IPC_RENDERER_MEMBERS = Object.keys(emulated) as readonly (keyof typeof emulated &
  keyof Electron.IpcRenderer)[]

export function settleInvoke({ id, value, error }: Extract<ToPage, { t: 'answer' }>): void {
  const waiter = waiting.get(id)
  waiting.delete(id)
  if (error !== undefined) waiter?.reject(new Error(error))
  else waiter?.resolve(decode(value ?? null))
}

/** @param sender what listeners get as `event.sender` */
export function emitFromMain(
  { channel, args, ports }: Extract<ToPage, { t: 'event' }>,
  sender: unknown,
): void {
  const event = { sender, senderId: 0, ports: ports.map(adoptPort) }
  for (const listener of listeners.get(channel) ?? [])
    listener(event as unknown as Electron.IpcRendererEvent, ...(decode(args) as unknown[]))
}
