// What the machine was defined as, version by version: what each changed, in words and as XML, and the way back to it.
import { useEffect, useState } from 'react'
import type { AppError } from '../../../../preload/model/error.ts'
import { deviceKey } from '../../../../preload/model/hardware.ts'
import type { HistoryEntry } from '../../../../preload/model/history.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { formatDate } from '../../../format/date.ts'
import { ask } from '../../../store/client.ts'
import { errorOf, useWords, type Words } from '../../../store/words.ts'
import { Badge } from '../../../ui/Badge/Badge.tsx'
import { Button } from '../../../ui/Button/Button.tsx'
import { RotateCcw } from '../../../ui/icons.ts'
import { ListBox } from '../../../ui/ListBox/ListBox.tsx'
import { SegmentedControl } from '../../../ui/SegmentedControl/SegmentedControl.tsx'
import { ErrorBanner } from '../ErrorBanner.tsx'
import { Difference } from '../hardware/Difference.tsx'
import { ChangeDialog } from '../hardware/dialogs/ChangeDialog.tsx'
import { type Editing, useEditing } from '../hardware/editing.ts'
import styles from '../hardware/Hardware.module.css'
import { waitingText } from '../hardware/words.ts'

export function HistoryTab({ vm }: { readonly vm: Vm }) {
  const words = useWords()
  const { t, language } = words
  const editing = useEditing(vm)
  const { entries, error } = useHistory(vm, editing.hardware?.revision)
  const [chosen, setChosen] = useState<string | null>(null)
  const place = Math.max(
    0,
    entries.findIndex(({ at }) => String(at) === chosen),
  )
  const entry = entries[place]
  const problem = error ?? editing.error
  return (
    <div className={styles['tab']}>
      {problem && <ErrorBanner error={problem} />}
      <p className={styles['muted']}>{t('xml.historyText')}</p>
      {entry && editing.hardware && (
        <div className={styles['panes']}>
          <div className={styles['list']}>
            <ListBox
              label={t('xml.versions')}
              items={entries.map(one => ({
                id: String(one.at),
                label: formatDate(one.at, language),
                detail: summaryOf(one, words),
              }))}
              selected={String(entry.at)}
              onSelect={setChosen}
            />
          </div>
          <Version
            key={entry.at}
            entry={entry}
            before={entries[place + 1]}
            editing={editing}
            isPresent={entry.xml === editing.hardware.definition}
          />
        </div>
      )}
    </div>
  )
}

interface VersionProps {
  readonly entry: HistoryEntry
  readonly before: HistoryEntry | undefined
  readonly editing: Editing
  readonly isPresent: boolean
}

function Version({ entry, before, editing, isPresent }: VersionProps) {
  const words = useWords()
  const { t, language } = words
  const [against, setAgainst] = useState<'before' | 'now'>('before')
  const [restoring, setRestoring] = useState(false)
  const at = formatDate(entry.at, language)
  const other = against === 'now' ? editing.hardware.definition : (before?.xml ?? entry.xml)
  return (
    <section className={styles['form']} aria-label={at}>
      <div className={styles['head']}>
        <h2>{at}</h2>
        {isPresent ? (
          <Badge kind="success">{t('xml.present')}</Badge>
        ) : (
          <Button icon={<RotateCcw />} isDisabled={editing.isBusy} onPress={() => setRestoring(true)}>
            {t('xml.restore')}
          </Button>
        )}
      </div>
      {entry.changes === null && <p className={styles['muted']}>{t('xml.firstVersion')}</p>}
      {entry.changes?.length === 0 && <p>{t('xml.otherParts')}</p>}
      <ul className={styles['items']}>
        {entry.changes?.map(item => (
          <li key={`${deviceKey(item)} ${item.field}`}>{waitingText(item, words)}</li>
        ))}
      </ul>
      {!isPresent && before && (
        <div>
          <SegmentedControl
            label={t('xml.against')}
            value={against}
            onChange={id => setAgainst(id as 'before' | 'now')}
            options={[
              { id: 'before', label: t('xml.againstBefore') },
              { id: 'now', label: t('xml.againstNow') },
            ]}
          />
        </div>
      )}
      <Difference
        label={t('hardware.diff.label')}
        before={against === 'now' ? entry.xml : other}
        after={against === 'now' ? other : entry.xml}
      />
      {restoring && (
        <ChangeDialog
          editing={editing}
          title={t('xml.restoreTitle', { at })}
          confirmLabel={t('xml.restore')}
          change={{ do: 'xml', text: entry.xml }}
          size="large"
          onClose={() => setRestoring(false)}
        >
          <p>{t('xml.restoreText')}</p>
        </ChangeDialog>
      )}
    </section>
  )
}

function summaryOf({ changes }: HistoryEntry, words: Words): string {
  const { t } = words
  if (changes === null) return t('xml.firstVersion')
  const [first] = changes
  if (!first) return t('xml.otherParts')
  const text = waitingText(first, words)
  return changes.length === 1 ? text : t('xml.andMore', { text, count: changes.length - 1 })
}

/** Read again whenever the machine or its definition changes. */
function useHistory(vm: Vm, revision: string | undefined) {
  const { host, uuid } = vm
  const [entries, setEntries] = useState<readonly HistoryEntry[]>([])
  const [error, setError] = useState<AppError | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: both are signs that there is another version
  useEffect(() => {
    let over = false
    ask('vm.history', { host, vm: uuid }).then(
      found => over || setEntries(found),
      reason => over || setError(errorOf(reason)),
    )
    return () => {
      over = true
    }
  }, [host, uuid, vm, revision])
  return { entries, error }
}
