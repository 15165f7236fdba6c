// The playback channel: the guest's sound, as samples or in Opus. Its times are the clock by which video is shown.
import type { Handle, Role } from '../channel.ts'
import { SpiceError } from '../error.ts'
import type { MediaTime } from '../media-time.ts'
import { CHANNEL } from '../protocol.ts'
import type { Loudness, SoundPlatform, SoundPlayer } from '../sound/platform.ts'
import type { Reader } from '../wire.ts'

const FROM_SERVER = {
  data: 101,
  mode: 102,
  start: 103,
  stop: 104,
  volume: 105,
  mute: 106,
  latency: 107,
} as const

const CAP = { volume: 1, latency: 2, opus: 3 } as const
export const SOUND_MODE = { raw: 1, opus: 3 } as const
const SIGNED_16 = 1
const MOST_CHANNELS = 8
const HZ = { least: 8_000, most: 192_000 } as const
const FULL_VOLUME = 65_535
/** A moment's sound is not larger. */
const LARGEST_PACKET = 1 << 20
const LONGEST_DELAY_MS = 2_000

export class PlaybackChannel implements Role {
  readonly name = { type: CHANNEL.playback, id: 0 }
  readonly caps: readonly number[]
  readonly #platform: SoundPlatform
  readonly #time: MediaTime
  #player: SoundPlayer | null = null
  #mode: number = SOUND_MODE.raw
  #loudness: Loudness = { volumes: [1], muted: false }
  #delayMs = 0

  constructor(platform: SoundPlatform, time: MediaTime) {
    this.#platform = platform
    this.#time = time
    this.caps = [CAP.volume, CAP.latency, ...(platform.opus ? [CAP.opus] : [])]
  }

  readonly messages: Readonly<Record<number, Handle>> = {
    [FROM_SERVER.data]: body => this.#play(body.u32(), body.rest()),
    [FROM_SERVER.mode]: body => this.#setMode(body),
    [FROM_SERVER.start]: body => this.#start(body),
    [FROM_SERVER.stop]: () => this.#stop(),
    [FROM_SERVER.volume]: body => this.#setVolume(body),
    [FROM_SERVER.mute]: body => this.#setLoudness({ ...this.#loudness, muted: body.u8() !== 0 }),
    [FROM_SERVER.latency]: body => this.#setDelay(body.u32()),
  }

  linked(): void {}

  closed(): void {
    this.#stop()
  }

  /** u32 channels, u16 format, u32 samples a second, u32 time. */
  #start(body: Reader): void {
    const [channels, format, hz] = [body.u32(), body.u16(), body.u32()]
    if (format !== SIGNED_16) throw new SpiceError('unsupported', `sound of format ${format}`)
    if (channels < 1 || channels > MOST_CHANNELS || hz < HZ.least || hz > HZ.most)
      throw new SpiceError('invalid', `sound of ${channels} channels at ${hz} Hz`)
    this.#stop()
    this.#player = this.#platform.start({ channels, hz }, time => this.#heard(time))
    this.#player.setLoudness(this.#loudness)
    this.#player.setDelay(this.#delayMs)
  }

  #stop(): void {
    this.#player?.stop()
    this.#player = null
    this.#time.hear(null)
  }

  #play(time: number, bytes: Uint8Array): void {
    if (bytes.length > LARGEST_PACKET) throw new SpiceError('too-large', `sound of ${bytes.length} bytes`)
    if (this.#mode === SOUND_MODE.opus) this.#player?.playOpus(bytes, time)
    else this.#player?.playRaw(bytes, time)
  }

  /** u32 time, u16 mode; what follows is nobody's. */
  #setMode(body: Reader): void {
    body.skip(4)
    const mode = body.u16()
    const known = mode === SOUND_MODE.raw || (mode === SOUND_MODE.opus && this.#platform.opus)
    if (!known) throw new SpiceError('unsupported', `sound in mode ${mode}`)
    this.#mode = mode
  }

  /** u8 count, u16 each. */
  #setVolume(body: Reader): void {
    const count = body.count(body.u8(), 2)
    const volumes = Array.from({ length: count }, () => body.u16() / FULL_VOLUME)
    if (volumes.length > 0) this.#setLoudness({ ...this.#loudness, volumes })
  }

  #setLoudness(loudness: Loudness): void {
    this.#loudness = loudness
    this.#player?.setLoudness(loudness)
  }

  #setDelay(ms: number): void {
    this.#delayMs = Math.min(ms, LONGEST_DELAY_MS)
    this.#player?.setDelay(this.#delayMs)
  }

  #heard(time: number): void {
    const at = performance.now()
    if (this.#player) this.#time.hear(() => time + performance.now() - at)
  }
}
