// The way between main and the preload world of one page. It carries messages in order, keeps the ports of the
// document that is shown, and forgets both when another document takes its place.

import type { ToMain, ToPage } from '../ipc/messages.ts'
import type { PortWire } from '../ipc/ports.ts'
import { MessagePortMain } from '../ipc/ports.ts'
import { packPortData, toCalls, toPairs, unpackPortData } from '../ipc/wire.ts'
import { BINDING, WORLD } from './worlds.ts'

type Params = Record<string, unknown>
export type Send = (method: string, params?: Params) => Promise<Params>

interface ExecutionContext {
  readonly id: number
  readonly name: string
  readonly uniqueId: string
  readonly auxData: { readonly frameId: string }
}

export class Bridge {
  readonly #receive: (message: ToMain) => void
  readonly #onDocument: () => void
  #send: Send = () => Promise.reject(new Error('stand-in: not attached'))
  #frame = ''
  #context: { readonly id: number; readonly uniqueId: string } | null = null
  /** Counts documents: an answer for one that is gone is for nobody. */
  #document = 0
  #pairs: string[] = []
  #isFlushing = false
  readonly #ports = new Map<number, PortWire>()
  #portCount = 0

  /** @param onDocument a document's preload world is there */
  constructor(receive: (message: ToMain) => void, onDocument: () => void) {
    this.#receive = receive
    this.#onDocument = onDocument
  }

  attach(frame: string, send: Send): void {
    this.#frame = frame
    this.#send = send
  }

  get document(): number {
    return this.#document
  }

  /** Waits for a document where there is none yet. */
  deliver(message: ToPage, payload = ''): void {
    this.#pairs.push(...toPairs(JSON.stringify(message), payload))
    if (this.#isFlushing) return
    this.#isFlushing = true
    queueMicrotask(() => this.#flush())
  }

  /** The port goes to the page: its number there. */
  adopt(port: MessagePortMain): number {
    const id = ++this.#portCount
    const { queue, wire, receiveBy } = port.leave()
    this.#ports.set(id, wire)
    const page = this.#pageEnd(id)
    receiveBy(page)
    // After the message that carries the port.
    queueMicrotask(() => {
      for (const data of queue) page.post(data, true)
    })
    return id
  }

  /** A port that the page made and sends: what main gets of it. */
  welcome(id: number): MessagePortMain {
    const { port, face } = MessagePortMain.create()
    port.connect(this.#pageEnd(id))
    this.#ports.set(id, { post: data => port.receive(data, true), close: () => port.closedByOther() })
    return face
  }

  event(method: string, params: Params): void {
    switch (method) {
      case 'Runtime.bindingCalled':
        // Frames inside the page have no say.
        if (params['name'] === BINDING && params['executionContextId'] === this.#context?.id)
          this.#parse(String(params['payload']))
        return
      case 'Runtime.executionContextCreated':
        return this.#contextCreated(params['context'] as ExecutionContext)
      case 'Runtime.executionContextsCleared':
        return this.endDocument()
      case 'Runtime.executionContextDestroyed':
        if (params['executionContextUniqueId'] === this.#context?.uniqueId) this.endDocument()
        return
    }
  }

  /** The document is gone, and the other end of its ports with it. */
  endDocument(): void {
    if (!this.#context) return
    this.#context = null
    this.#document++
    this.#pairs = []
    const wires = [...this.#ports.values()]
    this.#ports.clear()
    for (const wire of wires) wire.close()
  }

  #contextCreated(context: ExecutionContext): void {
    if (context.name !== WORLD || context.auxData.frameId !== this.#frame) return
    this.endDocument()
    this.#context = context
    this.#onDocument()
    this.#flush()
  }

  #flush(): void {
    this.#isFlushing = false
    if (!this.#context) return
    for (const args of toCalls(this.#pairs)) {
      const call = {
        functionDeclaration: '(...pairs) => __standinReceive(pairs)',
        arguments: args.map(value => ({ value })),
        uniqueContextId: this.#context.uniqueId,
        silent: true,
      }
      void this.#send('Runtime.callFunctionOn', call).catch(() => undefined) // the page went away
    }
    this.#pairs = []
  }

  #parse(text: string): void {
    const end = text.indexOf('\n')
    const message = JSON.parse(end < 0 ? text : text.slice(0, end)) as ToMain
    if (message.t === 'port') {
      const data = unpackPortData(message.value, end < 0 ? '' : text.slice(end + 1))
      this.#ports.get(message.id)?.post(data, true)
    } else if (message.t === 'portClosed') {
      const wire = this.#ports.get(message.id)
      this.#ports.delete(message.id)
      wire?.close()
    } else if (message.t === 'filePath') void this.#tellFilePath(message.id)
    else this.#receive(message)
  }

  /** '' for a file that the page made itself, as Electron has it. */
  async #tellFilePath(id: number): Promise<void> {
    const uniqueContextId = this.#context?.uniqueId
    const found = async () => {
      const { result } = await this.#send('Runtime.evaluate', {
        expression: `__standinFile(${id})`,
        uniqueContextId,
      })
      const { objectId } = result as { objectId?: string }
      const { path } = await this.#send('DOM.getFileInfo', { objectId })
      return String(path)
    }
    this.deliver({ t: 'filePath', id, path: await found().catch(() => '') })
  }

  #pageEnd(id: number): PortWire {
    return {
      post: data => {
        if (!this.#ports.has(id)) return
        const { value, payload } = packPortData(data)
        this.deliver({ t: 'port', id, value }, payload)
      },
      close: () => {
        if (this.#ports.delete(id)) this.deliver({ t: 'portClosed', id })
      },
    }
  }
}

/** Arguments as they came: a list, or nothing of ours. */
export function argumentsOf(decoded: unknown): unknown[] {
  return Array.isArray(decoded) ? decoded : []
}
