// Serves the bench's pages, and carries their WebSockets to sockets on loopback: /plain/PORT as it is, /spice/PORT with
// the ticket answered as main does it. What is readable goes on as one message; nothing waits.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { extname, join } from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'
import { relaySpice } from '../../main/console/spice-link.ts'

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }

export interface Relay {
  /** http://127.0.0.1:PORT */
  readonly origin: string
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
  sockets.on('connection', carry)
  await new Promise<void>(done => http.listen(0, '127.0.0.1', done))
  const { port } = http.address() as { port: number }
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      for (const socket of sockets.clients) socket.terminate()
      http.close()
    },
  }
}

const HIGH_BYTES = 4 << 20

function carry(page: WebSocket, { url = '' }: IncomingMessage): void {
  const [, kind, port] = url.split('/')
  const socket = connect({ host: '127.0.0.1', port: Number(port), noDelay: true })
  const toPage = (bytes: Uint8Array) => {
    page.send(bytes, () => socket.resume())
    if (page.bufferedAmount > HIGH_BYTES) socket.pause()
  }
  const toSocket = (bytes: Uint8Array) => void socket.write(bytes)
  const ends = { toSource: toSocket, toPort: toPage, fail: () => page.close() }
  const through =
    kind === 'spice'
      ? relaySpice('', ends)
      : { fromSource: toPage, fromPort: toSocket as (b: Buffer) => void }
  socket.on('data', (chunk: Buffer) => through.fromSource(chunk))
  socket.on('error', () => page.close())
  socket.on('close', () => page.close())
  page.on('message', (data: Buffer, isBinary) => {
    if (isBinary) through.fromPort(data) // text is the page's count of what it took
  })
  page.on('close', () => socket.destroy())
}
