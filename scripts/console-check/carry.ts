// Carries a page's pipes to a server as main carries those of a window: the same relay answers the password, the same
// pipe pauses the server. Only the way between page and here is another.
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Page } from '@playwright/test'
import { type Port, runPipe } from '../../main/console/pipe.ts'
import { relayRfb } from '../../main/console/rfb-link.ts'
import { relaySpice } from '../../main/console/spice-link.ts'
import { type AppError, AppFailure } from '../../preload/model/error.ts'
import type { PipeEnded, PipeTaken } from '../../preload/model/pipe.ts'
import type { CheckPage } from '../../renderer/console/console-check-words.ts'
import type { DisplayAddress } from './address.ts'

const CONNECT_MS = 10_000

/**
 * Before the page is there: it opens its first pipe at once.
 * @returns what closes all of them
 */
export async function carryPipes(
  page: Page,
  { kind, ...place }: DisplayAddress,
  password: string,
): Promise<() => void> {
  const relay = kind === 'vnc' ? relayRfb : relaySpice
  const ports = new Map<number, PagePort>()
  await page.exposeFunction('checkOpen', async (pipe: number): Promise<AppError | null> => {
    try {
      const socket = connect({ ...place, noDelay: true })
      await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MS) }).catch(error => {
        socket.destroy()
        throw error
      })
      const port = new PagePort(page, pipe)
      ports.set(pipe, port)
      runPipe(socket, port, readFailure, ends => relay(password, ends))
      return null
    } catch (error) {
      return readFailure(error).error
    }
  })
  await page.exposeFunction('checkSend', (pipe: number, message: string | PipeTaken | null) => {
    const port = ports.get(pipe)
    if (message === null) port?.closed()
    else port?.received(typeof message === 'string' ? Buffer.from(message, 'base64') : message)
  })
  return () => {
    for (const port of ports.values()) port.closed()
  }
}

function readFailure(error: unknown): AppFailure {
  return new AppFailure(
    'console.refused',
    {},
    { detail: error instanceof Error ? error.message : String(error) },
  )
}

/** One pipe's end here. What comes while the page is being told is told in one piece after it. */
class PagePort implements Port {
  readonly #page: Page
  readonly #pipe: number
  #waiting: (Uint8Array | PipeEnded)[] = []
  #telling = false
  #onMessage: (event: { data: unknown }) => void = () => undefined
  #onClose: () => void = () => undefined

  constructor(page: Page, pipe: number) {
    this.#page = page
    this.#pipe = pipe
  }

  postMessage(message: Uint8Array | PipeEnded): void {
    this.#waiting.push(message)
    if (!this.#telling) void this.#tell()
  }

  on(event: 'message' | 'close', listener: (event: { data: unknown }) => void): void {
    if (event === 'message') this.#onMessage = listener
    else this.#onClose = () => listener({ data: null })
  }

  start(): void {}
  close(): void {}

  received(data: Uint8Array | PipeTaken): void {
    this.#onMessage({ data })
  }

  closed(): void {
    this.#onClose()
  }

  async #tell(): Promise<void> {
    this.#telling = true
    try {
      while (this.#waiting.length > 0) {
        const messages = join(this.#waiting)
        this.#waiting = []
        for (const message of messages) {
          const given = message instanceof Uint8Array ? Buffer.from(message).toString('base64') : message
          await this.#page.evaluate(
            ([pipe, data]) =>
              (window as unknown as { consoleCheck: CheckPage }).consoleCheck.receive(pipe, data),
            [this.#pipe, given] as const,
          )
        }
      }
    } catch {
      this.#onClose() // the page has gone
    } finally {
      this.#telling = false
    }
  }
}

function join(messages: readonly (Uint8Array | PipeEnded)[]): (Uint8Array | PipeEnded)[] {
  const bytes = messages.filter(message => message instanceof Uint8Array)
  return [
    ...(bytes.length > 0 ? [Buffer.concat(bytes)] : []),
    ...messages.filter(m => !(m instanceof Uint8Array)),
  ]
}
