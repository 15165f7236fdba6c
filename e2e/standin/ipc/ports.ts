// MessageChannelMain and its ports: two ends in main, or one end in main and one in a page.
import { EventEmitter } from 'node:events'
import { strict } from '../strict.ts'

const MEMBERS = [
  'postMessage',
  'start',
  'close',
] as const satisfies readonly (keyof Electron.MessagePortMain)[]

/** The way to the other end. */
export interface PortWire {
  /** @param isFresh nobody else has it, so it need not be cloned */
  post(data: unknown, isFresh: boolean): void
  close(): void
}

const ports = new WeakMap<object, MessagePortMain>()

export class MessagePortMain
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, (typeof MEMBERS)[number]>
{
  #started = false
  #closed = false
  #wire: PortWire | null = null
  /** Arrived before start(), or before it was sent on to a page. */
  #queue: unknown[] = []

  /** As the app gets it. */
  static create(): { port: MessagePortMain; face: MessagePortMain } {
    const port = new MessagePortMain()
    const face = strict('MessagePortMain', port, MEMBERS)
    ports.set(face, port)
    return { port, face }
  }

  postMessage(data: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('stand-in: MessagePortMain.postMessage of ports is not emulated')
    if (!this.#closed) this.#wire?.post(data, false)
  }

  start(): void {
    this.#started = true
    for (const data of this.#queue.splice(0)) this.#emitLater(data)
  }

  close(): void {
    if (this.#closed) return
    this.#wire?.close()
    this.closedByOther()
  }

  // ── for the other parts of the stand-in ───────────────────────────────────────────────────────────────────

  connect(wire: PortWire): void {
    this.#wire = wire
  }

  /** From the other end. */
  receive(data: unknown, isFresh: boolean): void {
    if (this.#closed) return
    const own = isFresh ? data : structuredClone(data)
    if (this.#started) this.#emitLater(own)
    else this.#queue.push(own)
  }

  closedByOther(): void {
    if (this.#closed) return
    this.#closed = true
    setImmediate(() => this.emit('close'))
  }

  /** It goes to a page: what it got and its way to the other end go with it. */
  leave(): { queue: unknown[]; wire: PortWire; receiveBy(page: PortWire): void } {
    const wire = this.#wire
    if (this.#closed || !wire) throw new Error('Port at index 0 is already neutered')
    this.#closed = true
    return {
      queue: this.#queue.splice(0),
      wire,
      receiveBy: page => {
        this.receive = (data, isFresh) => page.post(data, isFresh)
        this.closedByOther = () => page.close()
      },
    }
  }

  /** Never in the caller's own turn: no port does. */
  #emitLater(data: unknown): void {
    setImmediate(() => this.emit('message', { data, ports: [] }))
  }
}

export function portOf(face: unknown): MessagePortMain {
  const port = typeof face === 'object' && face !== null ? ports.get(face) : undefined
  if (!port) throw new Error('Invalid value for transfer')
  return port
}

export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: MessagePortMain

  constructor() {
    const [one, two] = [MessagePortMain.create(), MessagePortMain.create()]
    this.port1 = one.face
    this.port2 = two.face
    entangle(one.port, two.port)
  }
}

function entangle(one: MessagePortMain, two: MessagePortMain): void {
  one.connect({ post: (data, isFresh) => two.receive(data, isFresh), close: () => two.closedByOther() })
  two.connect({ post: (data, isFresh) => one.receive(data, isFresh), close: () => one.closedByOther() })
}
