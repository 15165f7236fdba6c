// Carries messages to and from the guest's agent through the main channel: cut into pieces of which each costs a token,
// and put together again. What the agent sends comes from the guest and is believed in nothing: a message that is too
// large is passed over, never held.
import { Reader, Writer } from '../wire.ts'
import { LARGEST_PICTURE_BYTES } from './clipboard.ts'
import { AGENT_HEADER_BYTES, AGENT_PROTOCOL } from './messages.ts'

/** The most that a piece may hold (VD_AGENT_MAX_DATA_SIZE). */
const PIECE_BYTES = 2048
/** Pieces that the agent may have on the way to us. */
const WINDOW = 32
/** The most of a message that we put together: the clipboard's picture and its head. */
const LARGEST_MESSAGE = LARGEST_PICTURE_BYTES + 64

/** The main channel's part in it. */
export interface AgentWay {
  startAgent(tokens: number): void
  sendAgentData(piece: Uint8Array): void
  sendAgentTokens(tokens: number): void
}

export interface PipeEars {
  take(type: number, body: Reader): void
  /** A message is too large: none of it is kept. */
  passOver(type: number): void
}

interface Sending {
  readonly bytes: Uint8Array
  at: number
  readonly left: (went: boolean) => void
}

export class AgentPipe {
  readonly #way: AgentWay
  readonly #ears: PipeEars
  #open = false
  #tokens = 0
  #owed = 0
  #queue: Sending[] = []
  readonly #head = new Uint8Array(AGENT_HEADER_BYTES)
  #have = 0
  #type = 0
  #missing = 0
  /** null: the message is passed over. */
  #parts: Uint8Array[] | null = []

  constructor(way: AgentWay, ears: PipeEars) {
    this.#way = way
    this.#ears = ears
  }

  /** @param tokens how many pieces the server takes; null: what was said before goes on counting */
  open(tokens: number | null): void {
    this.close()
    this.#open = true
    if (tokens !== null) this.#tokens = tokens
    this.#way.startAgent(WINDOW)
  }

  /** The agent has gone: what waits never leaves. */
  close(): void {
    this.#open = false
    this.#owed = 0
    this.#have = 0
    this.#missing = 0
    this.#parts = []
    const queue = this.#queue
    this.#queue = []
    for (const { left } of queue) left(false)
  }

  addTokens(tokens: number): void {
    this.#tokens += tokens
    this.#flush()
  }

  /** @returns whether it went, once its last piece has left or the agent has gone */
  send(type: number, body: Uint8Array): Promise<boolean> {
    if (!this.#open) return Promise.resolve(false)
    const bytes = new Writer(AGENT_HEADER_BYTES + body.byteLength)
      .u32(AGENT_PROTOCOL)
      .u32(type)
      .u64(0n)
      .u32(body.byteLength)
      .bytes(body)
      .done()
    return new Promise(left => {
      this.#queue.push({ bytes, at: 0, left })
      this.#flush()
    })
  }

  receive(piece: Uint8Array): void {
    if (!this.#open) return
    this.#put(piece)
    this.#owed++
    if (this.#owed < WINDOW / 2) return
    this.#way.sendAgentTokens(this.#owed)
    this.#owed = 0
  }

  #flush(): void {
    for (let first = this.#queue[0]; first && this.#tokens > 0; first = this.#queue[0]) {
      const piece = first.bytes.subarray(first.at, first.at + PIECE_BYTES)
      this.#tokens--
      this.#way.sendAgentData(piece)
      first.at += piece.byteLength
      if (first.at < first.bytes.byteLength) continue
      this.#queue.shift()
      first.left(true)
    }
  }

  /** Pieces end anywhere: within a header, or with several messages in one. */
  #put(piece: Uint8Array): void {
    for (let at = 0; at < piece.byteLength; ) {
      if (this.#have < AGENT_HEADER_BYTES) {
        const count = Math.min(AGENT_HEADER_BYTES - this.#have, piece.byteLength - at)
        this.#head.set(piece.subarray(at, at + count), this.#have)
        this.#have += count
        at += count
        if (this.#have < AGENT_HEADER_BYTES) return
        this.#begin()
      } else {
        const count = Math.min(this.#missing, piece.byteLength - at)
        this.#parts?.push(piece.slice(at, at + count))
        this.#missing -= count
        at += count
      }
      if (this.#missing === 0) this.#finish()
    }
  }

  #begin(): void {
    const head = new Reader(this.#head)
    const protocol = head.u32()
    this.#type = head.u32()
    head.skip(8)
    this.#missing = head.u32()
    const isTooLarge = this.#missing > LARGEST_MESSAGE
    this.#parts = protocol === AGENT_PROTOCOL && !isTooLarge ? [] : null
    if (protocol === AGENT_PROTOCOL && isTooLarge) this.#ears.passOver(this.#type)
  }

  #finish(): void {
    const parts = this.#parts
    this.#have = 0
    this.#parts = []
    if (parts) this.#ears.take(this.#type, new Reader(join(parts)))
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
