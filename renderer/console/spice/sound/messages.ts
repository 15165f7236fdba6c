// What passes between the worker and the audio thread, over a port that goes past the page.
import type { Loudness } from './platform.ts'

export type ToSpeaker =
  | { readonly t: 'sound'; readonly planes: readonly Float32Array[]; readonly time: number }
  | ({ readonly t: 'loudness' } & Loudness)
  | { readonly t: 'delay'; readonly ms: number }
  | { readonly t: 'stop' }

/** Media time of the sample that leaves for the loudspeaker now. */
export interface FromSpeaker {
  readonly time: number
}
