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

/** The keys that the Send key menu offers. */
export const KEY_CHORDS: readonly { readonly id: string; readonly codes: readonly string[] }[] = [
  { id: 'Ctrl+Alt+Del', codes: ['ControlLeft', 'AltLeft', 'Delete'] },
  { id: 'Ctrl+Alt+Backspace', codes: ['ControlLeft', 'AltLeft', 'Backspace'] },
  ...Array.from({ length: 12 }, (_, n) => ({
    id: `Ctrl+Alt+F${n + 1}`,
    codes: ['ControlLeft', 'AltLeft', `F${n + 1}`],
  })),
  { id: 'PrintScreen', codes: ['PrintScreen'] },
]
