// What the console page asks of a display, whichever protocol it speaks.
import type { AppError } from '../../preload/model/error.ts'

/** Whole in the frame; a guest pixel a pixel; the guest as large as the frame, where its agent can do that. */
export type ScreenScale = 'fit' | 'actual' | 'resize'

/** What the agent in the guest can do. */
export interface GuestTools {
  readonly resize: boolean
  readonly clipboard: boolean
  readonly files: boolean
}

export type FileEnd =
  | 'done'
  | 'cancelled'
  /** The agent refuses, or the guest could not write it. */
  | 'failed'
  | 'noSpace'
  | 'locked'
  | 'disabled'
  /** The agent has gone. */
  | 'gone'
  /** It cannot be read here any more. */
  | 'unreadable'

/** A screen of the guest, in guest pixels. */
export interface Monitor {
  readonly id: string
  readonly width: number
  readonly height: number
}

/** One that is to be shown, and what it is called where there are several. */
export interface ShownMonitor {
  readonly id: string
  readonly name: string
}

/** Frames that came, and those of them that were not shown. */
export interface VideoCounts {
  readonly codec: string
  readonly frames: number
  readonly drops: number
}

/** What a console of any kind says of its connection. */
export interface LifeEvents {
  readonly onConnected: () => void
  /** Told once, also when it never connected. null: an ordinary end, such as a guest that was switched off. */
  readonly onEnded: (error: AppError | null) => void
  /** null: no agent runs in the guest. Told when it changes. */
  readonly onTools?: (tools: GuestTools | null) => void
}

export interface DisplayEvents extends LifeEvents {
  readonly onFileProgress?: (id: number, sentBytes: number) => void
  /** Once for each file. */
  readonly onFileEnded?: (id: number, end: FileEnd) => void
  /** What is on a clipboard is more than goes over. */
  readonly onClipboardTooLarge?: () => void
  /** Told when they change. */
  readonly onMonitors?: (monitors: readonly Monitor[]) => void
  /** It makes a sound. */
  readonly onSound?: () => void
  /** A part of the picture came as video, and that is over. */
  readonly onVideo?: (counts: VideoCounts) => void
}

export interface Display {
  /**
   * Keys pressed together and let go, by their `code` (UI Events).
   * @param sign what the last of them types, where it is known
   */
  sendKeys(codes: readonly string[], sign: string | null): void
  setScale(scale: ScreenScale): void
  /** The guest's picture as it is, unscaled; of several monitors, the one used last. Null before there is one. */
  canvas(): HTMLCanvasElement | null
  focus(): void
  close(): void
  /** The clipboard's text or picture goes both ways while the console has the keyboard. Missing: the protocol cannot. */
  shareClipboard?(on: boolean): void
  /** Whether its sound is heard here. Missing: the protocol has none. */
  setMuted?(muted: boolean): void
  /** What the guest plays, another stream each time it begins to; null while it does not. Missing: the protocol has none. */
  sound?(): MediaStream | null
  /** Whether the guest hears this computer's microphone while it listens. Missing: the protocol has none. */
  allowMicrophone?(allowed: boolean): void
  /** Side by side in its frame; the first where none is named. Missing: the protocol has one picture only. */
  showMonitors?(monitors: readonly ShownMonitor[]): void
  /** @param id never used before on this display */
  sendFile?(id: number, file: File): void
  cancelFile?(id: number): void
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
