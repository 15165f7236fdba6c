// Settings: each takes effect at once.
import { ASKED_BEFORE, HOST_KEYS, type Settings } from '../../../preload/model/settings.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { useWords } from '../../store/words.ts'
import { CheckboxGroup } from '../../ui/CheckboxGroup/CheckboxGroup.tsx'
import { Select } from '../../ui/Field/Field.tsx'
import styles from '../page.module.css'

const RELEASE_KEYS: readonly Settings['releaseKeys'][] = ['ctrl-alt', 'ctrl-shift', 'right-ctrl']
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
      <div className={styles['section']}>
        <CheckboxGroup
          label={t('settings.askedBefore')}
          value={settings.askedBefore}
          onChange={ids => change({ askedBefore: ids as Settings['askedBefore'] })}
          options={ASKED_BEFORE.map(id => ({ id, label: t(`settings.askBefore.${id}`) }))}
        />
      </div>
      <div className={styles['section']} style={{ maxWidth: 320 }}>
        <h2>{t('settings.console')}</h2>
        <Select
          label={t('settings.consoleScale')}
          value={settings.consoleScale}
          onChange={id => change({ consoleScale: id as Settings['consoleScale'] })}
          options={[
            { id: 'fit', label: t('console.fit') },
            { id: 'actual', label: t('console.actual') },
            { id: 'resize', label: t('console.resize') },
          ]}
        />
        <Select
          label={t('settings.releaseKeys')}
          value={settings.releaseKeys}
          onChange={id => change({ releaseKeys: id as Settings['releaseKeys'] })}
          options={RELEASE_KEYS.map(id => ({ id, label: t(`settings.releaseWith.${id}`) }))}
        />
      </div>
      <div className={styles['section']}>
        <CheckboxGroup
          label={t('settings.hostKeys')}
          description={t('settings.hostKeysText')}
          value={settings.hostKeys}
          onChange={ids => change({ hostKeys: ids as Settings['hostKeys'] })}
          options={HOST_KEYS.map(id => ({ id, label: t(`settings.hostKey.${id}`) }))}
        />
      </div>
      <p className={styles['muted']}>{t('settings.about', { version })}</p>
    </div>
  )
}
