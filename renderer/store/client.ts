// The only file that touches window.app: the contract's three verbs, typed, and the paths of files.
import type {
  AskInput,
  AskName,
  AskOutput,
  PipeInput,
  PipeName,
  TellName,
  TellPayload,
} from '../../preload/contract.ts'
import { AppFailure, type Envelope } from '../../preload/model/error.ts'

interface Bridge {
  ask(name: string, input: unknown): Promise<Envelope<unknown>>
  listen(name: string, listener: (payload: unknown) => void): () => void
  pathOf(file: File): Promise<string>
  pipe(name: string, input: unknown, nonce: string): Promise<Envelope<null>>
}

declare global {
  interface Window {
    readonly app: Bridge
  }
}

/** Rejects with AppFailure. */
export async function ask<K extends AskName>(name: K, input: AskInput<K>): Promise<AskOutput<K>> {
  return unwrap(await window.app.ask(name, input)) as AskOutput<K>
}

export function listen<K extends TellName>(name: K, listener: (payload: TellPayload<K>) => void): () => void {
  return window.app.listen(name, payload => listener(payload as TellPayload<K>))
}

/** Where a file that the user chose or dropped is; '' for one that was made here. */
export function pathOf(file: File): Promise<string> {
  return window.app.pathOf(file)
}

/** The port of a pipe that main has opened. Rejects with AppFailure. */
export async function pipe<K extends PipeName>(name: K, input: PipeInput<K>): Promise<MessagePort> {
  const nonce = crypto.randomUUID()
  const handed = portWith(nonce)
  try {
    unwrap(await window.app.pipe(name, input, nonce))
    return await handed.port
  } catch (error) {
    handed.stop()
    throw error
  }
}

/** A port cannot be an answer: preload posts it to the window, with the nonce that only we know. */
function portWith(nonce: string): { port: Promise<MessagePort>; stop: () => void } {
  let stop = () => {}
  const port = new Promise<MessagePort>(resolve => {
    const take = (event: MessageEvent) => {
      const [given] = event.ports
      if (event.source !== window || (event.data as { pipe?: unknown } | null)?.pipe !== nonce || !given)
        return
      stop()
      resolve(given)
    }
    stop = () => window.removeEventListener('message', take)
    window.addEventListener('message', take)
  })
  return { port, stop: () => stop() }
}

function unwrap(envelope: Envelope<unknown>): unknown {
  if (envelope.ok) return envelope.value
  throw AppFailure.from(envelope.error)
}
