// Events: registered with the daemon once for each kind, whoever and however many listen. A listener that throws,
// and an event that cannot be read, is a warning; neither ends the connection. Events may overtake replies.
import type { CallOptions } from './calls.ts'
import {
  CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY,
  CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY,
  CONNECT_NETWORK_EVENT_DEREGISTER_ANY,
  CONNECT_NETWORK_EVENT_REGISTER_ANY,
  CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY,
  CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY,
} from './generated/connect.gen.ts'
import type { AnyProcedure } from './procedure.ts'
import type { Rpc } from './rpc.ts'
import type { Warnings } from './warnings.ts'
import { XdrReader } from './xdr.ts'

/** What is watched: each has its own pair of procedures to register and deregister. */
export type EventSource = 'domain' | 'network' | 'pool'

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
  readonly callback: Promise<number>
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

async function register(
  rpc: Rpc,
  { source, id }: EventKind,
  options: CallOptions | undefined,
): Promise<number> {
  switch (source) {
    case 'domain': {
      const args = { eventID: id, dom: null }
      return (await rpc.call(CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, args, options)).callbackID
    }
    case 'network': {
      const args = { eventID: id, net: null }
      return (await rpc.call(CONNECT_NETWORK_EVENT_REGISTER_ANY, args, options)).callbackID
    }
    case 'pool': {
      const args = { eventID: id, pool: null }
      return (await rpc.call(CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY, args, options)).callbackID
    }
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
