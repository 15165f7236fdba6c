// The draft in sentences, changing as it changes; what is missing and what is good to know.
import type { DraftStorage, Install } from '../../../preload/model/draft.ts'
import { formatGiB, formatMiB } from '../../format/bytes.ts'
import { errorText, useWords, type Words } from '../../store/words.ts'
import type { Fields } from './draft.ts'
import styles from './NewVmWizard.module.css'

export function Summary(fields: Fields) {
  const { plan } = fields
  const { t } = useWords()
  return (
    <aside className={styles['summary']} aria-label={t('wizard.summary')}>
      <h2>{fields.draft.name || t('wizard.summary')}</h2>
      <Sentences {...fields} />
      {plan && plan.problems.length > 0 && (
        <section>
          <h3>{t('wizard.problems')}</h3>
          <ul className={styles['problems']}>
            {plan.problems.map(problem => (
              <li key={`${problem.path} ${problem.error.code}`}>{errorText(problem.error, t)}</li>
            ))}
          </ul>
        </section>
      )}
      {plan && plan.warnings.length > 0 && (
        <section>
          <h3>{t('wizard.warnings')}</h3>
          <ul className={styles['warnings']}>
            {plan.warnings.map(warning => (
              <li key={warning.key}>{t(warning.key, warning.params)}</li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  )
}

export function Sentences({ draft }: Fields) {
  const words = useWords()
  const { t, language } = words
  const firmware = { bios: t('wizard.bios'), uefi: t('wizard.uefi'), 'uefi-secure': t('wizard.uefiSecure') }[
    draft.firmware
  ]
  const graphics = draft.graphics === 'none' ? t('wizard.noGraphics') : t(`console.${draft.graphics}`)
  return (
    <ul className={styles['sentences']}>
      <li>{describeStart(draft.install, words)}</li>
      <li>
        {t('wizard.sentence.size', {
          count: draft.cpus,
          memory: formatMiB(draft.memoryMiB, language),
        })}
      </li>
      {draft.install.kind !== 'image' && <li>{describeStorage(draft.storage, words)}</li>}
      <li>{t('wizard.sentence.nic', { nic: describeNic(draft.nic, words) })}</li>
      <li>{t('wizard.sentence.firmware', { firmware, graphics })}</li>
    </ul>
  )
}

function describeStart(install: Install, { t }: Words): string {
  const path = pathOf(install)
  if (path === null) return t(`wizard.sentence.what.${install.kind}`)
  return t(`wizard.sentence.what.${path ? install.kind : 'empty'}`, { path })
}

/** Empty while none is chosen; null for what starts from no file. */
function pathOf(install: Install): string | null {
  if (install.kind === 'iso' || install.kind === 'image') return install.path
  return install.kind === 'kernel' ? install.kernel : null
}

function describeStorage(storage: DraftStorage, { t, language }: Words): string {
  switch (storage.kind) {
    case 'new':
      return t('wizard.sentence.disk', { size: formatGiB(storage.sizeGiB || 0, language) })
    case 'volume':
      return t('wizard.sentence.volume', { volume: storage.volume || '…' })
    case 'none':
      return t('wizard.sentence.noDisk')
  }
}

function describeNic(nic: Fields['draft']['nic'], { t }: Words): string {
  switch (nic.kind) {
    case 'network':
      return nic.network
    case 'bridge':
      return nic.bridge
    case 'direct':
      return nic.device
    case 'user':
      return t('wizard.nicUser')
    case 'none':
      return t('wizard.nicNone')
  }
}
