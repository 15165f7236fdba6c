// Events: registered with the daemon once for each kind, whoever and however many listen. A listener that throws,
// and an event that cannot be read, is a warning; neither ends the connection. Events may overtake replies.
import type { CallOptions } from './calls.ts'
import * as c from './generated/connect.gen.ts'
import {
  QEMU_CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER,
  QEMU_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER,
} from './generated/qemu.gen.ts'
import type { AnyProcedure } from './procedure.ts'
import type { Rpc } from './rpc.ts'
import type { Warnings } from './warnings.ts'
import { XdrReader } from './xdr.ts'

/** What is watched: each has its own pair of procedures to register and deregister. */
export type EventSource = 'domain' | 'network' | 'pool' | 'nodeDevice' | 'secret' | 'qemuMonitor' | 'close'

export interface EventKind {
  readonly source: EventSource
  /** virDomainEventID and its like. */
  readonly id: number
  readonly message: AnyProcedure
}

type Listener = (body: Record<string, unknown>) => void

interface Registration {
  readonly kind: EventKind
  readonly listeners: Set<Listener>
  /** The daemon's number for it, which every message carries. */
  readonly callback: Promise<number | null>
  /** The same, once it is known. */
  callbackID: number | null
}

export class Events {
  readonly #warnings: Warnings
  readonly #byMessage = new Map<string, Registration>()
  /** Kinds that were listened to once: their last messages may still be on the way. */
  readonly #ended = new Set<string>()
  #rpc: Rpc | null = null

  constructor(warnings: Warnings) {
    this.#warnings = warnings
  }

  attach(rpc: Rpc): void {
    this.#rpc = rpc
  }

  /** @returns the function that ends the listening; the last one deregisters */
  async listen(kind: EventKind, listener: Listener, options?: CallOptions): Promise<() => Promise<void>> {
    const rpc = this.#rpc
    if (!rpc) throw new Error('not connected')
    const key = keyOf(kind.message.program, kind.message.number)
    const registration = this.#byMessage.get(key) ?? this.#register(rpc, key, kind, options)
    registration.listeners.add(listener)
    await registration.callback
    return async () => {
      registration.listeners.delete(listener)
      if (registration.listeners.size > 0 || this.#byMessage.get(key) !== registration) return
      this.#byMessage.delete(key)
      this.#ended.add(key)
      if (!rpc.isOpen) return
      await deregister(rpc, kind, await registration.callback).catch((error: unknown) => {
        // The listening has ended all the same; a connection that is closing needs no word about it.
        if (rpc.isOpen) this.#warnings.add(`${kind.message.name} was not deregistered: ${String(error)}`)
      })
    }
  }

  receive(program: number, number: number, body: Buffer): void {
    const key = keyOf(program, number)
    const registration = this.#byMessage.get(key)
    if (!registration) {
      if (!this.#ended.has(key)) this.#warnings.add(`an event that nobody asked for: ${key}`)
      return
    }
    const event = this.#read(registration, body)
    if (!event) return
    const { callbackID } = registration
    // A message to a registration that just ended, while the kind is listened to anew.
    if (callbackID !== null && event['callbackID'] !== callbackID) return
    for (const listener of registration.listeners) {
      try {
        listener(event)
      } catch (error) {
        this.#warnings.add(`a listener of ${registration.kind.message.name} threw: ${String(error)}`)
      }
    }
  }

  #register(rpc: Rpc, key: string, kind: EventKind, options: CallOptions | undefined): Registration {
    const registration: Registration = {
      kind,
      listeners: new Set(),
      callbackID: null,
      callback: register(rpc, kind, options),
    }
    this.#byMessage.set(key, registration)
    registration.callback.then(
      id => {
        registration.callbackID = id
      },
      () => {
        if (this.#byMessage.get(key) === registration) this.#byMessage.delete(key)
      },
    )
    return registration
  }

  #read({ kind }: Registration, body: Buffer): Record<string, unknown> | null {
    try {
      return flatten(kind.message.argsCodec.read(new XdrReader(body)) as Record<string, unknown>)
    } catch (error) {
      this.#warnings.add(`${kind.message.name} could not be read: ${String(error)}`)
      return null
    }
  }
}

function keyOf(program: number, number: number): string {
  return `${program}:${number}`
}

/** Domain events up to number 15 carry their content one level down, in `msg`. */
function flatten(event: Record<string, unknown>): Record<string, unknown> {
  const { msg, ...rest } = event
  return typeof msg === 'object' && msg !== null ? { ...rest, ...msg } : event
}

/** @returns the number that the daemon's messages carry; null for the one kind that carries none */
async function register(
  rpc: Rpc,
  { source, id: eventID }: EventKind,
  options: CallOptions | undefined,
): Promise<number | null> {
  switch (source) {
    case 'domain': {
      const args = { eventID, dom: null }
      return (await rpc.call(c.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, args, options)).callbackID
    }
    case 'network':
      return (await rpc.call(c.CONNECT_NETWORK_EVENT_REGISTER_ANY, { eventID, net: null }, options))
        .callbackID
    case 'pool': {
      const args = { eventID, pool: null }
      return (await rpc.call(c.CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY, args, options)).callbackID
    }
    case 'nodeDevice': {
      const args = { eventID, dev: null }
      return (await rpc.call(c.CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY, args, options)).callbackID
    }
    case 'secret': {
      const args = { eventID, secret: null }
      return (await rpc.call(c.CONNECT_SECRET_EVENT_REGISTER_ANY, args, options)).callbackID
    }
    case 'qemuMonitor': {
      const args = { dom: null, event: null, flags: 0 }
      return (await rpc.call(QEMU_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER, args, options)).callbackID
    }
    case 'close':
      await rpc.call(c.CONNECT_REGISTER_CLOSE_CALLBACK, {}, options)
      return null
  }
}

const DEREGISTER = {
  domain: c.CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY,
  network: c.CONNECT_NETWORK_EVENT_DEREGISTER_ANY,
  pool: c.CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY,
  nodeDevice: c.CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY,
  secret: c.CONNECT_SECRET_EVENT_DEREGISTER_ANY,
  qemuMonitor: QEMU_CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER,
} as const

async function deregister(rpc: Rpc, { source }: EventKind, callbackID: number | null): Promise<void> {
  if (source === 'close') await rpc.call(c.CONNECT_UNREGISTER_CLOSE_CALLBACK, {})
  else await rpc.call(DEREGISTER[source], { callbackID: callbackID ?? -1 })
}
