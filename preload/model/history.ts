// The definitions that a machine has had: each as some program made it, kept on this computer without secrets.
import type { Waiting } from './hardware.ts'

export interface HistoryEntry {
  /** When it was seen first: milliseconds since 1970. */
  readonly at: number
  /** Without secrets. */
  readonly xml: string
  /** What it changed of the one before, as far as the hardware form knows it; null for the first that is known. */
  readonly changes: readonly Waiting[] | null
}
