// Settings: each takes effect at once.
import type { Settings } from '../../../preload/model/settings.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { useWords } from '../../store/words.ts'
import { Select } from '../../ui/Field/Field.tsx'
import styles from '../page.module.css'

const SCALES = [90, 100, 110, 125, 150]

export function SettingsPage() {
  const { t } = useWords()
  const settings = useMirror(state => state.settings)
  const version = useMirror(state => state.app.version)
  const change = (next: Partial<Settings>) => void ask('settings.change', next)
  return (
    <div className={styles['page']}>
      <h1>{t('settings.title')}</h1>
      <div className={styles['section']} style={{ maxWidth: 320 }}>
        <Select
          label={t('settings.language')}
          value={settings.language}
          onChange={id => change({ language: id as Settings['language'] })}
          options={[
            { id: 'system', label: t('settings.system') },
            { id: 'en', label: t('settings.english') },
            { id: 'es', label: t('settings.spanish') },
          ]}
        />
        <Select
          label={t('settings.theme')}
          value={settings.theme}
          onChange={id => change({ theme: id as Settings['theme'] })}
          options={[
            { id: 'system', label: t('settings.system') },
            { id: 'light', label: t('settings.light') },
            { id: 'dark', label: t('settings.dark') },
          ]}
        />
        <Select
          label={t('settings.scale')}
          value={String(settings.scale)}
          onChange={id => change({ scale: Number(id) })}
          options={SCALES.map(scale => ({ id: String(scale), label: `${scale} %` }))}
        />
      </div>
      <p className={styles['muted']}>{t('settings.about', { version })}</p>
    </div>
  )
}
