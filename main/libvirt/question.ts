// What only a person can answer on the way to a host: a password, whether a host's key is the right one.

export interface Question {
  /**
   * - `user`: the name to log in with
   * - `password`, `passphrase` (of a key), `other` (a one-time code, say): hide what is typed
   * - `hostKey`: `yes` to trust it for ever; `no` or null not to
   * - `confirm`: `yes` or `no`
   * - `notice`: nothing to answer, such as "touch your security key"; the signal says when it is over
   */
  readonly kind: 'user' | 'password' | 'passphrase' | 'hostKey' | 'confirm' | 'notice' | 'other'
  /** Whoever asks, in its own words. They may be the peer's: text, never HTML. */
  readonly text: string
  /** The host of the URI, '' for this computer. A host on the way (ProxyJump) is named in the text alone. */
  readonly host: string
  /** 1, or more when the answers before were wrong. */
  readonly attempt: number
  /** Of `hostKey`: `SHA256:…`. */
  readonly fingerprint: string | null
}

/**
 * @param signal aborts when an answer is of no use any more: take the question away
 * @returns null to give up connecting
 */
export type OnQuestion = (question: Question, signal: AbortSignal) => Promise<string | null>
