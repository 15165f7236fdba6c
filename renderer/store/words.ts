// The words of the window: the language that the settings say, and how an error reads.
import { useTranslation } from 'react-i18next'
import { chooseLanguage, createI18n, type Translate } from '../../preload/locales/i18n.ts'
import { type AppError, AppFailure } from '../../preload/model/error.ts'
import type { Host } from '../../preload/model/host.ts'
import { hostLabel } from '../../preload/model/host-uri.ts'
import type { AppInfo } from '../../preload/model/patch.ts'
import type { Settings } from '../../preload/model/settings.ts'

export const i18n = createI18n('en')

export function languageOf(settings: Settings, app: AppInfo): 'en' | 'es' {
  return chooseLanguage(settings.language, [app.systemLanguage])
}

export interface Words {
  readonly t: Translate
  readonly language: string
}

export function useWords(): Words {
  const { t, i18n: instance } = useTranslation(undefined, { i18n })
  return { t: (key, params) => t(key, { ...params }), language: instance.language }
}

export function errorText(error: AppError, t: Translate): string {
  return t(`error.${error.code}`, error.params)
}

/** Whatever was thrown, as an error with a code. */
export function errorOf(error: unknown): AppError {
  if (error instanceof AppFailure) return error.error
  return { code: 'unexpected', params: {}, detail: error instanceof Error ? error.message : String(error) }
}

export function hostName(host: Host, t: Translate): string {
  return host.kind === 'other' ? hostLabel(host.uri) : t(`host.${host.kind}`)
}
