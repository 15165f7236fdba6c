// A whole session: the main channel first, then each channel that it names and that we know. It runs anywhere; who
// starts it gives it pipes, a JPEG decoder and ears.
import { Agent, type AgentEvents } from './agent/agent.ts'
import { Channel, type Pipe, type Role, type Surroundings } from './channel.ts'
import { CursorChannel, type CursorEvents } from './channels/cursor.ts'
import { DisplayChannel, type DisplayEvents } from './channels/display.ts'
import { InputsChannel } from './channels/inputs.ts'
import { MainChannel, type MouseMode } from './channels/main.ts'
import { PlaybackChannel } from './channels/playback.ts'
import { RecordChannel } from './channels/record.ts'
import { SpiceError } from './error.ts'
import type { DecodeJpeg } from './images/images.ts'
import type { ChannelName } from './link.ts'
import { MediaTime } from './media-time.ts'
import { CHANNEL } from './protocol.ts'
import type { SoundFormat, SoundPlatform } from './sound/platform.ts'
import type { VideoPlatform } from './video/platform.ts'

/** What a pipe tells. */
export interface PipeEars {
  onOpen(pipe: Pipe): void
  onBytes(batch: Uint8Array): void
  /** @param error null for an ordinary end */
  onEnd(error: unknown): void
}

export interface SessionEvents {
  /** The display is there and linked. */
  onConnected(): void
  onMouseMode(mode: MouseMode): void
  onLocks(locks: number): void
  /** The guest listens to the microphone, or no longer. Without this, it cannot. */
  onRecording?(format: SoundFormat | null): void
  /** Words of the server to whoever sits here. */
  onNotice(text: string): void
  /** Once, last of all. @param error null for an ordinary end */
  onEnded(error: unknown): void
}

export interface SessionOptions {
  /** Opens a pipe for one more channel. */
  readonly open: (ears: PipeEars) => void
  readonly decodeJpeg: DecodeJpeg
  /** Without, video comes as pictures. */
  readonly video?: VideoPlatform
  /** Without, nothing is heard. */
  readonly sound?: SoundPlatform
  readonly events: SessionEvents
  /** Which displays are shown; asked once for each that the server has. null: not this one. */
  readonly display: (id: number) => DisplayEvents | null
  readonly cursor: CursorEvents
  readonly agent: AgentEvents
  /** Asked after each message; see Surroundings. */
  readonly breathe?: () => Promise<void> | undefined
}

/** A server may name more channels than anybody could use. */
const MOST_CHANNELS = 32

export class Session {
  readonly displays: DisplayChannel[] = []
  readonly inputs: InputsChannel
  readonly main: MainChannel
  readonly agent: Agent
  readonly #options: SessionOptions
  readonly record: RecordChannel
  readonly #channels: Channel[] = []
  readonly #time = new MediaTime()
  readonly #surroundings: Surroundings
  #sessionId = 0
  #over = false
  #waits: { readonly isOver: () => boolean; readonly go: () => void }[] = []

  constructor(options: SessionOptions) {
    this.#options = options
    const { events } = options
    this.inputs = new InputsChannel({ onLocks: locks => events.onLocks(locks) })
    this.main = new MainChannel({
      onInit: init => {
        this.#sessionId = init.sessionId
        this.#time.set(init.multiMediaTime)
        events.onMouseMode(init.mouseMode)
      },
      onChannels: names => this.#openChannels(names),
      onMouseMode: mode => events.onMouseMode(mode),
      onMultiMediaTime: time => this.#time.set(time),
      onName: () => undefined,
      onAgentConnected: tokens => this.agent.connected(tokens),
      onAgentDisconnected: () => this.agent.disconnected(),
      onAgentData: piece => this.agent.receive(piece),
      onAgentTokens: tokens => this.agent.addTokens(tokens),
    })
    this.record = new RecordChannel({ onRecording: format => events.onRecording?.(format) }, this.#time)
    this.agent = new Agent(this.main, options.agent)
    const sessionId = () => this.#sessionId
    this.#surroundings = {
      get sessionId() {
        return sessionId()
      },
      waitFor: serials => this.#waitFor(serials),
      progressed: () => this.#progressed(),
      notified: text => events.onNotice(text),
      failed: (channel, error) => this.#failed(channel, error),
      breathe: () => options.breathe?.(),
    }
  }

  start(): void {
    this.#open(this.main)
  }

  close(): void {
    this.#end(null)
  }

  /** Messages that no channel knew what to do with: "channel type" → how many. */
  unknownMessages(): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const channel of this.#channels)
      for (const [type, count] of channel.unknown) counts[`${channel.name} ${type}`] = count
    return counts
  }

  #openChannels(names: readonly ChannelName[]): void {
    for (const name of names) {
      const known = this.#channels.some(({ role }) => isSame(role.name, name))
      const role = known ? null : this.#roleFor(name)
      if (role) this.#open(role)
    }
  }

  /** null: nothing that we have a use for. */
  #roleFor({ type, id }: ChannelName): Role | null {
    const { sound } = this.#options
    if (type === CHANNEL.display) return this.#display(id)
    if (type === CHANNEL.inputs && id === 0) return this.inputs
    if (type === CHANNEL.cursor && id === 0) return new CursorChannel(id, this.#options.cursor)
    if (type === CHANNEL.playback && id === 0 && sound) return new PlaybackChannel(sound, this.#time)
    if (type === CHANNEL.record && id === 0 && this.#options.events.onRecording) return this.record
    return null
  }

  #display(id: number): DisplayChannel | null {
    const { decodeJpeg, display: eventsFor, video } = this.#options
    const events = eventsFor(id)
    if (!events) return null
    const display = new DisplayChannel(id, decodeJpeg, events, video, this.#time)
    this.displays.push(display)
    return display
  }

  #open(role: Role): void {
    if (this.#channels.length >= MOST_CHANNELS) throw new SpiceError('too-large', 'too many channels')
    const channel = new Channel(role, this.#surroundings)
    this.#channels.push(channel)
    this.#options.open({
      onOpen: pipe => {
        channel.start(pipe)
        if (role.name.type === CHANNEL.display) this.#options.events.onConnected()
      },
      onBytes: batch => channel.receive(batch),
      onEnd: error => this.#failed(channel, error),
    })
  }

  #failed(channel: Channel, error: unknown): void {
    const { type, id } = channel.role.name
    const refused = error instanceof SpiceError && error.reason === 'refused'
    const needed = type <= CHANNEL.display && id === 0
    const isSound = type === CHANNEL.playback || type === CHANNEL.record
    // A machine whose sound fails, or with its keyboard taken, can still be looked at.
    if (isSound || (refused && !needed)) return channel.close()
    this.#end(error)
  }

  #end(error: unknown): void {
    if (this.#over) return
    this.#over = true
    for (const channel of this.#channels) channel.close()
    this.agent.disconnected()
    this.#options.events.onEnded(error)
  }

  #waitFor(serials: readonly { channel: ChannelName; serial: bigint }[]): Promise<void> | undefined {
    const isOver = () =>
      serials.every(({ channel: name, serial }) => {
        const channel = this.#channels.find(({ role }) => isSame(role.name, name))
        return !channel || BigInt(channel.handled) >= serial
      })
    if (isOver()) return undefined
    return new Promise(go => this.#waits.push({ isOver, go }))
  }

  #progressed(): void {
    if (this.#waits.length === 0) return
    const ready = this.#waits.filter(({ isOver }) => isOver())
    this.#waits = this.#waits.filter(wait => !ready.includes(wait))
    for (const { go } of ready) go()
  }
}

function isSame(a: ChannelName, b: ChannelName): boolean {
  return a.type === b.type && a.id === b.id
}
