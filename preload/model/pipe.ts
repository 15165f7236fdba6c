// What travels over the port of a pipe, in both directions: bytes, and how many of them have been taken.
import type { AppError } from './error.ts'

/** Receiver → sender: this many more bytes were taken. The sender pauses its source when too many are on the way. */
export interface PipeTaken {
  readonly taken: number
}

/** Main → renderer, last of all: why there is no more. `error` is null for an ordinary end. */
export interface PipeEnded {
  readonly ended: { readonly error: AppError | null }
}

export type PipeMessage = Uint8Array | PipeTaken | PipeEnded
