// What the page of `npm run console-check` and the program that drives it say to each other.
import type { AppError } from '../../preload/model/error.ts'
import type { PipeEnded, PipeTaken } from '../../preload/model/pipe.ts'
import type { Display, VideoCounts } from './display.ts'

/** What the driver gives the page. Bytes travel as base64. */
export interface CheckDriver {
  /** Opens a way to the server; resolves with why there is none. */
  checkOpen(pipe: number): Promise<AppError | null>
  /** null: the page closes it. */
  checkSend(pipe: number, message: string | PipeTaken | null): Promise<void>
}

/** What the page gives the driver. */
export interface CheckPage {
  receive(pipe: number, message: string | PipeEnded): void
  /** Once it is over. `error` is null for an ordinary end. */
  ended: { readonly error: AppError | null } | null
  display: Display | null
  /** Streams of video that are over. */
  readonly videos: VideoCounts[]
}
