// The first words on a channel: who we are, what we can, and the server's answer (spice-protocol, "Establishing a
// channel connection"). No password is known here. The ticket that we send opens nothing: whoever carries our
// bytes puts the real one in its place (main/console/spice-link.ts).
import { SpiceError } from './error.ts'
import { CHANNEL, COMMON_CAP, capabilityWords, hasCapability } from './protocol.ts'
import { Reader, Writer } from './wire.ts'

const MAGIC = 0x51444552 // "REDQ"
const MAJOR = 2
const MINOR = 2
const HEADER_BYTES = 16
const PUBLIC_KEY_BYTES = 162
const TICKET_BYTES = 128
const MECHANISM_SPICE = 1
/** A reply of more is no reply: a real one has some 200 bytes. */
const LARGEST_REPLY = 4096
const LARGEST_CAPABILITIES = 64

const OWN_COMMON_CAPS = [COMMON_CAP.authSelection, COMMON_CAP.authSpice, COMMON_CAP.miniHeader]

const LINK_ERRORS: Readonly<Record<number, string>> = {
  1: 'an error of its own',
  2: 'the magic number is wrong',
  3: 'the data are wrong',
  4: 'it speaks another version',
  5: 'it wants an encrypted connection',
  6: 'it wants an unencrypted connection',
  7: 'the password is wrong or has run out',
  8: 'it does not know this session',
  9: 'it has no such channel',
}

export interface ChannelName {
  readonly type: number
  readonly id: number
}

export interface LinkReply {
  readonly commonCaps: readonly number[]
  readonly channelCaps: readonly number[]
}

/** @param sessionId 0 for the main channel, then what MAIN_INIT said */
export function linkMessage(
  { type, id }: ChannelName,
  sessionId: number,
  caps: readonly number[],
): Uint8Array<ArrayBuffer> {
  const common = capabilityWords(OWN_COMMON_CAPS)
  const own = capabilityWords(caps)
  const fixedBytes = 18
  const writer = new Writer()
    .u32(MAGIC)
    .u32(MAJOR)
    .u32(MINOR)
    .u32(fixedBytes + 4 * (common.length + own.length))
    .u32(sessionId)
    .u8(type)
    .u8(id)
    .u32(common.length)
    .u32(own.length)
    .u32(fixedBytes)
  for (const word of [...common, ...own]) writer.u32(word)
  return writer.done()
}

/** How many bytes the reply has in all, or null while its header is incomplete. */
export function linkReplyBytes(bytes: Uint8Array): number | null {
  if (bytes.byteLength < HEADER_BYTES) return null
  const reader = new Reader(bytes)
  if (reader.u32() !== MAGIC) throw new SpiceError('invalid', 'not a SPICE server')
  if (reader.u32() !== MAJOR) throw new SpiceError('unsupported', 'SPICE of another major version')
  reader.skip(4)
  const size = reader.u32()
  if (size > LARGEST_REPLY) throw new SpiceError('too-large', `a link reply of ${size} bytes`)
  return HEADER_BYTES + size
}

/** @param bytes a whole reply */
export function readLinkReply(bytes: Uint8Array): LinkReply {
  const body = new Reader(bytes.subarray(HEADER_BYTES))
  throwUnlessOk(body.u32())
  body.skip(PUBLIC_KEY_BYTES)
  const commonCount = body.u32()
  const channelCount = body.u32()
  const offset = body.u32()
  if (commonCount > LARGEST_CAPABILITIES || channelCount > LARGEST_CAPABILITIES || offset > body.size)
    throw new SpiceError('invalid', 'capabilities outside the link reply')
  body.at = offset
  const words = (count: number) => Array.from({ length: body.count(count, 4) }, () => body.u32())
  const reply = { commonCaps: words(commonCount), channelCaps: words(channelCount) }
  if (!hasCapability(reply.commonCaps, COMMON_CAP.miniHeader))
    throw new SpiceError('unsupported', 'a server without mini headers (before SPICE 0.10)')
  return reply
}

/** One message, as whoever replaces it expects. */
export function emptyTicket({ commonCaps }: LinkReply): Uint8Array<ArrayBuffer> {
  const writer = new Writer(4 + TICKET_BYTES)
  if (hasCapability(commonCaps, COMMON_CAP.authSelection)) writer.u32(MECHANISM_SPICE)
  return writer.bytes(new Uint8Array(TICKET_BYTES)).done()
}

/** @param code of a link reply or of the answer to the ticket */
export function throwUnlessOk(code: number): void {
  if (code !== 0)
    throw new SpiceError('refused', `the server refuses: ${LINK_ERRORS[code] ?? `error ${code}`}`)
}

const NAMES = Object.fromEntries(Object.entries(CHANNEL).map(([name, type]) => [type, name]))

export function describeChannel({ type, id }: ChannelName): string {
  return `${NAMES[type] ?? type}${id === 0 ? '' : ` ${id}`}`
}
