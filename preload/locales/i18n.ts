// The words, in both languages, for main's menu and the renderer's views. One instance a process.
import i18next, { type i18n } from 'i18next'
import en from './en.json' with { type: 'json' }
import es from './es.json' with { type: 'json' }
import forwardsEn from './forwards.en.json' with { type: 'json' }
import forwardsEs from './forwards.es.json' with { type: 'json' }
import hardwareEn from './hardware.en.json' with { type: 'json' }
import hardwareEs from './hardware.es.json' with { type: 'json' }
import nicEn from './nic.en.json' with { type: 'json' }
import nicEs from './nic.es.json' with { type: 'json' }
import overviewEn from './overview.en.json' with { type: 'json' }
import overviewEs from './overview.es.json' with { type: 'json' }
import placementEn from './placement.en.json' with { type: 'json' }
import placementEs from './placement.es.json' with { type: 'json' }
import processorEn from './processor.en.json' with { type: 'json' }
import processorEs from './processor.es.json' with { type: 'json' }
import readinessEn from './readiness.en.json' with { type: 'json' }
import readinessEs from './readiness.es.json' with { type: 'json' }
import trialEn from './trial.en.json' with { type: 'json' }
import trialEs from './trial.es.json' with { type: 'json' }
import usageEn from './usage.en.json' with { type: 'json' }
import usageEs from './usage.es.json' with { type: 'json' }
import xmlEn from './xml.en.json' with { type: 'json' }
import xmlEs from './xml.es.json' with { type: 'json' }

export const LANGUAGES = ['en', 'es'] as const
export type Language = (typeof LANGUAGES)[number]

export type Translate = (key: string, params?: Readonly<Record<string, string | number>>) => string

export const RESOURCES = {
  en: {
    translation: {
      ...en,
      readiness: readinessEn,
      hardware: hardwareEn,
      forwards: forwardsEn,
      nic: nicEn,
      overview: overviewEn,
      placement: placementEn,
      processor: processorEn,
      trial: trialEn,
      usage: usageEn,
      xml: xmlEn,
    },
  },
  es: {
    translation: {
      ...es,
      readiness: readinessEs,
      hardware: hardwareEs,
      forwards: forwardsEs,
      nic: nicEs,
      overview: overviewEs,
      placement: placementEs,
      processor: processorEs,
      trial: trialEs,
      usage: usageEs,
      xml: xmlEs,
    },
  },
}

/** Ready at once: the words are part of the program. */
export function createI18n(language: Language): i18n {
  const instance = i18next.createInstance()
  void instance.init({
    lng: language,
    fallbackLng: 'en',
    resources: RESOURCES,
    initAsync: false,
    // Nothing of ours is HTML: React escapes, and a second escape would show.
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  return instance
}

/** The language to show: the user's choice, or what the system asks for, English where it asks for neither. */
export function chooseLanguage(setting: 'system' | Language, systemLanguages: readonly string[]): Language {
  if (setting !== 'system') return setting
  for (const tag of systemLanguages) {
    const base = tag.toLowerCase().split(/[-_]/)[0]
    if (base === 'en' || base === 'es') return base
  }
  return 'en'
}
