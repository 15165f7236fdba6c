// What the console page asks of a display, whichever protocol it speaks.
import type { AppError } from '../../preload/model/error.ts'

export interface DisplayEvents {
  readonly onConnected: () => void
  /** Told once, also when it never connected. null: an ordinary end, such as a guest that was switched off. */
  readonly onEnded: (error: AppError | null) => void
}

export interface Display {
  /** Keys pressed together and let go, by their `code` (UI Events). */
  sendKeys(codes: readonly string[]): void
  /** Scales to its frame, or shows a guest pixel as a pixel. */
  setFit(fit: boolean): void
  /** The guest's picture as it is, unscaled. Null before there is one. */
  canvas(): HTMLCanvasElement | null
  focus(): void
  close(): void
}

const CTRL_ALT = ['ControlLeft', 'AltLeft']
const F_KEYS = Array.from({ length: 12 }, (_, n) => `F${n + 1}`)

/** What the Send key menu offers, by `code`, in its order: what the host or its desktop would keep for itself. */
export const KEY_CHORDS: readonly (readonly string[])[] = [
  [...CTRL_ALT, 'Delete'],
  [...CTRL_ALT, 'Backspace'],
  ['ControlLeft', 'Escape'],
  ['AltLeft', 'Tab'],
  ['AltLeft', 'F4'],
  ['MetaLeft'],
  ['PrintScreen'],
  ...F_KEYS.map(key => [...CTRL_ALT, key]),
  ...F_KEYS.map(key => [key]),
]
