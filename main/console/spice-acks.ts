// Acknowledges the messages of a SPICE channel that has been linked, as they arrive: the server sends no more than two
// windows ahead of that, so each way the news need not go lets it send sooner. The window's client sends none.
//
//   SET_ACK   server → client   u32 generation, u32 window in messages; 0: none wanted
//   ACK_SYNC  client → server   u32 generation
//   ACK       client → server   nothing, once a window (spice-protocol, "Message acknowledgment")
//
// Messages have "mini headers": u16 type, u32 size. Without them the window's client refuses the server.

const HEADER = 6
const SET_ACK = { type: 3, bytes: 8 } as const
const ACK_SYNC = 1
const ACK = message(2)
/** The answer to the ticket comes before the first message. */
const RESULT_BYTES = 4

export class Acknowledger {
  readonly #send: (bytes: Uint8Array) => void
  /** A header in pieces, and behind it the body of SET_ACK. */
  readonly #head = Buffer.alloc(HEADER + SET_ACK.bytes)
  #have = 0
  /** Bytes to pass over. */
  #rest = RESULT_BYTES
  /** The bytes passed over end a message. */
  #ends = false
  #window = 0
  #arrived = 0

  /** @param send takes what the client would have said */
  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send
  }

  /** @param chunk what came next from the server; it is only read */
  read(chunk: Buffer): void {
    let at = 0
    for (;;) {
      const passed = Math.min(this.#rest, chunk.length - at)
      at += passed
      this.#rest -= passed
      if (this.#rest > 0) break
      if (this.#ends) this.#arrived++
      this.#ends = false
      if (at === chunk.length) break
      at = this.#readHead(chunk, at)
    }
    this.#acknowledge()
  }

  /** @returns where the chunk goes on behind it, or behind its part of it */
  #readHead(chunk: Buffer, from: number): number {
    if (this.#have === 0 && chunk.length - from >= HEADER && chunk.readUInt16LE(from) !== SET_ACK.type) {
      this.#rest = chunk.readUInt32LE(from + 2)
      this.#ends = true
      return from + HEADER
    }
    const wanted = this.#have < HEADER ? HEADER : HEADER + SET_ACK.bytes
    const end = from + chunk.copy(this.#head, this.#have, from, from + wanted - this.#have)
    this.#have += end - from
    if (this.#have < wanted) return end
    const size = this.#head.readUInt32LE(2)
    const isSetAck = this.#head.readUInt16LE(0) === SET_ACK.type && size >= SET_ACK.bytes
    if (isSetAck && wanted === HEADER) return end
    this.#have = 0
    this.#rest = size - (wanted - HEADER)
    this.#ends = !isSetAck
    if (isSetAck) this.#setWindow()
    return end
  }

  #acknowledge(): void {
    if (this.#window === 0 || this.#arrived < this.#window) return
    const due = Math.floor(this.#arrived / this.#window)
    this.#arrived -= due * this.#window
    this.#send(due === 1 ? ACK : Buffer.concat(Array.from({ length: due }, () => ACK)))
  }

  #setWindow(): void {
    this.#acknowledge()
    this.#window = this.#head.readUInt32LE(HEADER + 4)
    this.#arrived = 0
    this.#send(message(ACK_SYNC, this.#head.subarray(HEADER, HEADER + 4)))
  }
}

function message(type: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(HEADER)
  head.writeUInt16LE(type)
  head.writeUInt32LE(body.length, 2)
  return Buffer.concat([head, body])
}
