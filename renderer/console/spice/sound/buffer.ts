// Sound between its arrival and the loudspeaker: some is kept, so that what comes a little late is not missed; too much
// is let go, for what is heard should be what happens. Runs in the audio thread: it allocates nothing while it plays.

/** Kept before anything is played. */
export const LEAST_DELAY_MS = 60
/** So much beyond the delay is let go: the server's clock is a little faster than ours, or we slept. */
const SLACK_MS = 150
const LONGEST_MS = 4_000

export class SoundBuffer {
  readonly #channels: number
  readonly #hz: number
  /** A ring for each channel. */
  readonly #rings: readonly Float32Array[]
  #start = 0
  #length = 0
  /** Media time after the last sample. */
  #endTime = 0
  #delayMs = LEAST_DELAY_MS
  /** Enough has come. */
  #flowing = false

  constructor(channels: number, hz: number) {
    this.#channels = channels
    this.#hz = hz
    this.#rings = Array.from({ length: channels }, () => new Float32Array(this.#samples(LONGEST_MS)))
  }

  setDelay(ms: number): void {
    this.#delayMs = Math.min(Math.max(ms, LEAST_DELAY_MS), LONGEST_MS / 2)
  }

  get bufferedMs(): number {
    return (this.#length * 1_000) / this.#hz
  }

  /** Media time of the next sample that is played; null: none is. */
  get time(): number | null {
    return this.#flowing ? this.#endTime - this.bufferedMs : null
  }

  /** @param planes samples by channel, all as long as the first. @param time of the first sample */
  push(planes: readonly Float32Array[], time: number): void {
    const [first] = planes
    if (!first || planes.length !== this.#channels) return
    const size = this.#rings[0]?.length ?? 0
    const count = Math.min(first.length, size)
    if (this.#length + count > size) this.#drop(this.#length + count - size)
    for (const [channel, ring] of this.#rings.entries()) {
      const plane = planes[channel] as Float32Array
      let to = (this.#start + this.#length) % size
      for (let at = 0; at < count; at++) {
        ring[to] = plane[at] ?? 0
        if (++to === size) to = 0
      }
    }
    this.#length += count
    this.#endTime = time + (first.length * 1_000) / this.#hz
    if (this.bufferedMs >= this.#delayMs) this.#flowing = true
    if (this.bufferedMs > this.#delayMs + SLACK_MS) this.#drop(this.#length - this.#samples(this.#delayMs))
  }

  /** Fills what it can; silence is the rest. @param gains by channel */
  pull(outputs: readonly Float32Array[], gains: readonly number[]): void {
    const wanted = outputs[0]?.length ?? 0
    const count = this.#flowing ? Math.min(wanted, this.#length) : 0
    const size = this.#rings[0]?.length ?? 1
    for (const [channel, output] of outputs.entries()) {
      const own = Math.min(channel, this.#channels - 1)
      const ring = this.#rings[own]
      const gain = gains[own] ?? gains.at(-1) ?? 1
      let from = this.#start
      for (let at = 0; at < count; at++) {
        output[at] = (ring?.[from] ?? 0) * gain
        if (++from === size) from = 0
      }
      output.fill(0, count)
    }
    this.#drop(count)
    // Nothing is left: what comes next is gathered anew.
    if (count < wanted) this.#flowing = false
  }

  #drop(count: number): void {
    const size = this.#rings[0]?.length ?? 1
    const dropped = Math.min(count, this.#length)
    this.#start = (this.#start + dropped) % size
    this.#length -= dropped
  }

  #samples(ms: number): number {
    return Math.ceil((ms * this.#hz) / 1_000)
  }
}
