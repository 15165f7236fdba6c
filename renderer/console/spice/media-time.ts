// What time it is in the server's media clock, milliseconds modulo 2³²: the clock that stands on frames of video and
// samples of sound. While sound is heard it is the sound's; else it is what the main channel said, gone on since.

const HALF = 2 ** 31

export class MediaTime {
  readonly #clock: () => number
  #offset = 0
  #heard: (() => number) | null = null

  /** @param clock milliseconds that only grow */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** The main channel's word. */
  set(time: number): void {
    this.#offset = time - this.#clock()
  }

  /** @param now the time of the sample that is heard right now; null: none is */
  hear(now: (() => number) | null): void {
    this.#heard = now
  }

  get isHeard(): boolean {
    return this.#heard !== null
  }

  now(): number {
    return this.#heard?.() ?? this.#clock() + this.#offset
  }

  /** Milliseconds until that time comes; negative: since it was. */
  until(time: number): number {
    const difference = (time - this.now()) % (2 * HALF)
    if (difference >= HALF) return difference - 2 * HALF
    return difference < -HALF ? difference + 2 * HALF : difference
  }
}
