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
  writeHeader(frame, header, body.byteLength)
  frame.set(body, HEADER_BYTES)
  return frame
}

/** The header of a frame whose body is sent after it, and not copied. */
export function encodeHeader(header: Header, bodyBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES)
  writeHeader(bytes, header, bodyBytes)
  return bytes
}

function writeHeader(to: Buffer, header: Header, bodyBytes: number): void {
  const length = HEADER_BYTES + bodyBytes
  if (length > FRAME_MAX) throw new ProtocolError(`a message of ${length} bytes is too long to send`)
  to.writeUInt32BE(length, 0)
  to.writeUInt32BE(header.program, 4)
  to.writeUInt32BE(header.version, 8)
  to.writeInt32BE(header.procedure, 12)
  to.writeInt32BE(header.type, 16)
  to.writeUInt32BE(header.serial, 20)
  to.writeInt32BE(header.status, 24)
}

const EMPTY = new Uint8Array(0)

/**
 * Cuts what a socket delivers into frames, wherever the reads happen to end. With `inPieces` the data of streams is
 * handed on as it comes, each piece as a frame of its own: to a stream that is the same, and nothing is joined by copying.
 */
export class FrameSplitter {
  readonly #inPieces: boolean
  #chunks: Buffer[] = []
  #have = 0
  #need = 4
  /** Of a frame of stream data that is not all here: its header, and how much is still to come. */
  #piece: Header | null = null
  #pieceLeft = 0

  constructor({ inPieces = false } = {}) {
    this.#inPieces = inPieces
  }

  /** The frames that are complete with this chunk. Throws ProtocolError on an impossible length. */
  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = []
    const rest = this.#piece ? this.#takePiece(chunk, frames) : chunk
    if (rest.length === 0) return frames
    this.#chunks.push(rest)
    this.#have += rest.length
    if (this.#have < this.#need) return frames // joining a large message once, not at every read
    const bytes = this.#chunks.length === 1 ? rest : Buffer.concat(this.#chunks, this.#have)
    let at = 0
    this.#need = 4
    while (bytes.length - at >= 4) {
      const length = bytes.readUInt32BE(at)
      if (length < HEADER_BYTES || length > FRAME_MAX) throw new ProtocolError(`a message of ${length} bytes`)
      const here = bytes.length - at
      if (here < length) {
        this.#need = this.#inPieces && here <= HEADER_BYTES ? Math.min(length, HEADER_BYTES + 1) : length
        if (this.#inPieces && here > HEADER_BYTES && isStreamData(bytes, at)) {
          const piece = decodeFrame(bytes.subarray(at))
          frames.push(piece)
          this.#piece = piece
          this.#pieceLeft = length - here
          at = bytes.length
          this.#need = 4
        }
        break
      }
      frames.push(decodeFrame(bytes.subarray(at, at + length)))
      at += length
    }
    this.#have = bytes.length - at
    this.#chunks = this.#have > 0 ? [bytes.subarray(at)] : []
    return frames
  }

  /** @returns what comes after it */
  #takePiece(chunk: Buffer, frames: Frame[]): Buffer {
    const { program, version, procedure, type, serial, status } = this.#piece as Header
    const body = chunk.subarray(0, this.#pieceLeft)
    if (body.length > 0) frames.push({ program, version, procedure, type, serial, status, body })
    this.#pieceLeft -= body.length
    if (this.#pieceLeft === 0) this.#piece = null
    return chunk.subarray(body.length)
  }
}

function isStreamData(bytes: Buffer, at: number): boolean {
  return bytes.readInt32BE(at + 16) === TYPE_STREAM && bytes.readInt32BE(at + 24) === STATUS_CONTINUE
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
