// What the stand-in's main process and its preload world say to each other over the DevTools pipe: JSON, with the
// values of the app encoded by codec.ts. Bytes of a port stand beside their message, as base64, not in it.
import type { Json } from './codec.ts'

/** A value for a port: bytes beside the message, or a value in it. */
export type PortData = { readonly bytes: 'Uint8Array' | 'ArrayBuffer' } | { readonly data: Json }

interface PortMessage {
  readonly t: 'port'
  readonly id: number
  readonly value: PortData
}
interface PortClosed {
  readonly t: 'portClosed'
  readonly id: number
}

export type ToMain =
  | { readonly t: 'invoke'; readonly id: number; readonly channel: string; readonly args: Json }
  | { readonly t: 'send'; readonly channel: string; readonly args: Json; readonly ports: readonly number[] }
  | PortMessage
  | PortClosed
  | { readonly t: 'key'; readonly accelerator: string }
  | { readonly t: 'presence'; readonly presence: Presence }
  | { readonly t: 'used' }
  | { readonly t: 'focus'; readonly focused: boolean }
  | { readonly t: 'full'; readonly full: boolean }
  | { readonly t: 'media'; readonly media: Media }
  | { readonly t: 'filePath'; readonly id: number }
  | { readonly t: 'preloadFailed'; readonly error: string }

export type ToPage =
  | { readonly t: 'answer'; readonly id: number; readonly value?: Json; readonly error?: string }
  | { readonly t: 'event'; readonly channel: string; readonly args: Json; readonly ports: readonly number[] }
  | PortMessage
  | PortClosed
  | { readonly t: 'filePath'; readonly id: number; readonly path: string }
  | { readonly t: 'accelerators'; readonly keys: readonly string[] }
  | { readonly t: 'zoom'; readonly factor: number }

/** Where the page is on the screen, in CSS pixels. */
export interface Presence {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What the desktop wants of colours. */
export interface Media {
  readonly dark: boolean
  readonly contrast: boolean
  readonly forced: boolean
}

/** Ports that main made count up from 1, ports that a page made from here. */
export const FIRST_PAGE_PORT = 1_000_000_000

/** Given to the preload world with its source. */
export interface WorldConfig {
  /** Names of the DOM events by which the two worlds of a page talk. */
  readonly toPage: string
  readonly toPreload: string
  readonly binding: string
  readonly platform: string
  readonly arch: string
  readonly versions: Readonly<Record<string, string>>
  /** Whether there is a window that a user can move. */
  readonly windowed: boolean
}
