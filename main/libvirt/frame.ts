// Messages on the wire: a length and a header of six words, then the body.
//
//   0 u32 length, itself included     4 u32 program    8 u32 version   12 i32 procedure
//  16 i32 type                       20 u32 serial    24 i32 status    28 body …
import { ProtocolError } from './error.ts'

export const HEADER_BYTES = 28
/** VIR_NET_MESSAGE_MAX and the length word. */
export const FRAME_MAX = (32 << 20) + 4

export const TYPE_CALL = 0
export const TYPE_REPLY = 1
export const TYPE_MESSAGE = 2
export const TYPE_STREAM = 3
export const TYPE_REPLY_WITH_FDS = 5
export const TYPE_STREAM_HOLE = 6

export const STATUS_OK = 0
export const STATUS_ERROR = 1
export const STATUS_CONTINUE = 2

export interface Header {
  readonly program: number
  readonly version: number
  readonly procedure: number
  readonly type: number
  readonly serial: number
  readonly status: number
}

export interface Frame extends Header {
  /** Shares memory with what was received. */
  readonly body: Buffer
}

/** Header and body as one buffer, ready to send. */
export function encodeFrame(header: Header, body: Uint8Array = EMPTY): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.byteLength)
  if (frame.length > FRAME_MAX)
    throw new ProtocolError(`a message of ${frame.length} bytes is too long to send`)
  frame.writeUInt32BE(frame.length, 0)
  frame.writeUInt32BE(header.program, 4)
  frame.writeUInt32BE(header.version, 8)
  frame.writeInt32BE(header.procedure, 12)
  frame.writeInt32BE(header.type, 16)
  frame.writeUInt32BE(header.serial, 20)
  frame.writeInt32BE(header.status, 24)
  frame.set(body, HEADER_BYTES)
  return frame
}

const EMPTY = new Uint8Array(0)

/** Cuts what a socket delivers into frames, wherever the reads happen to end. */
export class FrameSplitter {
  #chunks: Buffer[] = []
  #have = 0
  #need = 4

  /** The frames that are complete with this chunk. Throws ProtocolError on an impossible length. */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk)
    this.#have += chunk.length
    if (this.#have < this.#need) return [] // joining a large message once, not at every read
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#have)
    const frames: Frame[] = []
    let at = 0
    this.#need = 4
    while (bytes.length - at >= 4) {
      const length = bytes.readUInt32BE(at)
      if (length < HEADER_BYTES || length > FRAME_MAX) throw new ProtocolError(`a message of ${length} bytes`)
      if (bytes.length - at < length) {
        this.#need = length
        break
      }
      frames.push(decodeFrame(bytes.subarray(at, at + length)))
      at += length
    }
    this.#have = bytes.length - at
    this.#chunks = this.#have > 0 ? [bytes.subarray(at)] : []
    return frames
  }
}

function decodeFrame(frame: Buffer): Frame {
  return {
    program: frame.readUInt32BE(4),
    version: frame.readUInt32BE(8),
    procedure: frame.readInt32BE(12),
    type: frame.readInt32BE(16),
    serial: frame.readUInt32BE(20),
    status: frame.readInt32BE(24),
    body: frame.subarray(HEADER_BYTES),
  }
}
