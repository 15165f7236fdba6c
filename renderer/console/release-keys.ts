// The keys that take the keyboard back from a guest: pressed together, nothing else meanwhile, and let go. Only when the
// last of them is up: the guest has then seen each go up, and none stays pressed over there.
import type { Settings } from '../../preload/model/settings.ts'

type Chord = readonly (readonly string[])[]

/** By `code` (UI Events), any of each group. Not AltRight: on many keyboards it is AltGr, on Windows with a Ctrl. */
const CHORDS: Readonly<Record<Settings['releaseKeys'], Chord>> = {
  'ctrl-alt': [['ControlLeft', 'ControlRight'], ['AltLeft']],
  'ctrl-shift': [
    ['ControlLeft', 'ControlRight'],
    ['ShiftLeft', 'ShiftRight'],
  ],
  'right-ctrl': [['ControlRight']],
}

export class ReleaseKeys {
  readonly #chord: Chord
  readonly #held = new Set<string>()
  #pressed = new Set<string>()

  constructor(keys: Settings['releaseKeys']) {
    this.#chord = CHORDS[keys]
  }

  down(code: string): void {
    if (this.#held.size === 0) this.#pressed = new Set()
    this.#held.add(code)
    this.#pressed.add(code)
  }

  /** @returns whether the guest lets the keyboard go now */
  up(code: string): boolean {
    this.#held.delete(code)
    if (this.#held.size > 0) return false
    const pressed = [...this.#pressed]
    this.#pressed = new Set()
    return (
      pressed.every(key => this.#chord.some(group => group.includes(key))) &&
      this.#chord.every(group => group.some(key => pressed.includes(key)))
    )
  }

  /** The window lost the keyboard: what goes up now, nobody tells us. */
  forget(): void {
    this.#held.clear()
    this.#pressed = new Set()
  }
}
