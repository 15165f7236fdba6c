// The keepalive program: pings and pongs, messages without serial or body. The daemon pings only those who asked
// for it; we ping by ourselves, so that a half-open connection is noticed wherever the silence comes from.
import { encodeFrame, type Frame, STATUS_OK, TYPE_MESSAGE } from './frame.ts'

const PROGRAM = 0x6b656570
const PING = 1
const PONG = 2

interface Ends {
  send(frame: Buffer): void
  /** Whether we do not read at present: silence then says nothing about the daemon. */
  isDeaf(): boolean
  dead(): void
}

export class Keepalive {
  readonly #timer: NodeJS.Timeout
  #unanswered = 0

  /** @param count pings that may stay unanswered; the next interval then ends the connection */
  constructor(intervalMs: number, count: number, ends: Ends) {
    this.#timer = setInterval(() => {
      // Pinging goes on while we are deaf: the daemon watches us by what we send.
      if (ends.isDeaf()) this.#unanswered = 0
      else if (this.#unanswered++ >= count) return ends.dead()
      ends.send(message(PING))
    }, intervalMs)
    this.#timer.unref()
  }

  /** Whatever was received shows that the daemon lives. */
  heard(): void {
    this.#unanswered = 0
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

export function isKeepalive(frame: Frame): boolean {
  return frame.program === PROGRAM
}

/** The pong to a ping; null for anything else. */
export function answerPing(frame: Frame): Buffer | null {
  return frame.procedure === PING ? message(PONG) : null
}

function message(procedure: number): Buffer {
  return encodeFrame({
    program: PROGRAM,
    version: 1,
    procedure,
    type: TYPE_MESSAGE,
    serial: 0,
    status: STATUS_OK,
  })
}
