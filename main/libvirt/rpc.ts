// Calls in flight over one byte stream: each call has a serial and a deadline, replies are matched by serial in
// whatever order they come, messages without a call go to the listener, stream packets to their stream.
import type { Duplex } from 'node:stream'
import { codecOf } from './codec.ts'
import { ClosedError, LibvirtError, ProtocolError, TimeoutError } from './error.ts'
import {
  encodeFrame,
  type Frame,
  FrameSplitter,
  STATUS_ERROR,
  STATUS_OK,
  TYPE_CALL,
  TYPE_MESSAGE,
  TYPE_REPLY,
  TYPE_REPLY_WITH_FDS,
  TYPE_STREAM,
  TYPE_STREAM_HOLE,
} from './frame.ts'
import type { Error as WireError } from './generated/structs.gen.ts'
import { answerPing, isKeepalive, Keepalive } from './keepalive.ts'
import type { Procedure } from './procedure.ts'
import { RpcStream } from './stream.ts'
import { XdrReader, XdrWriter } from './xdr.ts'

export interface CallOptions {
  readonly signal?: AbortSignal
  /** 0: no deadline. Default: the connection's. */
  readonly timeoutMs?: number
}

export type CloseReason =
  | { readonly kind: 'client'; readonly error?: undefined }
  | { readonly kind: 'eof' | 'error' | 'keepalive'; readonly error: Error }

interface Call {
  readonly procedure: Procedure<unknown, unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** An event: its procedure's number and its undecoded body. */
export type MessageListener = (program: number, number: number, body: Buffer) => void

const VERSION = 1
const ERROR = codecOf('error')

export class Rpc {
  readonly #socket: Duplex
  readonly #callTimeoutMs: number
  readonly #onMessage: MessageListener
  readonly #splitter = new FrameSplitter()
  /** Calls that wait. One that timed out or was aborted is gone from here: its late reply finds nobody. */
  readonly #calls = new Map<number, Call>()
  readonly #streams = new Map<number, RpcStream>()
  readonly closed: Promise<CloseReason>
  #serial = 0
  #reason: CloseReason | null = null
  #keepalive: Keepalive | null = null
  #settleClosed: (reason: CloseReason) => void = () => undefined

  constructor(socket: Duplex, callTimeoutMs: number, onMessage: MessageListener) {
    this.#socket = socket
    this.#callTimeoutMs = callTimeoutMs
    this.#onMessage = onMessage
    this.closed = new Promise(resolve => {
      this.#settleClosed = resolve
    })
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', error => this.#end({ kind: 'error', error: new ClosedError(error.message) }))
    socket.on('close', () =>
      this.#end({ kind: 'eof', error: new ClosedError('the daemon closed the connection') }),
    )
    socket.on('end', () =>
      this.#end({ kind: 'eof', error: new ClosedError('the daemon closed the connection') }),
    )
  }

  get isOpen(): boolean {
    return this.#reason === null
  }

  call<A, R>(procedure: Procedure<A, R>, args: A, options: CallOptions = {}): Promise<R> {
    return this.#call(procedure, args, options, this.#nextSerial())
  }

  /** The reply's body and the stream that the call opened. Data may come in the same read as the reply. */
  async callStream<A, R>(
    procedure: Procedure<A, R>,
    args: A,
    options: CallOptions = {},
  ): Promise<{ ret: R; stream: RpcStream }> {
    const serial = this.#nextSerial()
    const stream = new RpcStream(procedure.stream ?? 'rw', {
      send: (status, body) => this.#send(procedure, TYPE_STREAM, serial, status, body),
      pause: () => this.#socket.pause(),
      resume: () => this.#socket.resume(),
      done: () => this.#streams.delete(serial),
    })
    this.#streams.set(serial, stream)
    try {
      return { ret: await this.#call(procedure, args, options, serial), stream }
    } catch (error) {
      this.#streams.delete(serial)
      throw error
    }
  }

  /** Pings from now on; a daemon that stays silent has the connection closed. */
  startKeepalive(intervalMs: number, count: number): void {
    this.#keepalive = new Keepalive(intervalMs, count, {
      send: frame => this.#socket.write(frame),
      dead: () => this.#end({ kind: 'keepalive', error: new ClosedError('the daemon does not answer') }),
    })
  }

  close(): void {
    this.#end({ kind: 'client' })
  }

  #call<A, R>(procedure: Procedure<A, R>, args: A, options: CallOptions, serial: number): Promise<R> {
    const { signal, timeoutMs = this.#callTimeoutMs } = options
    return new Promise<R>((resolve, reject) => {
      if (this.#reason) return reject(this.#reason.error ?? new ClosedError('the connection is closed'))
      if (signal?.aborted) return reject(signal.reason)
      const body = new XdrWriter()
      procedure.argsCodec.write(body, args)
      const forget = () => {
        this.#calls.delete(serial)
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
      }
      const abort = () => {
        forget()
        reject(signal?.reason)
      }
      const expire = () => {
        forget()
        reject(new TimeoutError(procedure.name, timeoutMs))
      }
      const timer = timeoutMs > 0 ? setTimeout(expire, timeoutMs) : undefined
      signal?.addEventListener('abort', abort, { once: true })
      this.#calls.set(serial, {
        procedure: procedure as Procedure<unknown, unknown>,
        resolve: value => {
          forget()
          resolve(value as R)
        },
        reject: error => {
          forget()
          reject(error)
        },
      })
      this.#send(procedure, TYPE_CALL, serial, STATUS_OK, body.finish())
    })
  }

  #send(
    to: Procedure<never, unknown> | Procedure<unknown, unknown>,
    type: number,
    serial: number,
    status: number,
    body: Uint8Array,
  ): boolean {
    if (this.#reason) return false
    const { program, number } = to
    return this.#socket.write(
      encodeFrame({ program, version: VERSION, procedure: number, type, serial, status }, body),
    )
  }

  #nextSerial(): number {
    this.#serial = (this.#serial + 1) >>> 0 || 1 // 0 is the serial of events
    return this.#serial
  }

  #receive(chunk: Buffer): void {
    if (this.#reason) return
    this.#keepalive?.heard()
    try {
      for (const frame of this.#splitter.push(chunk)) this.#dispatch(frame)
    } catch (error) {
      const typed = error instanceof ProtocolError ? error : new ProtocolError(String(error))
      this.#end({ kind: 'error', error: typed })
    }
  }

  #dispatch(frame: Frame): void {
    if (isKeepalive(frame)) {
      const answer = answerPing(frame)
      if (answer) this.#socket.write(answer)
      return
    }
    switch (frame.type) {
      case TYPE_REPLY:
        return this.#reply(frame)
      case TYPE_MESSAGE:
        return this.#onMessage(frame.program, frame.procedure, frame.body)
      case TYPE_STREAM:
      case TYPE_STREAM_HOLE:
        return this.#streamPacket(frame)
      case TYPE_REPLY_WITH_FDS:
        throw new ProtocolError('file descriptors were passed, which nobody asked for')
      default:
        throw new ProtocolError(`a message of type ${frame.type}`)
    }
  }

  #reply(frame: Frame): void {
    if (frame.status === STATUS_ERROR && !this.#calls.has(frame.serial)) {
      // A stream's error may come as a reply to the call that opened it.
      this.#streams.get(frame.serial)?.fail(readError(frame, 'stream'))
      return
    }
    const call = this.#calls.get(frame.serial)
    if (!call) return // answered too late, or never asked
    if (call.procedure.program !== frame.program || call.procedure.number !== frame.procedure) {
      throw new ProtocolError(`an answer of procedure ${frame.procedure} to a call of ${call.procedure.name}`)
    }
    if (frame.status === STATUS_ERROR) call.reject(readError(frame, call.procedure.name))
    else call.resolve(call.procedure.retCodec.read(new XdrReader(frame.body)))
  }

  #streamPacket(frame: Frame): void {
    const stream = this.#streams.get(frame.serial)
    if (!stream) return // the last packets of a stream that was given up
    if (frame.status === STATUS_ERROR) stream.fail(readError(frame, 'stream'))
    else if (frame.type === TYPE_STREAM_HOLE) stream.hole(new XdrReader(frame.body).i64())
    else stream.packet(frame.status, frame.body)
  }

  #end(reason: CloseReason): void {
    if (this.#reason) return
    this.#reason = reason
    this.#keepalive?.stop()
    const error = reason.error ?? new ClosedError('the connection was closed')
    for (const call of [...this.#calls.values()]) call.reject(error)
    for (const stream of [...this.#streams.values()]) stream.fail(error)
    this.#streams.clear()
    this.#socket.destroy()
    this.#settleClosed(reason)
  }
}

function readError(frame: Frame, procedure: string): LibvirtError {
  return new LibvirtError(ERROR.read(new XdrReader(frame.body)) as WireError, procedure)
}
