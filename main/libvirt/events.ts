// Events: registered with the daemon once for each kind, whoever and however many listen. A listener that throws,
// and an event that cannot be read, is told to the warning hook; neither ends the connection.
import type { Codec } from './codec.ts'
import {
  CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY,
  CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY,
  CONNECT_NETWORK_EVENT_DEREGISTER_ANY,
  CONNECT_NETWORK_EVENT_REGISTER_ANY,
  CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY,
  CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY,
} from './generated/connect.gen.ts'
import type { Procedure } from './procedure.ts'
import type { Rpc } from './rpc.ts'
import { XdrReader } from './xdr.ts'

/** What is watched: each has its own pair of procedures to register and deregister. */
export type EventSource = 'domain' | 'network' | 'pool'

export interface EventKind {
  readonly source: EventSource
  /** virDomainEventID and its like. */
  readonly id: number
  readonly message: Procedure<unknown, unknown>
}

type Listener = (body: Record<string, unknown>) => void

interface Registration {
  readonly kind: EventKind
  readonly codec: Codec
  readonly listeners: Set<Listener>
  /** The daemon's number for it. */
  callback: Promise<number>
}

export class Events {
  readonly #warn: (warning: string) => void
  readonly #byMessage = new Map<string, Registration>()
  #rpc: Rpc | null = null

  constructor(warn: (warning: string) => void) {
    this.#warn = warn
  }

  attach(rpc: Rpc): void {
    this.#rpc = rpc
  }

  async listen(kind: EventKind, listener: Listener): Promise<() => Promise<void>> {
    const rpc = this.#rpc
    if (!rpc) throw new Error('not connected')
    const key = `${kind.message.program}:${kind.message.number}`
    let registration = this.#byMessage.get(key)
    if (!registration) {
      registration = {
        kind,
        codec: kind.message.argsCodec,
        listeners: new Set(),
        callback: register(rpc, kind),
      }
      this.#byMessage.set(key, registration)
    }
    const mine = registration
    mine.listeners.add(listener)
    try {
      await mine.callback
    } catch (error) {
      mine.listeners.delete(listener)
      this.#byMessage.delete(key)
      throw error
    }
    return async () => {
      mine.listeners.delete(listener)
      if (mine.listeners.size > 0 || this.#byMessage.get(key) !== mine) return
      this.#byMessage.delete(key)
      if (rpc.isOpen) await deregister(rpc, kind, await mine.callback)
    }
  }

  receive(program: number, number: number, body: Buffer): void {
    const registration = this.#byMessage.get(`${program}:${number}`)
    if (!registration) return // deregistered while it was on the way
    let event: Record<string, unknown>
    try {
      event = flatten(registration.codec.read(new XdrReader(body)) as Record<string, unknown>)
    } catch (error) {
      this.#warn(`${registration.kind.message.name} could not be read: ${String(error)}`)
      return
    }
    for (const listener of registration.listeners) {
      try {
        listener(event)
      } catch (error) {
        this.#warn(`a listener of ${registration.kind.message.name} threw: ${String(error)}`)
      }
    }
  }
}

/** Domain events up to number 15 carry their content one level down, in `msg`. */
function flatten(event: Record<string, unknown>): Record<string, unknown> {
  const { msg, ...rest } = event
  return typeof msg === 'object' && msg !== null ? { ...rest, ...msg } : event
}

async function register(rpc: Rpc, { source, id }: EventKind): Promise<number> {
  switch (source) {
    case 'domain':
      return (await rpc.call(CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, { eventID: id, dom: null }))
        .callbackID
    case 'network':
      return (await rpc.call(CONNECT_NETWORK_EVENT_REGISTER_ANY, { eventID: id, net: null })).callbackID
    case 'pool':
      return (await rpc.call(CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY, { eventID: id, pool: null })).callbackID
  }
}

async function deregister(rpc: Rpc, { source }: EventKind, callbackID: number): Promise<void> {
  switch (source) {
    case 'domain':
      await rpc.call(CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY, { callbackID })
      return
    case 'network':
      await rpc.call(CONNECT_NETWORK_EVENT_DEREGISTER_ANY, { callbackID })
      return
    case 'pool':
      await rpc.call(CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY, { callbackID })
      return
  }
}
