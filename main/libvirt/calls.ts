// Calls in flight, by serial. A call ends by its reply, its deadline, its signal or the connection's end. One that
// ended without its reply is abandoned: libvirt has no way to take a call back, so the reply still comes, and
// whatever it opened must be closed.
import { codecOf } from './codec.ts'
import { LibvirtError, ProtocolError, TimeoutError } from './error.ts'
import { type Frame, STATUS_ERROR, STATUS_OK } from './frame.ts'
import type { Error as WireError } from './generated/structs.gen.ts'
import type { AnyProcedure } from './procedure.ts'
import { XdrReader } from './xdr.ts'

export interface CallOptions {
  /** Ends the waiting, not the work: the daemon goes on with what it was asked. */
  readonly signal?: AbortSignal
  /** 0: no deadline. Default: the connection's. */
  readonly timeoutMs?: number
}

/** For a call that moves data: as long as it takes, unless the caller sets a deadline. */
export function untimed(options: CallOptions | undefined): CallOptions {
  return { timeoutMs: 0, ...options }
}

interface Call {
  readonly procedure: AnyProcedure
  readonly timeoutMs: number
  /** By performance.now(). */
  readonly deadline: number
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  /** Takes the listener off the caller's signal. */
  readonly unlisten: (() => void) | null
}

/** What a reply was: of a call that waited, of one that was abandoned, or of none. */
export type Answered =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'abandoned'; readonly procedure: AnyProcedure }
  | { readonly kind: 'unknown' }

const ERROR = codecOf('error')

export class Calls {
  readonly #waiting = new Map<number, Call>()
  readonly #abandoned = new Map<number, AnyProcedure>()
  /** One for all deadlines: most calls are answered long before, and a timer for each costs a tenth of a call. */
  #timer: NodeJS.Timeout | undefined
  #timerAt = Number.POSITIVE_INFINITY

  /** @param send puts the call on the wire; when it throws, nothing is in flight */
  start(
    serial: number,
    procedure: AnyProcedure,
    { signal, timeoutMs = 0 }: CallOptions,
    send: () => void,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      send()
      const deadline = timeoutMs > 0 ? performance.now() + timeoutMs : Number.POSITIVE_INFINITY
      const unlisten = signal ? listen(signal, () => this.#abandon(serial, signal.reason)) : null
      this.#waiting.set(serial, { procedure, timeoutMs, deadline, resolve, reject, unlisten })
      this.#watch(deadline)
    })
  }

  /** Throws ProtocolError when the reply is of another procedure than the call: nothing is certain any more. */
  answer(frame: Frame): Answered {
    const { serial } = frame
    const abandoned = this.#abandoned.get(serial)
    if (abandoned) {
      this.#abandoned.delete(serial)
      return { kind: 'abandoned', procedure: abandoned }
    }
    const call = this.#waiting.get(serial)
    if (!call) return { kind: 'unknown' }
    const { program, number, name } = call.procedure
    if (program !== frame.program || number !== frame.procedure)
      throw new ProtocolError(`an answer of procedure ${frame.procedure} to a call of ${name}`)
    this.#end(serial)
    try {
      settle(call, frame)
    } catch (error) {
      // The frame was whole, only its content was not: the other calls go on.
      call.reject(error)
    }
    return { kind: 'waiting' }
  }

  rejectAll(error: Error): void {
    for (const serial of [...this.#waiting.keys()]) this.#end(serial)?.reject(error)
    this.#abandoned.clear()
    clearTimeout(this.#timer)
  }

  #end(serial: number): Call | undefined {
    const call = this.#waiting.get(serial)
    this.#waiting.delete(serial)
    call?.unlisten?.()
    return call
  }

  #abandon(serial: number, error: unknown): void {
    const call = this.#end(serial)
    if (!call) return
    this.#abandoned.set(serial, call.procedure)
    call.reject(error)
  }

  #watch(deadline: number): void {
    if (deadline >= this.#timerAt) return
    clearTimeout(this.#timer)
    this.#timerAt = deadline
    this.#timer = setTimeout(() => this.#expire(), deadline - performance.now())
    // The connection keeps the process alive, for as long as there is something to wait for.
    this.#timer.unref()
  }

  #expire(): void {
    this.#timerAt = Number.POSITIVE_INFINITY
    const now = performance.now()
    for (const [serial, { procedure, timeoutMs, deadline }] of this.#waiting) {
      if (deadline <= now) this.#abandon(serial, new TimeoutError(procedure.name, timeoutMs))
      else this.#watch(deadline)
    }
  }
}

function listen(signal: AbortSignal, abort: () => void): () => void {
  signal.addEventListener('abort', abort, { once: true })
  return () => signal.removeEventListener('abort', abort)
}

function settle(call: Call, frame: Frame): void {
  const { procedure } = call
  if (frame.status === STATUS_ERROR) return call.reject(readError(frame, procedure.name))
  if (frame.status !== STATUS_OK) throw new ProtocolError(`a reply of status ${frame.status}`)
  call.resolve(procedure.retCodec.read(new XdrReader(frame.body)))
}

/** The error that a frame of status ERROR carries. Throws ProtocolError if it cannot be read. */
export function readError(frame: Frame, procedure: string): LibvirtError {
  return new LibvirtError(ERROR.read(new XdrReader(frame.body)) as WireError, procedure)
}
