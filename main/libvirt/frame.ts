// Messages on the wire: a length and a header of six words, then the body.
//
//   0 u32 length, itself included     4 u32 program    8 u32 version   12 i32 procedure
//  16 i32 type                       20 u32 serial    24 i32 status    28 body …
import { ProtocolError } from './error.ts'
import { XdrWriter } from './xdr.ts'

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
  /** May share memory with what was received: see FrameSplitter. */
  readonly body: Buffer
}

/** Header and body as one buffer, ready to send. */
export function encodeFrame(header: Header, body: Uint8Array = EMPTY): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.byteLength)
  writeHeader(frame, header, body.byteLength)
  frame.set(body, HEADER_BYTES)
  return frame
}

/** Writes a body behind room for its header: nothing is copied to make a frame of it. */
export function frameWriter(): XdrWriter {
  return new XdrWriter(HEADER_BYTES)
}

/** What a frameWriter wrote, ready to send. */
export function finishFrame(header: Header, written: XdrWriter): Buffer {
  const frame = written.finish()
  writeHeader(frame, header, frame.length - HEADER_BYTES)
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
const LENGTH_BYTES = 4

/**
 * Cuts what a socket delivers into frames, wherever the reads happen to end: `push` what came, then take each by `next`.
 * A body may share memory with the chunk that brought its end; of a message that began in an earlier chunk it has memory
 * of its own. With `inPieces` the data of streams is handed on as it comes, each piece as a frame: to a stream that is
 * the same, and nothing is gathered.
 */
export class FrameSplitter {
  readonly #inPieces: boolean
  /** What came, and how much of it has been cut. */
  #chunk: Buffer = Buffer.alloc(0)
  #at = 0
  /** A message that is not all here: its length, then its header, then all of it; how much of that is there, and due. */
  readonly #header = Buffer.allocUnsafe(HEADER_BYTES)
  #message = this.#header
  #have = 0
  #need = LENGTH_BYTES
  /** Of a frame of stream data that is not all here: its header, and how much is still to come. */
  #piece: Header | null = null
  #pieceLeft = 0

  constructor({ inPieces = false } = {}) {
    this.#inPieces = inPieces
  }

  push(chunk: Buffer): void {
    this.#chunk = this.#isSpent ? chunk : Buffer.concat([this.#chunk.subarray(this.#at), chunk])
    this.#at = 0
  }

  /** Whoever lent the chunk takes it back before all of it is cut. */
  keep(): void {
    this.#chunk = Buffer.from(this.#chunk.subarray(this.#at))
    this.#at = 0
  }

  /** null: what came is spent. Throws ProtocolError on an impossible length. */
  next(): Frame | null {
    while (!this.#isSpent) {
      if (this.#piece) return this.#nextPiece(this.#piece)
      const wholeBytes = this.#have > 0 ? 0 : wholeMessage(this.#chunk, this.#at)
      if (wholeBytes > 0) {
        this.#at += wholeBytes
        return decodeFrame(this.#chunk.subarray(this.#at - wholeBytes, this.#at))
      }
      const frame = this.#gather()
      if (frame) return frame
    }
    return null
  }

  *[Symbol.iterator](): Generator<Frame> {
    for (let frame = this.next(); frame; frame = this.next()) yield frame
  }

  get #isSpent(): boolean {
    return this.#at === this.#chunk.length
  }

  #nextPiece({ program, version, procedure, type, serial, status }: Header): Frame {
    const body = this.#chunk.subarray(this.#at, this.#at + this.#pieceLeft)
    this.#at += body.length
    this.#pieceLeft -= body.length
    if (this.#pieceLeft === 0) this.#piece = null
    return { program, version, procedure, type, serial, status, body }
  }

  #gather(): Frame | null {
    const due = this.#need - this.#have
    const taken = this.#chunk.copy(this.#message, this.#have, this.#at, this.#at + due)
    this.#at += taken
    this.#have += taken
    return taken === due ? this.#advance() : null
  }

  /** What was due is there: what is due now? */
  #advance(): Frame | null {
    const length = messageLength(this.#message, 0)
    if (this.#need === LENGTH_BYTES) {
      this.#need = HEADER_BYTES
    } else if (this.#need === length) {
      const frame = decodeFrame(this.#message)
      this.#begin()
      return frame
    } else if (this.#inPieces && isStreamData(this.#header)) {
      this.#piece = decodeFrame(this.#header)
      this.#pieceLeft = length - HEADER_BYTES
      this.#begin()
    } else {
      this.#message = Buffer.allocUnsafe(length)
      this.#header.copy(this.#message)
      this.#need = length
    }
    return null
  }

  #begin(): void {
    this.#message = this.#header
    this.#have = 0
    this.#need = LENGTH_BYTES
  }
}

/** 0: it is not all here. */
function wholeMessage(bytes: Buffer, at: number): number {
  const here = bytes.length - at
  if (here < LENGTH_BYTES) return 0
  const length = messageLength(bytes, at)
  return length <= here ? length : 0
}

function messageLength(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32BE(at)
  if (length < HEADER_BYTES || length > FRAME_MAX) throw new ProtocolError(`a message of ${length} bytes`)
  return length
}

function isStreamData(header: Buffer): boolean {
  return header.readInt32BE(16) === TYPE_STREAM && header.readInt32BE(24) === STATUS_CONTINUE
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
