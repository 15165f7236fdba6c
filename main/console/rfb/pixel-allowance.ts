// How much a server may have drawn: a rectangle of a few bytes can fill the screen, and a window that draws nothing else
// does not answer its user. Nobody sees more than this.

/** Screens at once: an answer that was long in coming. */
const AT_ONCE = 32
const A_SECOND = 120
/** Screens that a new size costs. */
const RESIZE = 12

export class PixelAllowance {
  readonly #now: () => number
  #screen = 0
  #left = 0
  #since: number

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#now = now
    this.#since = now()
  }

  /**
   * A new screen costs as much as drawing it a few times: memory is made for it.
   * @returns whether there may be one now
   */
  resize(pixels: number): boolean {
    const isFirst = this.#screen === 0
    if (!isFirst) this.take(RESIZE * this.#screen)
    const screens = isFirst ? AT_ONCE : this.#left / this.#screen
    this.#screen = pixels
    this.#left = screens * pixels
    return screens >= 0
  }

  /** @returns whether so many pixels may be drawn now */
  take(pixels: number): boolean {
    const now = this.#now()
    const gained = ((now - this.#since) / 1_000) * A_SECOND * this.#screen
    this.#since = now
    this.#left = Math.min(this.#left + gained, AT_ONCE * this.#screen) - pixels
    return this.#left >= 0
  }
}
