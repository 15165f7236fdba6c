// What sound asks of the platform. The client itself knows no loudspeaker.

export interface SoundFormat {
  readonly channels: number
  readonly hz: number
}

/** What somebody in the guest, or the host, has set. */
export interface Loudness {
  /** By channel, 0 to 1; a channel beyond has the last's. */
  readonly volumes: readonly number[]
  readonly muted: boolean
}

export interface SoundPlayer {
  /** @param bytes signed samples of 16 bits, channel by channel within each moment */
  playRaw(bytes: Uint8Array, time: number): void
  /** @param packet one packet of Opus */
  playOpus(packet: Uint8Array, time: number): void
  setLoudness(loudness: Loudness): void
  /** Sound is to be held back for so long at least. */
  setDelay(ms: number): void
  stop(): void
}

/** When what is heard was: called now and then with the media time of the sample that is heard right now. */
export type OnHeard = (time: number) => void

export interface SoundPlatform {
  /** Whether Opus can be played in this rate. */
  readonly opus: boolean
  start(format: SoundFormat, onHeard: OnHeard): SoundPlayer
}
