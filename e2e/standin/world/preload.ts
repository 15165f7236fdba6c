// Runs in the isolated world before any script of the page: `electron` as a sandboxed preload sees it, then the
// preload script itself, which is put in at the mark below when a window is made.
import { decode, encode } from '../codec.ts'
import type { ToMain, ToPage, WorldConfig } from '../messages.ts'
import { makePeer } from './peer.ts'

declare const __STANDIN__: WorldConfig
declare function __PRELOAD__(
  require: (name: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: unknown,
): void

type Listener = (event: unknown, ...args: unknown[]) => void

const toMain = (globalThis as unknown as Record<string, (text: string) => void>)[__STANDIN__.binding]
const send = (message: ToMain) => toMain?.(JSON.stringify(message))
const peer = makePeer(__STANDIN__.toPreload, __STANDIN__.toPage, () => undefined)

const listeners = new Map<string, Set<Listener>>()
const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
const ports = new Map<number, MessagePort>()
let asked = 0

const ipcRenderer = {
  on(channel: string, listener: Listener) {
    const known = listeners.get(channel) ?? new Set()
    listeners.set(channel, known.add(listener))
    return ipcRenderer
  },
  once(channel: string, listener: Listener) {
    const once: Listener = (event, ...args) => {
      ipcRenderer.off(channel, once)
      listener(event, ...args)
    }
    return ipcRenderer.on(channel, once)
  },
  off(channel: string, listener: Listener) {
    listeners.get(channel)?.delete(listener)
    return ipcRenderer
  },
  removeListener: (channel: string, listener: Listener) => ipcRenderer.off(channel, listener),
  send: (channel: string, ...args: unknown[]) => send({ t: 'send', channel, args: encode(args) }),
  invoke: (channel: string, ...args: unknown[]) =>
    new Promise((resolve, reject) => {
      const id = ++asked
      waiting.set(id, { resolve, reject })
      send({ t: 'invoke', id, channel, args: encode(args) })
    }),
}

/** One end of a real channel for the page; the other end is pumped to main. */
function adoptPort(id: number): MessagePort {
  const channel = new MessageChannel()
  ports.set(id, channel.port1)
  channel.port1.onmessage = event => send({ t: 'port', id, data: encode(event.data) })
  channel.port1.addEventListener('close', () => {
    if (ports.delete(id)) send({ t: 'portClosed', id })
  })
  return channel.port2
}

function receive(message: ToPage): void {
  switch (message.t) {
    case 'answer': {
      const waiter = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.error !== undefined) waiter?.reject(new Error(message.error))
      else waiter?.resolve(decode(message.value as never))
      return
    }
    case 'event': {
      const event = { sender: ipcRenderer, ports: message.ports.map(adoptPort) }
      const args = decode(message.args as never) as unknown[]
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener(event, ...args)
      return
    }
    case 'port': {
      const data = decode(message.data as never)
      const transfer = data instanceof Uint8Array ? [data.buffer] : []
      ports.get(message.id)?.postMessage(data, transfer as Transferable[])
      return
    }
    case 'portClosed':
      ports.get(message.id)?.close()
      ports.delete(message.id)
      return
    case 'accelerators':
      accelerators = new Set(message.keys)
      return
  }
}
Object.assign(globalThis, { __standinReceive: (text: string) => receive(JSON.parse(text) as ToPage) })

// The menu's accelerators: there is no native menu bar, so the page's keys are looked at after the page itself.
let accelerators = new Set<string>()
window.addEventListener('keydown', event => {
  const modifiers = [
    event.ctrlKey && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
    event.metaKey && 'Meta',
  ]
  const accelerator = [
    ...modifiers.filter(Boolean),
    event.key.length === 1 ? event.key.toUpperCase() : event.key,
  ].join('+')
  if (event.defaultPrevented || !accelerators.has(accelerator)) return
  event.preventDefault()
  send({ t: 'key', accelerator })
})

const electron = { contextBridge: { exposeInMainWorld: peer.expose }, ipcRenderer }
function requireInPreload(name: string): unknown {
  if (name === 'electron' || name === 'electron/renderer') return electron
  throw new Error(`stand-in: require('${name}') in a sandboxed preload`)
}

try {
  const module = { exports: {} }
  const { platform, arch, versions } = __STANDIN__
  __PRELOAD__(requireInPreload, module, module.exports, {
    type: 'renderer',
    platform,
    arch,
    versions,
    sandboxed: true,
    contextIsolated: true,
  })
} catch (error) {
  send({ t: 'preloadFailed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
