// A SPICE server that draws what a test wants: a double, because no real guest makes every operation. It serves any
// client, ours and the native one, the same bytes.
import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { Writer } from '../../renderer/console/spice/wire.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
const KEY = publicKey.export({ format: 'der', type: 'spki' })
const TICKET_BYTES = 128
const HEADER_BYTES = 16
const PERMISSION_DENIED = 7

const CHANNEL = { main: 1, display: 2, inputs: 3 } as const
/** Sized streams and monitors. */
const DISPLAY_CAPS = 0b11
const MAIN = { init: 103, channelsList: 104 } as const
const ATTACH_CHANNELS = 104
const DISPLAY_INIT = 101

export interface Message {
  readonly type: number
  readonly body: Uint8Array
}

export interface MockServer {
  readonly port: number
  close(): Promise<void>
}

/** One channel of a client that has introduced itself. */
export interface Line {
  send(message: Message): void
  /** What the client says from now on. */
  onMessage(listen: (type: number, body: Buffer) => void): void
}

/** What a channel does once it is open. */
export type Play = (line: Line) => void

export interface MockOptions {
  readonly password?: string
  /** Where it listens, if that is to be a certain place. */
  readonly port?: number
  /** More channels, or other ones: what they do by their type. */
  readonly channels?: Readonly<Record<number, Play>>
  /** The display's capabilities, as one word. */
  readonly displayCaps?: number
  /** The main channel once it is open: with it, an agent is in the guest. */
  readonly agent?: Play
  /** Bytes of each write: 1 cuts everything to pieces. */
  readonly pieceBytes?: number
}

/** @param script what is sent on the display channel once the client has introduced itself */
export async function startMock(script: readonly Message[], options: MockOptions = {}): Promise<MockServer> {
  const sockets = new Set<Socket>()
  const server: Server = createServer(socket => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    serve(socket, script, options)
  })
  await new Promise<void>(done => server.listen(options.port ?? 0, '127.0.0.1', done))
  return {
    port: (server.address() as { port: number }).port,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise(done => server.close(() => done()))
    },
  }
}

function serve(socket: Socket, script: readonly Message[], options: MockOptions): void {
  const { password = '', pieceBytes, displayCaps = DISPLAY_CAPS } = options
  const plays: Readonly<Record<number, Play>> = {
    [CHANNEL.display]: line => {
      for (const message of script) line.send(message)
    },
    [CHANNEL.inputs]: () => undefined,
    ...options.channels,
  }
  let buffer = Buffer.alloc(0)
  let state: 'link' | 'ticket' | 'messages' = 'link'
  let channel = 0
  let listen: (type: number, body: Buffer) => void = () => undefined
  const write = (bytes: Uint8Array) => {
    const step = pieceBytes ?? bytes.length
    for (let at = 0; at < bytes.length; at += step) socket.write(bytes.subarray(at, at + step))
  }
  const send = ({ type, body }: Message) =>
    write(new Writer(6 + body.length).u16(type).u32(body.length).bytes(body).done())
  const line: Line = {
    send,
    onMessage: listener => {
      listen = listener
    },
  }
  const play = () => plays[channel]?.(line)
  const take = (size: number): Buffer | null => {
    if (buffer.length < size) return null
    const taken = buffer.subarray(0, size)
    buffer = buffer.subarray(size)
    return taken
  }
  const answer = (type: number, body: Buffer) => {
    if (channel === CHANNEL.main && type === ATTACH_CHANNELS) {
      const types = Object.keys(plays).map(Number)
      const list = new Writer().u32(types.length)
      for (const each of types) list.u8(each).u8(0)
      send({ type: MAIN.channelsList, body: list.done() })
    }
    if (channel === CHANNEL.display && type === DISPLAY_INIT) play()
    else listen(type, body)
  }
  socket.on('data', data => {
    buffer = Buffer.concat([buffer, data])
    for (;;) {
      if (state === 'link') {
        if (buffer.length < HEADER_BYTES) return
        const message = take(HEADER_BYTES + buffer.readUInt32LE(12))
        if (!message) return
        channel = message.readUInt8(HEADER_BYTES + 4)
        write(linkReply(channel === CHANNEL.display ? displayCaps : 0))
        state = 'ticket'
      } else if (state === 'ticket') {
        const ticket = take(4 + TICKET_BYTES)
        if (!ticket) return
        const right = readPassword(ticket.subarray(4)) === password
        write(new Writer(4).u32(right ? 0 : PERMISSION_DENIED).done())
        if (!right) return void socket.end()
        state = 'messages'
        if (channel === CHANNEL.main) {
          send(mainInit(options.agent ? 1 : 0))
          options.agent?.(line)
        } else if (channel !== CHANNEL.display) play()
      } else {
        if (buffer.length < 6) return
        const message = take(6 + buffer.readUInt32LE(2))
        if (!message) return
        answer(message.readUInt16LE(0), message.subarray(6))
      }
    }
  })
}

function readPassword(ticket: Buffer): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  return privateDecrypt({ key: privateKey, padding, oaepHash: 'sha1' }, ticket).toString().replace(/\0$/, '')
}

/** Common capabilities: the client chooses how to authenticate, tickets, mini headers. */
function linkReply(channelCaps: number): Uint8Array {
  const caps = 0b1011
  const body = new Writer().u32(0).bytes(KEY).u32(1).u32(1).u32(178).u32(caps).u32(channelCaps).done()
  return new Writer().bytes(Buffer.from('REDQ')).u32(2).u32(2).u32(body.length).bytes(body).done()
}

/** Session 1, one display, client mouse only; an agent takes a thousand pieces. */
function mainInit(agents: number): Message {
  const fields = [1, 1, 2, 2, agents, agents * 1_000, 0, 0]
  return { type: MAIN.init, body: fields.reduce((writer, field) => writer.u32(field), new Writer()).done() }
}
