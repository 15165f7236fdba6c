// What goes on: the tasks that were started, newest first, and the calls to libvirt behind them.
import { useState } from 'react'
import type { Task } from '../../../preload/model/task.ts'
import { formatTime } from '../../format/date.ts'
import { ask } from '../../store/client.ts'
import { leaveDraft, triedDraft } from '../../store/drafts.ts'
import { useMirror } from '../../store/mirror.ts'
import { go } from '../../store/route.ts'
import { errorText, useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Button } from '../../ui/Button/Button.tsx'
import { Disclosure } from '../../ui/Disclosure/Disclosure.tsx'
import { EmptyState } from '../../ui/EmptyState/EmptyState.tsx'
import { Activity } from '../../ui/icons.ts'
import { ProgressBar } from '../../ui/ProgressBar/ProgressBar.tsx'
import { Tabs } from '../../ui/Tabs/Tabs.tsx'
import styles from '../page.module.css'
import { Calls } from './Calls.tsx'

export function ActivityPage() {
  const { t } = useWords()
  const [tab, setTab] = useState('tasks')
  return (
    <div className={styles['page']}>
      <h1>{t('action.activity')}</h1>
      <Tabs
        label={t('activity.tabs')}
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'tasks', title: t('activity.tasks'), content: <TaskList /> },
          { id: 'calls', title: t('activity.calls'), content: <Calls /> },
        ]}
      />
    </div>
  )
}

function TaskList() {
  const { t } = useWords()
  const table = useMirror(state => state.objects.task)
  const tasks = Object.values(table).sort((a, b) => b.startedAt - a.startedAt)
  return (
    <div className={styles['section']}>
      {tasks.length === 0 && (
        <EmptyState icon={<Activity />} title={t('task.none')}>
          {t('task.noneText')}
        </EmptyState>
      )}
      {tasks.map(task => (
        <TaskCard key={task.id} task={task} />
      ))}
    </div>
  )
}

/** Back to the wizard, as it was filled in, once a new machine could not be made. */
function TryAgain({ task }: { readonly task: Task }) {
  const { t } = useWords()
  const draft = triedDraft(task.id)
  if (!draft || (task.state !== 'failed' && task.state !== 'cancelled')) return null
  const tryAgain = () => {
    leaveDraft(draft)
    go({ at: 'new', host: draft.host })
  }
  return <Button onPress={tryAgain}>{t('task.tryAgain')}</Button>
}

function TaskCard({ task }: { readonly task: Task }) {
  const { t, language } = useWords()
  const label = t(`task.${task.label.key}`, task.label.params)
  const over = task.endedAt !== null
  return (
    <article className={styles['card']} aria-label={label} data-task-state={task.state}>
      <div className={styles['head']}>
        <h2>{label}</h2>
        <span className={styles['muted']}>
          {t(`task.states.${task.state}`)} · {formatTime(task.startedAt, language)}
        </span>
        <TryAgain task={task} />
        {over ? (
          <Button onPress={() => void ask('task.dismiss', { task: task.id })}>{t('task.dismiss')}</Button>
        ) : (
          <Button
            isDisabled={task.state === 'cancelling'}
            onPress={() => void ask('task.cancel', { task: task.id })}
          >
            {t('common.cancel')}
          </Button>
        )}
      </div>
      {!over && <ProgressBar label={t('task.progress', { label })} value={task.progress} />}
      {task.error && (
        <Banner
          kind="danger"
          title={errorText(task.error, t)}
          details={task.error.detail ? { label: t('common.details'), text: task.error.detail } : undefined}
        />
      )}
      {task.log.length > 0 && (
        <Disclosure label={t('task.log')} level={3}>
          <ol>
            {task.log.map(line => (
              <li key={`${line.at} ${line.label.key}`}>
                <span className={styles['muted']}>{formatTime(line.at, language)}</span>{' '}
                {t(`task.${line.label.key}`, line.label.params)}
              </li>
            ))}
          </ol>
        </Disclosure>
      )}
    </article>
  )
}
