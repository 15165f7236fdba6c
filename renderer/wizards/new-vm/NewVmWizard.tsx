// The wizard: what, size and place, review; the summary always beside it; Create as soon as nothing is missing.
import { useEffect, useState } from 'react'
import type { HostId } from '../../../preload/model/ids.ts'
import { ask } from '../../store/client.ts'
import { go } from '../../store/route.ts'
import { errorOf, errorText, useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Button } from '../../ui/Button/Button.tsx'
import { changeDraft, draftTried, type Fields, useDraftFor, useWizard } from './draft.ts'
import styles from './NewVmWizard.module.css'
import { ReviewStep } from './ReviewStep.tsx'
import { SizeStep } from './SizeStep.tsx'
import { Summary } from './Summary.tsx'
import { WhatStep } from './WhatStep.tsx'

const STEPS = [
  { id: 'what', title: 'wizard.stepWhat', Content: WhatStep },
  { id: 'size', title: 'wizard.stepSize', Content: SizeStep },
  { id: 'review', title: 'wizard.stepReview', Content: ReviewStep },
] as const

export function NewVmWizard({ host }: { readonly host: HostId }) {
  const { t } = useWords()
  useDraftFor(host)
  const { draft, options, plan, error } = useWizard()
  const [at, setAt] = useState(0)
  const [failed, setFailed] = useState<string | null>(null)
  const step = STEPS[at]
  const isValid = plan !== null && plan.problems.length === 0
  const create = async () => {
    if (!draft || !isValid) return
    try {
      const { task } = await ask('create.run', draft)
      draftTried(task)
      go({ at: 'activity' })
    } catch (reason) {
      setFailed(errorText(errorOf(reason), t))
    }
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void create()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
  if (error && !draft) {
    return (
      <div className={styles['message']}>
        <h1>{t('wizard.title')}</h1>
        <Banner
          kind="danger"
          title={errorText(error, t)}
          details={error.detail ? { label: t('common.details'), text: error.detail } : undefined}
        />
      </div>
    )
  }
  if (!draft || !options || !step) {
    return (
      <div className={styles['message']}>
        <h1>{t('wizard.title')}</h1>
        <p role="status">{t('common.loading')}</p>
      </div>
    )
  }
  const fields: Fields = { draft, options, plan, change: changeDraft }
  return (
    <div className={styles['wizard']}>
      <header className={styles['head']}>
        <h1>{t('wizard.title')}</h1>
        <ol className={styles['steps']} aria-label={t('wizard.steps')}>
          {STEPS.map((s, n) => (
            <li key={s.id}>
              <button
                type="button"
                className={styles['step']}
                aria-current={n === at ? 'step' : undefined}
                onClick={() => setAt(n)}
              >
                <span className={styles['number']}>{n + 1}</span> {t(s.title)}
              </button>
            </li>
          ))}
        </ol>
      </header>
      <div className={styles['form']}>
        {failed && <Banner kind="danger" title={failed} />}
        <step.Content {...fields} />
      </div>
      <Summary {...fields} />
      <footer className={styles['foot']}>
        <Button isDisabled={at === 0} onPress={() => setAt(at - 1)}>
          {t('common.back')}
        </Button>
        {at < STEPS.length - 1 && <Button onPress={() => setAt(at + 1)}>{t('common.next')}</Button>}
        <Button variant="primary" isDisabled={!isValid} onPress={() => void create()}>
          {t('wizard.create')}
        </Button>
      </footer>
    </div>
  )
}
