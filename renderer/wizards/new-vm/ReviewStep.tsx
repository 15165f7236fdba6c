// Everything once more: sentences, the steps that Create takes, the definition.
import { ask } from '../../store/client.ts'
import { useWords } from '../../store/words.ts'
import { CodeBlock } from '../../ui/CodeBlock/CodeBlock.tsx'
import { Disclosure } from '../../ui/Disclosure/Disclosure.tsx'
import { Checkbox } from '../../ui/Field/Field.tsx'
import type { Fields } from './draft.ts'
import styles from './NewVmWizard.module.css'
import { Sentences } from './Summary.tsx'

export function ReviewStep(fields: Fields) {
  const { draft, plan, change } = fields
  const { t } = useWords()
  return (
    <>
      <section className={styles['stack']}>
        <h2>{draft.name}</h2>
        <Sentences {...fields} />
      </section>
      {plan && plan.steps.length > 0 && (
        <section className={styles['stack']}>
          <h2>{t('wizard.planned')}</h2>
          <ol className={styles['planned']}>
            {plan.steps.map(step => (
              <li key={step.key}>{t(`task.${step.key}`, step.params)}</li>
            ))}
          </ol>
        </section>
      )}
      <Checkbox isSelected={draft.startNow} onChange={startNow => change({ startNow })}>
        {t('wizard.startNow')}
      </Checkbox>
      {plan?.xml && (
        <Disclosure label={t('wizard.xml')}>
          <CodeBlock
            label={t('wizard.xml')}
            text={plan.xml}
            copyLabel={t('common.copy')}
            onCopy={text => void ask('window.copy', text)}
          />
        </Disclosure>
      )}
    </>
  )
}
