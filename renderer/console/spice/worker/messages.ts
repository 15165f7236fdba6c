// What the page and its worker say to each other.
import type { AppError } from '../../../../preload/model/error.ts'
import type { MouseMode } from '../channels/main.ts'

export type ToWorker =
  | { readonly t: 'start'; readonly canvas: OffscreenCanvas }
  /** The port of the pipe that was asked for, or why there is none. */
  | { readonly t: 'opened'; readonly pipe: number; readonly port: MessagePort }
  | { readonly t: 'refused'; readonly pipe: number; readonly error: unknown }
  | { readonly t: 'key'; readonly scancode: number; readonly down: boolean }
  | { readonly t: 'locks'; readonly locks: number }
  | { readonly t: 'moveTo'; readonly x: number; readonly y: number }
  | { readonly t: 'moveBy'; readonly dx: number; readonly dy: number }
  | { readonly t: 'button'; readonly button: number; readonly down: boolean }
  | { readonly t: 'releaseAll' }

/** A pointer's picture for CSS. */
export interface PointerImage {
  readonly png: Blob
  readonly hotX: number
  readonly hotY: number
}

export type FromWorker =
  | { readonly t: 'open'; readonly pipe: number }
  | { readonly t: 'connected' }
  | { readonly t: 'size'; readonly width: number; readonly height: number }
  | { readonly t: 'mouseMode'; readonly mode: MouseMode }
  | { readonly t: 'locks'; readonly locks: number }
  | { readonly t: 'pointer'; readonly image: PointerImage | null }
  | { readonly t: 'notice'; readonly text: string }
  | {
      readonly t: 'ended'
      readonly error: AppError | null
      readonly unknown: Readonly<Record<string, number>>
    }
