// The protocol over one byte stream: sends calls, and gives each frame that comes to whom it is for: replies to
// the calls in flight (in whatever order they come), stream packets to their stream, events to the listener.
import type { Duplex } from 'node:stream'
import { type CallOptions, Calls, readError } from './calls.ts'
import { ClosedError, ProtocolError } from './error.ts'
import {
  encodeFrame,
  encodeHeader,
  type Frame,
  FrameSplitter,
  finishFrame,
  frameWriter,
  STATUS_CONTINUE,
  STATUS_ERROR,
  STATUS_OK,
  TYPE_CALL,
  TYPE_MESSAGE,
  TYPE_REPLY,
  TYPE_REPLY_WITH_FDS,
  TYPE_STREAM,
  TYPE_STREAM_HOLE,
} from './frame.ts'
import { answerPing, isKeepalive, Keepalive } from './keepalive.ts'
import { CallOrder } from './order.ts'
import type { AnyProcedure, Procedure } from './procedure.ts'
import { RpcStream, type StreamOptions } from './stream.ts'
import type { Wire } from './transport/wire.ts'
import type { Warnings } from './warnings.ts'
import { XdrReader, XdrWriter } from './xdr.ts'

export type CloseReason =
  | { readonly kind: 'client'; readonly error?: undefined }
  | { readonly kind: 'eof' | 'error' | 'keepalive'; readonly error: Error }

/** A call that has ended. What the daemon was asked and what it said may hold secrets: keep neither. */
export interface CallRecord {
  /** libvirt's name of it: `DOMAIN_CREATE_WITH_FLAGS`. */
  readonly procedure: string
  /** As the protocol names them. */
  readonly args: unknown
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly durationMs: number
  /** null: it succeeded. */
  readonly error: Error | null
}

export interface RpcOptions {
  /** For each call that names none of its own; 0: none. */
  readonly callTimeoutMs: number
  /** An event: its procedure's number and its undecoded body. */
  onMessage(program: number, number: number, body: Buffer): void
  readonly warnings: Warnings
  /** Told of each call when it has ended. */
  readonly onCall?: ((call: CallRecord) => void) | undefined
}

const VERSION = 1
/** So long may receiving hold the event loop. */
const TURN_MS = 5
/** A body below this is copied behind its header: cheaper than to write two buffers. */
const COPIED_BYTES = 16 << 10
const EMPTY = new Uint8Array(0)

export class Rpc {
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<CloseReason>
  readonly #socket: Duplex
  readonly #options: RpcOptions
  readonly #splitter = new FrameSplitter({ inPieces: true })
  readonly #calls = new Calls()
  readonly #order = new CallOrder()
  readonly #streams = new Map<number, RpcStream>()
  /** The streams whose readers are behind: while there is one, nothing is read from the socket. */
  readonly #held = new Set<number>()
  #serial = 0
  #turnBegan: number | null = null
  #isBreathing = false
  #closing = false
  #reason: CloseReason | null = null
  #keepalive: Keepalive | null = null
  #settleClosed: (reason: CloseReason) => void = () => undefined

  constructor(wire: Wire, options: RpcOptions) {
    const socket = wire.stream
    this.#socket = socket
    this.#options = options
    this.closed = new Promise(resolve => {
      this.#settleClosed = resolve
    })
    const eof = () => this.#end({ kind: 'eof', error: new ClosedError('the daemon closed the connection') })
    socket.on('error', error =>
      this.#end({ kind: 'error', error: new ClosedError(error.message, { cause: error }) }),
    )
    socket.on('end', eof)
    socket.on('close', eof)
    wire.listen(chunk => this.#receive(chunk))
  }

  get isOpen(): boolean {
    return this.#reason === null && !this.#closing
  }

  /** Changes of one object are sent one after the other, whether or not the caller waits between them. */
  call<A, R>(procedure: Procedure<A, R>, args: A, options: CallOptions = {}): Promise<R> {
    const start = () => this.#call(procedure, args, options, this.#nextSerial())
    if (procedure.order === 'read') return start()
    const { signal, timeoutMs = this.#options.callTimeoutMs } = options
    return this.#order.run(procedure, args, { timeoutMs, ...(signal && { signal }) }, start)
  }

  /** The reply's body and the stream that the call opened. Data may come in the same read as the reply. */
  async callStream<A, R>(
    procedure: Procedure<A, R>,
    args: A,
    options: CallOptions = {},
    { sparse = false, take }: StreamOptions = {},
  ): Promise<{ ret: R; stream: RpcStream }> {
    const serial = this.#nextSerial()
    const stream = new RpcStream(procedure.stream ?? 'rw', {
      procedure: procedure.name,
      sparse,
      take,
      sendHole: (holeBytes, sent) => {
        const body = new XdrWriter()
        body.i64(holeBytes)
        body.u32(0)
        return this.#send(procedure, TYPE_STREAM_HOLE, serial, STATUS_CONTINUE, body.finish(), sent)
      },
      send: (status, body, sent) => this.#send(procedure, TYPE_STREAM, serial, status, body, sent),
      hold: () => this.#hold(serial),
      release: () => this.#release(serial),
      done: () => this.#streams.delete(serial),
    })
    this.#streams.set(serial, stream)
    try {
      const ret = await this.#call(procedure, args, options, serial)
      stream.answered()
      return { ret, stream }
    } catch (error) {
      stream.fail(error instanceof Error ? error : new ClosedError(String(error)))
      throw error
    }
  }

  /** Pings from now on; a daemon that stays silent has the connection closed. */
  startKeepalive(intervalMs: number, count: number): void {
    this.#keepalive = new Keepalive(intervalMs, count, {
      send: frame => this.#socket.write(frame),
      isDeaf: () => this.#held.size > 0,
      dead: () => this.#end({ kind: 'keepalive', error: new ClosedError('the daemon does not answer') }),
    })
  }

  /** Ends everything in flight at once, then lets the daemon hear `farewell` for as long as is polite. */
  async closeWith(farewell: Procedure<object, object>, timeoutMs: number): Promise<void> {
    if (!this.isOpen) return
    this.#closing = true
    this.#abandonAll(new ClosedError('the connection was closed'))
    const serial = this.#nextSerial()
    await this.#start(farewell, {}, { timeoutMs }, serial).catch(() => undefined)
    this.close()
  }

  close(): void {
    this.#end({ kind: 'client' })
  }

  async #call<A, R>(procedure: Procedure<A, R>, args: A, options: CallOptions, serial: number): Promise<R> {
    if (!this.isOpen) throw this.#reason?.error ?? new ClosedError('the connection is closed')
    return (await this.#start(procedure, args, options, serial)) as R
  }

  #start(procedure: AnyProcedure, args: unknown, options: CallOptions, serial: number): Promise<unknown> {
    const { signal, timeoutMs = this.#options.callTimeoutMs } = options
    const answer = this.#calls.start(serial, procedure, { timeoutMs, ...(signal && { signal }) }, () => {
      const frame = frameWriter()
      procedure.argsCodec.write(frame, args)
      const { program, number } = procedure
      const header = {
        program,
        version: VERSION,
        procedure: number,
        type: TYPE_CALL,
        serial,
        status: STATUS_OK,
      }
      this.#socket.write(finishFrame(header, frame))
    })
    this.#report(procedure.name, args, answer)
    return answer
  }

  #report(procedure: string, args: unknown, answer: Promise<unknown>): void {
    const { onCall } = this.#options
    if (!onCall) return
    const [startedAt, start] = [Date.now(), performance.now()]
    const ended = (error: Error | null) =>
      onCall({ procedure, args, startedAt, durationMs: performance.now() - start, error })
    answer.then(
      () => ended(null),
      (error: unknown) => ended(error instanceof Error ? error : new Error(String(error))),
    )
  }

  /**
   * @param sent is called when the socket has taken it all
   * @returns whether the socket has room for more
   */
  #send(
    to: AnyProcedure,
    type: number,
    serial: number,
    status: number,
    body: Uint8Array,
    sent?: () => void,
  ): boolean {
    if (this.#reason) return false
    const { program, number } = to
    const header = { program, version: VERSION, procedure: number, type, serial, status }
    const done = sent && ((error?: Error | null) => !error && sent())
    if (body.byteLength < COPIED_BYTES) return this.#socket.write(encodeFrame(header, body), done)
    this.#socket.cork()
    this.#socket.write(encodeHeader(header, body.byteLength))
    const hasRoom = this.#socket.write(body, done)
    this.#socket.uncork()
    return hasRoom
  }

  #nextSerial(): number {
    this.#serial = (this.#serial + 1) >>> 0 || 1 // 0 is the serial of events
    return this.#serial
  }

  #receive(chunk: Buffer): void {
    this.#keepalive?.heard()
    this.#splitter.push(chunk)
    this.#dispatchAll()
  }

  #dispatchAll(): void {
    const began = this.#turn()
    try {
      for (let frame = this.#splitter.next(); frame; frame = this.#splitter.next()) {
        this.#dispatch(frame)
        if (performance.now() - began > TURN_MS) return this.#breathe()
      }
    } catch (error) {
      const typed = error instanceof ProtocolError ? error : new ProtocolError(String(error))
      this.#end({ kind: 'error', error: typed })
    }
  }

  /** Node goes on reading while there is something to read: a flood shall not hold up the rest of the process. */
  #breathe(): void {
    this.#splitter.keep()
    this.#isBreathing = true
    this.#socket.pause()
    setImmediate(() => {
      this.#isBreathing = false
      this.#turnBegan = null
      if (this.#reason) return
      this.#dispatchAll()
      if (this.#held.size === 0 && !this.#isBreathing) this.#socket.resume()
    })
  }

  /** When this turn of the event loop began to be spent on what was received. */
  #turn(): number {
    if (this.#turnBegan === null) {
      this.#turnBegan = performance.now()
      setImmediate(() => {
        this.#turnBegan = null
      })
    }
    return this.#turnBegan
  }

  #dispatch(frame: Frame): void {
    if (isKeepalive(frame)) {
      const answer = answerPing(frame)
      // A peer that pings and does not read its answers shall not fill our memory with them.
      if (answer && !this.#socket.writableNeedDrain) this.#socket.write(answer)
      return
    }
    switch (frame.type) {
      case TYPE_REPLY:
        return this.#reply(frame)
      case TYPE_MESSAGE:
        if (!this.isOpen) return // who closes has done with events
        return this.#options.onMessage(frame.program, frame.procedure, frame.body)
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
    const answered = this.#calls.answer(frame)
    if (answered.kind === 'waiting') return
    if (answered.kind === 'abandoned') {
      // Nobody will read the stream that it opened.
      if (answered.procedure.stream && frame.status === STATUS_OK)
        this.#send(answered.procedure, TYPE_STREAM, frame.serial, STATUS_ERROR, EMPTY)
      return
    }
    // A stream's error may come as a second reply to the call that opened it.
    const stream = this.#streams.get(frame.serial)
    if (stream && frame.status === STATUS_ERROR) stream.fail(readError(frame, stream.procedure))
    else this.#options.warnings.add(`an answer to a call that was not made, serial ${frame.serial}`)
  }

  #streamPacket(frame: Frame): void {
    const stream = this.#streams.get(frame.serial)
    if (!stream) return // the last packets of a stream that was given up
    if (frame.status === STATUS_ERROR) stream.fail(readError(frame, stream.procedure))
    else if (frame.type === TYPE_STREAM_HOLE) stream.hole(new XdrReader(frame.body).i64())
    else stream.packet(frame.status, frame.body)
  }

  #hold(serial: number): void {
    this.#held.add(serial)
    this.#socket.pause()
  }

  #release(serial: number): void {
    if (this.#held.delete(serial) && this.#held.size === 0 && !this.#isBreathing) this.#socket.resume()
  }

  #abandonAll(error: Error): void {
    this.#calls.rejectAll(error)
    for (const stream of [...this.#streams.values()]) stream.fail(error)
  }

  #end(reason: CloseReason): void {
    if (this.#reason) return
    this.#reason = this.#closing ? { kind: 'client' } : reason
    this.#keepalive?.stop()
    this.#abandonAll(reason.error ?? new ClosedError('the connection was closed'))
    this.#socket.destroy()
    this.#settleClosed(this.#reason)
  }
}
