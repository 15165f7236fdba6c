// ipcMain and the ports of main.
import { EventEmitter } from 'node:events'

type Handler = (event: unknown, ...args: unknown[]) => unknown

export class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  /** The answer of a channel's handler; throws where there is none. */
  async answer(channel: string, event: unknown, args: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler(event, ...args)
  }
}

/** Where a port's messages go: to its twin, or over the pipe to a page. */
export interface PortWire {
  post(data: unknown): void
  close(): void
}

export class MessagePortMain extends EventEmitter {
  #started = false
  #closed = false
  #queue: unknown[] = []
  #wire: PortWire | null = null
  /** Posted before anybody was at the other end. */
  #unsent: unknown[] = []

  postMessage(data: unknown): void {
    if (this.#closed) return
    if (this.#wire) this.#wire.post(data)
    else this.#unsent.push(data)
  }

  start(): void {
    this.#started = true
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    if (this.#closed) return
    this.#wire?.close()
    this.closedByOther()
  }

  connect(wire: PortWire): void {
    this.#wire = wire
    for (const data of this.#unsent.splice(0)) wire.post(data)
  }

  receive(data: unknown): void {
    if (this.#started) this.emit('message', { data, ports: [] })
    else this.#queue.push(data)
  }

  closedByOther(): void {
    if (this.#closed) return
    this.#closed = true
    this.emit('close')
  }
}

const twins = new WeakMap<MessagePortMain, MessagePortMain>()

/** Two ports; one of them is meant for a page, the other is then wired to it. */
export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()
  constructor() {
    twins.set(this.port1, this.port2)
    twins.set(this.port2, this.port1)
  }
}

/** The port that stays when its twin is sent to a page. */
export function twinOf(port: MessagePortMain): MessagePortMain {
  const twin = twins.get(port)
  if (!twin) throw new Error('stand-in: a port that belongs to no channel')
  return twin
}
