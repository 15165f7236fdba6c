// What the window's VNC client says, message by message: the encodings that it asks for are cut down to those that we can
// read (encodings.ts), all else passes. It is our own code; what cannot be read is refused all the same.
import { AppFailure } from '../../../preload/model/error.ts'
import { isAllowed } from './encodings.ts'

/** ClientInit: whether others may look, too. */
const INIT_BYTES = 1
const MESSAGE = {
  setPixelFormat: 0,
  setEncodings: 2,
  updateRequest: 3,
  key: 4,
  pointer: 5,
  cutText: 6,
  setDesktopSize: 251,
  qemu: 255,
} as const
const LARGEST_TEXT = 16 << 20
/** Of SetPixelFormat: bits of a pixel. Everything that reads pictures here counts on 32. */
const BITS_AT = 4
const BITS = 32

export class ClientFilter {
  readonly #send: (bytes: Uint8Array) => void
  #held: Buffer = Buffer.alloc(0)
  #hasInit = false

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send
  }

  /** Throws AppFailure. */
  push(bytes: Buffer): void {
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes])
    if (!this.#hasInit && this.#held.length >= INIT_BYTES) {
      this.#pass(INIT_BYTES)
      this.#hasInit = true
    }
    while (this.#held.length > 0) {
      const size = messageBytes(this.#held)
      if (size === null || size > this.#held.length) return
      const type = this.#held[0]
      if (type === MESSAGE.setPixelFormat && this.#held[BITS_AT] !== BITS)
        throw unknown('pixels of other sizes')
      if (type !== MESSAGE.setEncodings) this.#pass(size)
      else {
        this.#send(withAllowed(this.#held.subarray(0, size)))
        this.#held = this.#held.subarray(size)
      }
    }
  }

  #pass(size: number): void {
    this.#send(this.#held.subarray(0, size))
    this.#held = this.#held.subarray(size)
  }
}

/** Null while its length has not come. */
function messageBytes(held: Buffer): number | null {
  const counted = (at: number, width: 1 | 2, each: number, from: number) =>
    held.length < from ? null : from + each * (width === 1 ? held.readUInt8(at) : held.readUInt16BE(at))
  switch (held[0]) {
    case MESSAGE.setPixelFormat:
      return 20
    case MESSAGE.setEncodings:
      return counted(2, 2, 4, 4)
    case MESSAGE.updateRequest:
      return 10
    case MESSAGE.key:
      return 8
    case MESSAGE.pointer:
      return 6
    case MESSAGE.cutText:
      return held.length < 8 ? null : 8 + textBytes(held.readInt32BE(4))
    case MESSAGE.setDesktopSize:
      return counted(6, 1, 16, 8)
    case MESSAGE.qemu:
      return 12
    default:
      throw unknown(`a message of type ${held[0]}`)
  }
}

function textBytes(size: number): number {
  if (size < 0 || size > LARGEST_TEXT) throw unknown(`a text of ${size} bytes`)
  return size
}

/** u8 type, u8 nothing, u16 count, i32 each. */
function withAllowed(message: Buffer): Buffer {
  const asked = Array.from({ length: message.readUInt16BE(2) }, (_, n) => message.readInt32BE(4 + 4 * n))
  const kept = asked.filter(isAllowed)
  const cut = Buffer.alloc(4 + 4 * kept.length)
  message.copy(cut, 0, 0, 2)
  cut.writeUInt16BE(kept.length, 2)
  for (const [n, encoding] of kept.entries()) cut.writeInt32BE(encoding, 4 + 4 * n)
  return cut
}

function unknown(what: string): AppFailure {
  return new AppFailure('console.protocol', {}, { detail: `the window’s client sent ${what}` })
}
