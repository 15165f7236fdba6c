// A display that a .vv file leads to, as the window asks about it. No password and no certificate.

export interface VvFacts {
  readonly kind: 'spice' | 'vnc'
  readonly host: string
  readonly port: number
  readonly isEncrypted: boolean
  /** What the file calls it; '' for nothing. */
  readonly title: string
  /** It wants to be deleted once it was used. */
  readonly isDeleted: boolean
  /** It names a proxy, which is not used. */
  readonly hasProxy: boolean
}
