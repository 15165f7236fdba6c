// What a host asks while it is being connected to: a password, a passphrase, whether its key is to be trusted.
import { useState } from 'react'
import { hostLabel } from '../../preload/model/host-uri.ts'
import type { Question } from '../../preload/model/question.ts'
import { ask } from '../store/client.ts'
import { useMirror } from '../store/mirror.ts'
import { useWords } from '../store/words.ts'
import { Banner } from '../ui/Banner/Banner.tsx'
import { Dialog } from '../ui/Dialog/Dialog.tsx'
import { TextField } from '../ui/Field/Field.tsx'
import styles from './QuestionDialog.module.css'

/** One at a time: the one that was asked first. */
export function QuestionDialog() {
  const question = useMirror(state => Object.values(state.objects.question)[0])
  return question ? <Asked key={question.id} question={question} /> : null
}

function Asked({ question }: { readonly question: Question }) {
  const { t } = useWords()
  const [answer, setAnswer] = useState('')
  const { kind, text, attempt } = question
  const isYesNo = kind === 'hostKey' || kind === 'confirm'
  const isNotice = kind === 'notice'
  const wantsText = !isYesNo && !isNotice
  const isSecret = kind === 'password' || kind === 'passphrase' || kind === 'other'
  const give = (given: string | null) => void ask('question.answer', { question: question.id, answer: given })
  return (
    <Dialog
      title={t(`question.${kind}`, { host: hostLabel(question.uri) })}
      cancelLabel={t('common.cancel')}
      {...(!isNotice && { confirmLabel: t(kind === 'hostKey' ? 'question.trust' : 'question.answer') })}
      onClose={() => give(null)}
      onConfirm={() => give(isYesNo ? 'yes' : answer)}
    >
      {kind === 'hostKey' && <p>{t('question.hostKeyText')}</p>}
      {wantsText && attempt > 1 && <Banner kind="warning" title={t('question.again')} />}
      <p className={styles['said']}>{text}</p>
      {wantsText && (
        <TextField
          label={t(`question.label.${kind}`)}
          type={isSecret ? 'password' : 'text'}
          value={answer}
          onChange={setAnswer}
          autoFocus
        />
      )}
    </Dialog>
  )
}
