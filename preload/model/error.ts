// An error as both sides know it: a code that is a key into the locales, never a sentence.

/** Values that a translated text may name. */
export type TextParams = Readonly<Record<string, string | number>>

export interface AppError {
  /** Key below `error.` in locales/*.json: `libvirt.noDomain`, `create.nameTaken`. */
  readonly code: string
  readonly params: TextParams
  /** What libvirt, QEMU or the system said, in its own words: shown behind Details, never translated. */
  readonly detail?: string
  /** libvirt's own numbers, for people who search for them. */
  readonly source?: { readonly domain: string; readonly code: string }
}

/** What an ask resolves to on the wire: `invoke` alone would keep only the message of an error. */
export type Envelope<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: AppError }

/** The error that services throw and that `ask` rejects with. */
export class AppFailure extends Error {
  readonly error: AppError
  constructor(code: string, params: TextParams = {}, rest: Omit<AppError, 'code' | 'params'> = {}) {
    super(rest.detail === undefined ? code : `${code}: ${rest.detail}`)
    this.name = 'AppFailure'
    this.error = { code, params, ...rest }
  }

  static from(error: AppError): AppFailure {
    const { code, params, ...rest } = error
    return new AppFailure(code, params, rest)
  }
}

export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
