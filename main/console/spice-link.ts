// Stands in a SPICE channel's link so that the password stays in main: the window's client sends a ticket that
// opens nothing, and we send the real one in its place.
//
//   client → server   link header (16) + link message, names the common capabilities
//   server → client   link header (16) + reply: u32 error, 162 bytes of public key, …
//   client → server   [u32 mechanism, when both sides have AUTH_SELECTION] + 128 bytes of ticket   ← replaced
//   server → client   u32 result; from here on all bytes pass untouched, and what arrives is acknowledged here
//
// The ticket is the password and a NUL, RSA-OAEP with SHA-1 (spice-protocol, "SPICE authentication").
import { constants, createPublicKey, publicEncrypt } from 'node:crypto'
import { AppFailure } from '../../preload/model/error.ts'
import type { Ends, Relay } from './pipe.ts'
import { Acknowledger } from './spice-acks.ts'

const MAGIC = 'REDQ'
const HEADER = 16
const KEY_BYTES = 162
const AUTH_SELECTION = 1 << 0
const MECHANISM_SPICE = 1
/** A link message of more is no link message. */
const LARGEST_LINK = 4096

export function relaySpice(password: string, ends: Ends): Relay {
  let clientCaps = 0
  let reply: Buffer = Buffer.alloc(0)
  let ticket: Buffer | null = null
  let sent = false
  const acknowledger = new Acknowledger(ends.toSource)
  return {
    fromSource(chunk) {
      if (ticket) acknowledger.read(chunk)
      ends.toPort(chunk)
      if (ticket) return
      reply = Buffer.concat([reply, chunk])
      const body = readBody(reply)
      if (body === 'bad') ends.fail(new AppFailure('console.protocol', {}, { detail: 'not a SPICE server' }))
      else if (body) ticket = makeTicket(body, clientCaps, password)
      if (ticket) reply = Buffer.alloc(0)
    },
    fromPort(message) {
      if (ticket && !sent) {
        // The client sends its ticket as one message; ours goes instead, whatever it held.
        sent = true
        ends.toSource(ticket)
        return
      }
      if (!ticket) clientCaps |= readCaps(message)
      ends.toSource(message)
    },
  }
}

/** The body after a link header, null while it is incomplete. */
function readBody(bytes: Buffer): Buffer | 'bad' | null {
  if (bytes.length < HEADER) return null
  const size = bytes.readUInt32LE(12)
  if (bytes.toString('latin1', 0, 4) !== MAGIC || size < 4 || size > LARGEST_LINK) return 'bad'
  return bytes.length < HEADER + size ? null : bytes.subarray(HEADER, HEADER + size)
}

/** Empty when the server refused the link: the client reads why, and sends no ticket. */
function makeTicket(body: Buffer, clientCaps: number, password: string): Buffer {
  if (body.readUInt32LE(0) !== 0 || body.length < 4 + KEY_BYTES + 12) return Buffer.alloc(0)
  const key = createPublicKey({ key: body.subarray(4, 4 + KEY_BYTES), format: 'der', type: 'spki' })
  const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
  const encrypted = publicEncrypt({ key, ...padding }, Buffer.from(`${password}\0`, 'utf8'))
  const selects = (capsAt(body, 4 + KEY_BYTES) & clientCaps & AUTH_SELECTION) !== 0
  const mechanism = Buffer.alloc(selects ? 4 : 0)
  if (selects) mechanism.writeUInt32LE(MECHANISM_SPICE)
  return Buffer.concat([mechanism, encrypted])
}

/** The first word of the common capabilities of a client's link message. */
function readCaps(message: Buffer): number {
  const body = readBody(message)
  // connection id u32, channel type u8, channel id u8, then the same three words as the server's
  return body === null || body === 'bad' ? 0 : capsAt(body, 6)
}

/** u32 count of common words, u32 count of channel words, u32 offset of the first word. */
function capsAt(body: Buffer, at: number): number {
  if (body.length < at + 12 || body.readUInt32LE(at) === 0) return 0
  const offset = body.readUInt32LE(at + 8)
  return offset + 4 <= body.length ? body.readUInt32LE(offset) : 0
}
