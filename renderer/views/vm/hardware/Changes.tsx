// The changes that wait for Apply: each with when it comes and Undo, the difference they make, Discard and Apply.
import { useState } from 'react'
import type { ChangeEffect } from '../../../../preload/model/hardware.ts'
import type { TrialWish } from '../../../../preload/model/trial.ts'
import { useWords } from '../../../store/words.ts'
import { Badge } from '../../../ui/Badge/Badge.tsx'
import { Button } from '../../../ui/Button/Button.tsx'
import { Disclosure } from '../../../ui/Disclosure/Disclosure.tsx'
import { IconButton } from '../../../ui/IconButton/IconButton.tsx'
import { Undo2 } from '../../../ui/icons.ts'
import { ErrorBanner } from '../ErrorBanner.tsx'
import { Difference } from './Difference.tsx'
import type { Editing } from './editing.ts'
import styles from './Hardware.module.css'
import { usePreview } from './preview.ts'
import { TrialFields } from './TrialFields.tsx'
import { changeText } from './words.ts'

export function Changes({ editing }: { readonly editing: Editing }) {
  const words = useWords()
  const { t } = words
  const { pending, isBusy } = editing
  const { preview, error } = usePreview(editing, pending)
  const [trial, setTrial] = useState<TrialWish | null>(null)
  return (
    <section className={styles['changes']} aria-label={t('hardware.changes')}>
      <div className={styles['bar']}>
        <h2>{t('hardware.waitingChanges', { count: pending.length })}</h2>
        <Button onPress={editing.discard} isDisabled={isBusy}>
          {t('hardware.discard')}
        </Button>
        <Button variant="primary" onPress={() => editing.apply(trial)} isPending={isBusy}>
          {t('hardware.apply')}
        </Button>
      </div>
      {error && <ErrorBanner error={error} />}
      <ul className={styles['pending']}>
        {pending.map((change, at) => (
          <li key={JSON.stringify(change)}>
            <span>{changeText(change, words)}</span>
            <Effect effect={preview?.effects[at]} />
            <IconButton
              icon={<Undo2 />}
              size="small"
              label={t('hardware.undo', { change: changeText(change, words) })}
              isDisabled={isBusy}
              onPress={() => editing.drop(change)}
            />
          </li>
        ))}
      </ul>
      {preview && <TrialFields risks={preview.risks} wish={trial} onChange={setTrial} />}
      {preview && (
        <Disclosure label={t('hardware.diff.label')} level={null}>
          <Difference label={t('hardware.diff.label')} before={preview.before} after={preview.after} />
        </Disclosure>
      )}
    </section>
  )
}

/** When the guest has it. */
export function Effect({ effect }: { readonly effect: ChangeEffect | undefined }) {
  const { t } = useWords()
  if (!effect) return null
  return (
    <span className={styles['effect']}>
      <Badge kind={effect.at === 'now' ? 'success' : 'neutral'}>{t(`hardware.at.${effect.at}`)}</Badge>
      {effect.why && <span className={styles['why']}>{t(`hardware.why.${effect.why}`)}</span>}
    </span>
  )
}
