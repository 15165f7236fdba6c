// What the page and its worker say to each other.
import type { AppError } from '../../../../preload/model/error.ts'
import type { FileEnd, GuestTools, Monitor } from '../../display.ts'
import type { ClipboardContent, ClipboardKind } from '../agent/clipboard.ts'
import type { MouseMode } from '../channels/main.ts'
import type { SoundFormat } from '../sound/platform.ts'
import type { VideoCounts } from '../video/stream.ts'

export type ToWorker =
  | { readonly t: 'start' }
  /** A canvas for one monitor, by a number of the page's; null: for the first. */
  | {
      readonly t: 'addPane'
      readonly pane: number
      readonly canvas: OffscreenCanvas
      readonly monitor: string | null
    }
  | { readonly t: 'showMonitor'; readonly pane: number; readonly id: string }
  | { readonly t: 'removePane'; readonly pane: number }
  /** The port of the pipe that was asked for, or why there is none. */
  | { readonly t: 'opened'; readonly pipe: number; readonly port: MessagePort }
  | { readonly t: 'refused'; readonly pipe: number; readonly error: unknown }
  | { readonly t: 'key'; readonly scancode: number; readonly down: boolean }
  | { readonly t: 'locks'; readonly locks: number }
  /** Guest pixels of the monitor that the pane shows. */
  | { readonly t: 'moveTo'; readonly pane: number; readonly x: number; readonly y: number }
  | { readonly t: 'moveBy'; readonly dx: number; readonly dy: number }
  | { readonly t: 'button'; readonly button: number; readonly down: boolean }
  | { readonly t: 'releaseAll' }
  /** The monitor that the pane shows is to have so many pixels. */
  | { readonly t: 'resizeGuest'; readonly pane: number; readonly width: number; readonly height: number }
  | { readonly t: 'shareClipboard'; readonly on: boolean }
  /** This computer has something; the guest has something that we want; what it asked for. */
  | { readonly t: 'offer'; readonly kind: ClipboardKind }
  | { readonly t: 'ask'; readonly kind: ClipboardKind }
  | { readonly t: 'give'; readonly content: ClipboardContent | null }
  | { readonly t: 'sendFile'; readonly id: number; readonly file: File }
  /** What the microphone hears will come over this port: samples by channel. */
  | { readonly t: 'microphone'; readonly port: MessagePort }
  | { readonly t: 'cancelFile'; readonly id: number }

/** A pointer's picture for CSS. */
export interface PointerImage {
  readonly png: Blob
  readonly hotX: number
  readonly hotY: number
}

export type FromWorker =
  | { readonly t: 'open'; readonly pipe: number }
  | { readonly t: 'connected' }
  | { readonly t: 'size'; readonly pane: number; readonly width: number; readonly height: number }
  | { readonly t: 'monitors'; readonly monitors: readonly Monitor[] }
  | { readonly t: 'mouseMode'; readonly mode: MouseMode }
  | { readonly t: 'locks'; readonly locks: number }
  | { readonly t: 'pointer'; readonly image: PointerImage | null }
  | { readonly t: 'notice'; readonly text: string }
  /** Somewhere in the guest there is sound: samples will come over this port. */
  | { readonly t: 'sound'; readonly format: SoundFormat; readonly port: MessagePort }
  /** The guest listens to the microphone, or no longer. */
  | { readonly t: 'recording'; readonly format: SoundFormat | null }
  /** A stream of video is over. */
  | { readonly t: 'video'; readonly counts: VideoCounts }
  | { readonly t: 'tools'; readonly tools: GuestTools | null }
  /** The guest's clipboard has something; here it is; the guest wants ours; what it gave is too large. */
  | { readonly t: 'guestHas'; readonly kind: ClipboardKind }
  | { readonly t: 'content'; readonly content: ClipboardContent }
  | { readonly t: 'wanted'; readonly kind: ClipboardKind }
  | { readonly t: 'tooLarge' }
  | { readonly t: 'fileProgress'; readonly id: number; readonly sentBytes: number }
  | { readonly t: 'fileEnded'; readonly id: number; readonly end: FileEnd }
  | {
      readonly t: 'ended'
      readonly error: AppError | null
      readonly unknown: Readonly<Record<string, number>>
    }
