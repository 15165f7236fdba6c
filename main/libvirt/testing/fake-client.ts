// The daemon's side of one connection: reads calls, sends what it is told to.
import type { Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { codecOf } from '../codec.ts'
import {
  encodeFrame,
  type Frame,
  FrameSplitter,
  STATUS_ERROR,
  STATUS_OK,
  TYPE_CALL,
  TYPE_MESSAGE,
  TYPE_REPLY,
  TYPE_STREAM,
  TYPE_STREAM_HOLE,
} from '../frame.ts'
import { answerPing, isKeepalive } from '../keepalive.ts'
import type { AnyProcedure } from '../procedure.ts'
import { XdrWriter } from '../xdr.ts'
import { FakeStream } from './fake-stream.ts'

/** An error for an answer to throw; numbers are virErrorNumber and virErrorDomain. */
export class FakeError extends Error {
  readonly code: number
  readonly domain: number
  constructor(code: number, message: string, domain = 0) {
    super(message)
    this.code = code
    this.domain = domain
  }
}

export interface ClientHooks {
  call(client: FakeClient, frame: Frame): void
  /** False: pings stay unanswered. */
  answersPings(): boolean
  /** Frames leave in pieces of so many bytes; 0: whole. */
  pieceBytes(): number
}

const ERROR = codecOf('error')
const VERSION = 1

export class FakeClient {
  readonly socket: Socket
  readonly streams = new Map<number, FakeStream>()
  /** Pings that the client sent. */
  pings = 0
  readonly #splitter = new FrameSplitter()
  readonly #hooks: ClientHooks
  /** Pieces must not mix. */
  #sending: Promise<unknown> = Promise.resolve()

  constructor(socket: Socket, hooks: ClientHooks) {
    this.socket = socket
    this.#hooks = hooks
    socket.on('data', chunk => {
      this.#splitter.push(chunk)
      for (const frame of this.#splitter) this.#receive(frame)
    })
    socket.on('error', () => undefined) // a client that goes away is what some tests want
  }

  reply(procedure: AnyProcedure, serial: number, value: unknown): void {
    const body = new XdrWriter()
    procedure.retCodec.write(body, value)
    this.send(procedure, TYPE_REPLY, serial, STATUS_OK, body.finish())
  }

  fail(procedure: AnyProcedure, serial: number, error: FakeError, type = TYPE_REPLY): void {
    const { code, domain, message } = error
    const body = new XdrWriter()
    const nothing = { dom: null, str1: null, str2: null, str3: null, int1: 0, int2: 0, net: null }
    ERROR.write(body, { code, domain, message, level: 2, ...nothing })
    this.send(procedure, type, serial, STATUS_ERROR, body.finish())
  }

  event(procedure: AnyProcedure, value: unknown): void {
    const body = new XdrWriter()
    procedure.argsCodec.write(body, value)
    this.send(procedure, TYPE_MESSAGE, 0, STATUS_OK, body.finish())
  }

  openStream(procedure: AnyProcedure, serial: number): FakeStream {
    const stream = new FakeStream((status, body, hole = false) =>
      this.send(procedure, hole ? TYPE_STREAM_HOLE : TYPE_STREAM, serial, status, body),
    )
    this.streams.set(serial, stream)
    return stream
  }

  send(to: AnyProcedure, type: number, serial: number, status: number, body: Uint8Array): boolean {
    const { program, number } = to
    return this.write(
      encodeFrame({ program, version: VERSION, procedure: number, type, serial, status }, body),
    )
  }

  /** Any bytes at all, also such as no daemon would send. */
  write(bytes: Buffer): boolean {
    const size = this.#hooks.pieceBytes()
    if (size === 0) return this.socket.write(bytes)
    this.#sending = this.#sending.then(async () => {
      for (let at = 0; at < bytes.length; at += size) {
        this.socket.write(bytes.subarray(at, at + size))
        await nextTurn()
      }
    })
    return true
  }

  #receive(frame: Frame): void {
    if (isKeepalive(frame)) {
      const answer = answerPing(frame)
      if (!answer) return
      this.pings += 1
      if (this.#hooks.answersPings()) this.socket.write(answer)
      return
    }
    if (frame.type === TYPE_STREAM) this.streams.get(frame.serial)?.packet(frame.status, frame.body)
    else if (frame.type === TYPE_CALL) this.#hooks.call(this, frame)
  }
}
