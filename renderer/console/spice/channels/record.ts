// The record channel: what the guest hears of this computer's microphone, once it listens and somebody here allows it.
// Always as samples: a voice is little for any line that carries pictures.
import type { Channel, Handle, Role } from '../channel.ts'
import { SpiceError } from '../error.ts'
import type { MediaTime } from '../media-time.ts'
import { CHANNEL } from '../protocol.ts'
import type { SoundFormat } from '../sound/platform.ts'
import { type Reader, Writer } from '../wire.ts'

const FROM_SERVER = { start: 101, stop: 102, volume: 103, mute: 104 } as const
const TO_SERVER = { data: 101, mode: 102, startMark: 103 } as const
const CAP = { volume: 1 } as const
const RAW = 1
const SIGNED_16 = 1
const MOST_CHANNELS = 2
const HZ = { least: 8_000, most: 192_000 } as const
const FULL_VOLUME = 65_535

export interface RecordEvents {
  /** The guest listens in this format; null: no longer. */
  onRecording(format: SoundFormat | null): void
}

export class RecordChannel implements Role {
  readonly name = { type: CHANNEL.record, id: 0 }
  readonly caps = [CAP.volume]
  readonly #events: RecordEvents
  readonly #time: MediaTime
  #channel: Channel | null = null
  #format: SoundFormat | null = null
  #volumes: readonly number[] = [1]
  #muted = false

  constructor(events: RecordEvents, time: MediaTime) {
    this.#events = events
    this.#time = time
  }

  readonly messages: Readonly<Record<number, Handle>> = {
    [FROM_SERVER.start]: body => this.#start(body),
    [FROM_SERVER.stop]: () => this.#stop(),
    [FROM_SERVER.volume]: body => this.#setVolume(body),
    [FROM_SERVER.mute]: body => {
      this.#muted = body.u8() !== 0
    },
  }

  linked(channel: Channel): void {
    this.#channel = channel
  }

  closed(): void {
    this.#stop()
  }

  /** @param planes samples by channel, −1 to 1, in the format that was asked for; a missing channel is the first's */
  give(planes: readonly Float32Array[]): void {
    const [first] = planes
    if (!this.#format || !first) return
    const { channels } = this.#format
    const samples = new Int16Array(first.length * channels)
    for (let channel = 0; channel < channels; channel++) {
      const plane = planes[channel] ?? first
      const volume = this.#muted ? 0 : (this.#volumes[channel] ?? this.#volumes[0] ?? 1)
      for (let n = 0; n < first.length; n++)
        samples[n * channels + channel] = Math.max(-1, Math.min(1, plane[n] ?? 0)) * 32_767 * volume
    }
    const body = new Writer(4 + samples.byteLength).u32(this.#now()).bytes(new Uint8Array(samples.buffer))
    this.#channel?.send(TO_SERVER.data, body.done())
  }

  /** u32 channels, u16 format, u32 samples a second. */
  #start(body: Reader): void {
    const [channels, format, hz] = [body.u32(), body.u16(), body.u32()]
    if (format !== SIGNED_16) throw new SpiceError('unsupported', `sound of format ${format}`)
    if (channels < 1 || channels > MOST_CHANNELS || hz < HZ.least || hz > HZ.most)
      throw new SpiceError('invalid', `sound of ${channels} channels at ${hz} Hz`)
    this.#format = { channels, hz }
    this.#channel?.send(TO_SERVER.mode, new Writer(6).u32(this.#now()).u16(RAW).done())
    this.#channel?.send(TO_SERVER.startMark, new Writer(4).u32(this.#now()).done())
    this.#events.onRecording(this.#format)
  }

  #stop(): void {
    if (!this.#format) return
    this.#format = null
    this.#events.onRecording(null)
  }

  /** u8 count, u16 each. */
  #setVolume(body: Reader): void {
    const count = body.count(body.u8(), 2)
    this.#volumes = Array.from({ length: count }, () => body.u16() / FULL_VOLUME)
  }

  #now(): number {
    return Math.trunc(this.#time.now()) >>> 0
  }
}
