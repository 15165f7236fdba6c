// What a host asks while it is being connected to: a password, a passphrase, whether its key is to be trusted.
import { useState } from 'react'
import { hostLabel } from '../../preload/model/host-uri.ts'
import type { Question } from '../../preload/model/question.ts'
import { ask } from '../store/client.ts'
import { useMirror } from '../store/mirror.ts'
import { useWords } from '../store/words.ts'
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
  const isYesNo = question.kind === 'hostKey'
  const isSecret = question.kind === 'password' || question.kind === 'passphrase'
  const give = (given: string | null) => void ask('question.answer', { question: question.id, answer: given })
  return (
    <Dialog
      title={t(`question.${question.kind}`, { host: hostLabel(question.uri) })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t(isYesNo ? 'question.trust' : 'question.answer')}
      onClose={() => give(null)}
      onConfirm={() => give(isYesNo ? 'yes' : answer)}
    >
      {isYesNo && <p>{t('question.hostKeyText')}</p>}
      <p className={styles['said']}>{question.text}</p>
      {!isYesNo && (
        <TextField
          label={t(isSecret ? `question.label.${question.kind}` : 'question.label.other')}
          type={isSecret ? 'password' : 'text'}
          value={answer}
          onChange={setAnswer}
          autoFocus
        />
      )}
    </Dialog>
  )
}
