// Serves the bench's pages, talks with them, and carries their WebSockets to sockets on loopback: /plain/PORT as it is, /spice/PORT with
// the ticket answered and messages acknowledged as main does it. What is readable goes on to our
// client as one message, as in the app; the others get it as it is read, as from websockify.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { extname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type WebSocket, WebSocketServer } from 'ws'
import { batched } from '../../main/console/batch.ts'
import { relaySpice } from '../../main/console/spice-link.ts'
import type { PipeTaken } from '../../preload/model/pipe.ts'
import type { FromPage, ToPage } from './pages/watch.ts'

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }

export interface Relay {
  /** http://127.0.0.1:PORT */
  readonly origin: string
  /** What a page has said and not yet been taken, by its mark; each is taken once. */
  hear<T extends FromPage['t']>(mark: string, kind: T): Promise<Extract<FromPage, { t: T }>>
  tell(mark: string, message: ToPage): void
  close(): void
}

/** @param folder of the built pages */
export async function startRelay(folder: string): Promise<Relay> {
  const http = createServer(({ url = '/' }, response) => {
    const path = new URL(url, 'http://x').pathname
    response.setHeader('Content-Type', TYPES[extname(path)] ?? 'text/plain')
    response.end(readFileSync(join(folder, path)))
  })
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
  const pages = new Map<string, WebSocket>()
  const heard: { mark: string; message: FromPage }[] = []
  sockets.on('connection', (socket, request) => {
    const [, kind, mark = ''] = (request.url ?? '').split('/')
    if (kind !== 'bench') return carry(socket, request)
    pages.set(mark, socket)
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(String(data)) as FromPage
      if (message.t === 'trouble') console.error(message.text)
      else heard.push({ mark, message })
    })
  })
  await new Promise<void>(done => http.listen(0, '127.0.0.1', done))
  const { port } = http.address() as { port: number }
  return {
    origin: `http://127.0.0.1:${port}`,
    hear: async (mark, kind) => {
      for (;;) {
        const at = heard.findIndex(entry => entry.mark === mark && entry.message.t === kind)
        const [entry] = at < 0 ? [] : heard.splice(at, 1)
        if (entry) return entry.message as never
        await sleep(50)
      }
    },
    tell: (mark, message) => pages.get(mark)?.send(message),
    close: () => {
      for (const socket of sockets.clients) socket.terminate()
      http.close()
    },
  }
}

const HIGH_BYTES = 4 << 20
const LOW_BYTES = 1 << 20

function carry(page: WebSocket, { url = '' }: IncomingMessage): void {
  const [, kind, port] = url.split('/')
  const socket = connect({ host: '127.0.0.1', port: Number(port), noDelay: true })
  const toPage = (bytes: Uint8Array) => {
    page.send(bytes, () => socket.resume())
    if (page.bufferedAmount > HIGH_BYTES) socket.pause()
  }
  // As main/console/pipe.ts: so much is on the way to our client and not taken, at most.
  let onTheWay = 0
  const batch = batched(bytes => {
    onTheWay += bytes.byteLength
    page.send(bytes)
    if (onTheWay > HIGH_BYTES) socket.pause()
  })
  const taken = (bytes: number) => {
    onTheWay -= bytes
    if (onTheWay < LOW_BYTES) socket.resume()
  }
  const toSocket = (bytes: Uint8Array) => void socket.write(bytes)
  const ends = { toSource: toSocket, toPort: batch.add, fail: () => page.close() }
  const through =
    kind === 'spice'
      ? relaySpice('', ends)
      : { fromSource: toPage, fromPort: toSocket as (b: Buffer) => void }
  socket.on('data', (chunk: Buffer) => through.fromSource(chunk))
  socket.on('error', () => page.close())
  socket.on('close', () => {
    batch.flush()
    page.close()
  })
  page.on('message', (data: Buffer, isBinary) => {
    if (isBinary) through.fromPort(data)
    else taken((JSON.parse(String(data)) as PipeTaken).taken)
  })
  page.on('close', () => socket.destroy())
}
