// What the stand-in's main process and its preload world say to each other over the DevTools pipe.
// Values inside are encoded by codec.ts.
export type Encoded = unknown

export type ToMain =
  | { readonly t: 'invoke'; readonly id: number; readonly channel: string; readonly args: Encoded }
  | { readonly t: 'send'; readonly channel: string; readonly args: Encoded }
  | { readonly t: 'port'; readonly id: number; readonly data: Encoded }
  | { readonly t: 'portClosed'; readonly id: number }
  | { readonly t: 'key'; readonly accelerator: string }
  | { readonly t: 'preloadFailed'; readonly error: string }

export type ToPage =
  | { readonly t: 'answer'; readonly id: number; readonly value?: Encoded; readonly error?: string }
  | {
      readonly t: 'event'
      readonly channel: string
      readonly args: Encoded
      readonly ports: readonly number[]
    }
  | { readonly t: 'port'; readonly id: number; readonly data: Encoded }
  | { readonly t: 'portClosed'; readonly id: number }
  | { readonly t: 'accelerators'; readonly keys: readonly string[] }

/** Given to the preload world with its source. */
export interface WorldConfig {
  /** Names of the DOM events by which the two worlds of a page talk. */
  readonly toPage: string
  readonly toPreload: string
  readonly binding: string
  readonly platform: string
  readonly arch: string
  readonly versions: Readonly<Record<string, string>>
}
