// What happened to the machine, newest first: libvirt's events and what was done here, with pictures of its screen.
import { useEffect, useState } from 'react'
import type { TimelineEntry } from '../../../../preload/model/timeline.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { formatDate } from '../../../format/date.ts'
import { ask } from '../../../store/client.ts'
import { useMirror } from '../../../store/mirror.ts'
import { errorText, useWords, type Words } from '../../../store/words.ts'
import { Button } from '../../../ui/Button/Button.tsx'
import page from '../../page.module.css'
import { KeptPicture } from '../KeptPicture.tsx'
import styles from './Timeline.module.css'

const FEW = 8
/** Written a moment after the event that brought the machine's new state. */
const AGAIN_MS = 1_000

interface Props {
  readonly vm: Vm
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[]
}

export function Timeline({ vm, entries }: Props) {
  const words = useWords()
  const { t, language } = words
  const [all, setAll] = useState(false)
  const shown = [...entries].reverse().slice(0, all ? entries.length : FEW)
  return (
    <section className={page['section']} aria-label={t('timeline.title')}>
      <h2>{t('timeline.title')}</h2>
      {entries.length === 0 && <p className={page['muted']}>{t('timeline.none')}</p>}
      <ol className={styles['entries']}>
        {shown.map(({ at, what, picture }) => (
          <li key={at}>
            <time className={styles['at']} dateTime={new Date(at).toISOString()}>
              {formatDate(at, language)}
            </time>
            <div className={styles['what']}>
              <span data-bad={isBad(what) || undefined}>{textOf(what, words)}</span>
              {picture && (
                <KeptPicture
                  vm={vm}
                  picture={picture}
                  size="small"
                  label={t('timeline.picture', { at: formatDate(at, language) })}
                />
              )}
            </div>
          </li>
        ))}
      </ol>
      {!all && entries.length > FEW && (
        <div>
          <Button onPress={() => setAll(true)}>{t('timeline.all', { count: entries.length })}</Button>
        </div>
      )}
    </section>
  )
}

const BAD_EVENTS: ReadonlySet<string> = new Set([
  'crashed',
  'panicked',
  'failed',
  'pausedByError',
  'pausedByWatchdog',
])

function isBad(what: TimelineEntry['what']): boolean {
  return what.kind === 'event' ? BAD_EVENTS.has(what.event) : what.state === 'failed'
}

function textOf(what: TimelineEntry['what'], { t }: Words): string {
  if (what.kind === 'event') return t(`timeline.events.${what.event}`)
  const label = t(`task.${what.label.key}`, what.label.params)
  if (what.state === 'done') return label
  const why = what.state === 'failed' && what.error ? errorText(what.error, t) : ''
  return t(`timeline.${what.state}`, { label, why })
}

/** Read again when the machine changes, when a task of it ends, and when the window is looked at again. */
export function useTimeline(vm: Vm): readonly TimelineEntry[] {
  const { host, uuid } = vm
  const [entries, setEntries] = useState<readonly TimelineEntry[]>([])
  const ended = useMirror(
    state =>
      Object.values(state.objects.task).filter(
        task => task.endedAt !== null && task.about.includes(`${host}/${uuid}`),
      ).length,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: both are signs that there is another entry
  useEffect(() => {
    let over = false
    const read = () =>
      ask('vm.timeline', { host, vm: uuid }).then(
        found => over || setEntries(found),
        () => undefined, // what is known stays
      )
    void read()
    const timer = setTimeout(read, AGAIN_MS)
    window.addEventListener('focus', read)
    return () => {
      over = true
      clearTimeout(timer)
      window.removeEventListener('focus', read)
    }
  }, [host, uuid, vm, ended])
  return entries
}
