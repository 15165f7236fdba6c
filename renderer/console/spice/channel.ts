// One channel: links, then takes messages in order. What every channel does is done here (pings, notices); what a
// channel is for stands in its table. Acknowledgements are not ours: whoever carries our bytes counts the messages
// and sends them, so that the server need not wait for the way to us and back. Pongs leave before anything is drawn.
import { SpiceError } from './error.ts'
import { Framing } from './framing.ts'
import {
  type ChannelName,
  describeChannel,
  emptyTicket,
  type LinkReply,
  linkMessage,
  linkReplyBytes,
  readLinkReply,
  throwUnlessOk,
} from './link.ts'
import { COMMON, COMMON_REPLY } from './protocol.ts'
import { Reader, Writer } from './wire.ts'

/** The way to the server for one channel's bytes. It puts in the ticket and acknowledges messages (main/console/spice-link.ts). */
export interface Pipe {
  send(bytes: Uint8Array<ArrayBuffer>): void
  /** All that came is done with, so many bytes since the last time: the sender may go on, and their memory is gone. */
  taken(bytes: number): void
  close(): void
}

/** A promise holds the channel's next messages back until it is kept. */
export type Handle = (body: Reader) => void | Promise<void>

/** What a channel is for. */
export interface Role {
  readonly name: ChannelName
  readonly caps: readonly number[]
  /** By message type. One that is missing is counted and passed over. */
  readonly messages: Readonly<Record<number, Handle | undefined>>
  linked(channel: Channel, reply: LinkReply): void
  /** It is over, for whatever reason. */
  closed?(): void
}

/** What a channel asks of the session it belongs to. */
export interface Surroundings {
  readonly sessionId: number
  /** Resolves once those channels have handled those messages; undefined when they have. */
  waitFor(serials: readonly { channel: ChannelName; serial: bigint }[]): Promise<void> | undefined
  /** A channel has handled more messages. */
  progressed(): void
  notified(text: string): void
  failed(channel: Channel, error: unknown): void
  /** A promise where it is time to let others work: what was drawn is to be shown before more is. */
  breathe?(): Promise<void> | undefined
}

interface Waiting {
  readonly type: number
  readonly body: Uint8Array
  readonly serial: number
}

/** A server that is one answers within a round trip, or some of them where the line is long. */
const LINK_MS = 20_000

type LinkState = 'reply' | 'result' | 'linked' | 'closed'

export class Channel {
  /** Messages that no table knows: type → how many came. */
  readonly unknown = new Map<number, number>()
  /** Messages handled so far; the first has serial 1. */
  handled = 0
  readonly role: Role
  readonly #session: Surroundings
  readonly #framing = new Framing((type, body) => this.#arrive(type, body))
  #pipe: Pipe | null = null
  #link: LinkState = 'reply'
  #deadline: ReturnType<typeof setTimeout> | undefined
  #linkBytes: Uint8Array = new Uint8Array(0)
  #reply: LinkReply = { commonCaps: [], channelCaps: [] }
  #arrived = 0
  #queue: Waiting[] = []
  #busy = false
  #untakenBytes = 0

  constructor(role: Role, session: Surroundings) {
    this.role = role
    this.#session = session
  }

  get name(): string {
    return describeChannel(this.role.name)
  }

  /** The pipe is open: the client speaks first. */
  start(pipe: Pipe): void {
    if (this.#link === 'closed') return pipe.close()
    this.#pipe = pipe
    const silent = () =>
      this.#session.failed(this, new SpiceError('refused', 'nobody there answers as SPICE'))
    this.#deadline = setTimeout(silent, LINK_MS)
    pipe.send(linkMessage(this.role.name, this.#session.sessionId, this.role.caps))
  }

  receive(batch: Uint8Array): void {
    if (this.#link === 'closed') return
    this.#untakenBytes += batch.byteLength
    try {
      if (this.#link === 'linked') this.#framing.push(batch)
      else this.#takeLink(batch)
      this.#drain()
    } catch (error) {
      this.#session.failed(this, error)
    }
  }

  send(type: number, body: Uint8Array = new Uint8Array(0)): void {
    this.#pipe?.send(new Writer(6 + body.byteLength).u16(type).u32(body.byteLength).bytes(body).done())
  }

  close(): void {
    if (this.#link === 'closed') return
    this.#link = 'closed'
    clearTimeout(this.#deadline)
    this.#queue = []
    this.#pipe?.close()
    this.#pipe = null
    this.role.closed?.()
  }

  #takeLink(batch: Uint8Array): void {
    const bytes = join(this.#linkBytes, batch)
    this.#linkBytes = bytes
    if (this.#link === 'reply') {
      const size = linkReplyBytes(bytes)
      if (size === null || bytes.byteLength < size) return
      this.#reply = readLinkReply(bytes.subarray(0, size))
      this.#linkBytes = bytes.subarray(size)
      this.#link = 'result'
      this.#pipe?.send(emptyTicket(this.#reply))
    }
    const resultBytes = 4
    if (this.#linkBytes.byteLength < resultBytes) return
    throwUnlessOk(new Reader(this.#linkBytes).u32())
    const rest = this.#linkBytes.subarray(resultBytes)
    this.#linkBytes = new Uint8Array(0)
    this.#link = 'linked'
    clearTimeout(this.#deadline)
    this.role.linked(this, this.#reply)
    this.#framing.push(rest)
  }

  /** In order of arrival, before any of the batch is drawn. */
  #arrive(type: number, body: Uint8Array): void {
    const serial = ++this.#arrived
    if (type === COMMON.ping) this.#pong(new Reader(body))
    else if (type !== COMMON.setAck) this.#queue.push({ type, body, serial })
  }

  #drain(): void {
    if (this.#busy) return
    for (let at = 0; at < this.#queue.length; at++) {
      const waiting = this.#queue[at] as Waiting
      const promise = this.#handle(waiting.type, new Reader(waiting.body)) ?? this.#session.breathe?.()
      if (promise) return this.#holdBack(promise, this.#queue.slice(at + 1), waiting.serial)
      this.handled = waiting.serial
    }
    this.#queue = []
    this.handled = this.#arrived
    this.#framing.reuse()
    this.#pipe?.taken(this.#untakenBytes)
    this.#untakenBytes = 0
    this.#session.progressed()
  }

  #holdBack(promise: Promise<void>, rest: Waiting[], serial: number): void {
    this.#busy = true
    this.#queue = rest
    this.#session.progressed()
    promise
      .then(() => {
        if (this.#link === 'closed') return
        this.#busy = false
        this.handled = serial
        this.#drain()
      })
      .catch(error => this.#session.failed(this, error))
  }

  // Not async: most messages are handled at once, and a promise each would cost more than they do.
  #handle(type: number, body: Reader): void | Promise<void> {
    const handle = this.role.messages[type]
    if (handle) return handle(body)
    if (type === COMMON.waitForChannels) return this.#session.waitFor(readWaits(body))
    if (type === COMMON.notify) return this.#session.notified(readNotice(body))
    if (type === COMMON.disconnecting) throw new SpiceError('ended', 'the server ends the connection')
    if (type === COMMON.migrate) throw new SpiceError('ended', 'the machine moves to another host')
    this.unknown.set(type, (this.unknown.get(type) ?? 0) + 1)
  }

  /** Without the ping's data, which only fill the line. */
  #pong(body: Reader): void {
    this.send(COMMON_REPLY.pong, new Writer(12).u32(body.u32()).u64(body.u64()).done())
  }
}

/** u8 count, then (u8 type, u8 id, u64 serial) each. */
export function readWaits(body: Reader): { channel: ChannelName; serial: bigint }[] {
  const count = body.count(body.u8(), 10)
  return Array.from({ length: count }, () => ({
    channel: { type: body.u8(), id: body.u8() },
    serial: body.u64(),
  }))
}

/** u64 time, u32 severity, u32 visibility, u32 what, u32 length, text and a NUL. */
function readNotice(body: Reader): string {
  body.skip(20)
  const size = body.u32()
  return new TextDecoder().decode(body.bytes(Math.min(size, body.left)))
}

/** Always a copy: what it came in is given back. */
function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.byteLength + second.byteLength)
  both.set(first)
  both.set(second, first.byteLength)
  return both
}
