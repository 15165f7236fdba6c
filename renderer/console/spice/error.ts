// The one error of this room: a server said something that we refuse, or that it may not say. Never an index, a
// range or a type error of the language: those would be ours.

export type SpiceReason =
  /** It ended before what it announced. */
  | 'truncated'
  /** A value that the protocol does not know, or that contradicts another. */
  | 'invalid'
  /** More than we are willing to hold. */
  | 'too-large'
  /** Allowed by the protocol, but nothing that we announced. */
  | 'unsupported'
  /** The server does not want us. */
  | 'refused'
  /** The server ended the session. */
  | 'ended'

export class SpiceError extends Error {
  readonly reason: SpiceReason

  constructor(reason: SpiceReason, message: string) {
    super(message)
    this.name = 'SpiceError'
    this.reason = reason
  }
}
