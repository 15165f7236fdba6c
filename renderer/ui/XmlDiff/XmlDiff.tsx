// Two texts as one, line by line: what went and what came, by sign, word and colour.
import { useMemo } from 'react'
import { classes } from '../classes.ts'
import { VisuallyHidden } from '../VisuallyHidden/VisuallyHidden.tsx'
import { type DiffLine, diffLines } from './diff-lines.ts'
import { hunksOf } from './hunks.ts'
import styles from './XmlDiff.module.css'

interface Props {
  readonly label: string
  readonly before: string
  readonly after: string
  /** Said before an added line. */
  readonly addedLabel: string
  readonly removedLabel: string
  /** `12 unchanged lines` */
  readonly unchangedLabel: (count: number) => string
  /** Shown where nothing differs. */
  readonly sameText: string
  /** Lines shown around a change. */
  readonly context?: number
}

export function XmlDiff({
  label,
  before,
  after,
  addedLabel,
  removedLabel,
  unchangedLabel,
  sameText,
  context = 3,
}: Props) {
  const lines = useMemo(() => diffLines(before, after), [before, after])
  const words = { added: addedLabel, removed: removedLabel, same: '' }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} className={styles['diff']} tabIndex={0}>
      {lines.every(line => line.kind === 'same') ? (
        <p className={styles['none']}>{sameText}</p>
      ) : (
        <div className={styles['lines']}>
          {hunksOf(lines, context).map((hunk, at) =>
            hunk.kind === 'unchanged' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: hunks have no identity but their place
              <p key={at} className={styles['unchanged']}>
                {unchangedLabel(hunk.count)}
              </p>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: hunks have no identity but their place
              <Lines key={at} lines={hunk.lines} words={words} />
            ),
          )}
        </div>
      )}
    </section>
  )
}

const SIGNS = { added: '+', removed: '−', same: ' ' }

interface LinesProps {
  readonly lines: readonly DiffLine[]
  readonly words: Readonly<Record<DiffLine['kind'], string>>
}

function Lines({ lines, words }: LinesProps) {
  return (
    <pre className={styles['code']}>
      {lines.map((line, at) => {
        const Line = line.kind === 'added' ? 'ins' : line.kind === 'removed' ? 'del' : 'span'
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          <Line key={at} className={classes(styles['line'], styles[line.kind])}>
            <span className={styles['sign']} aria-hidden>
              {SIGNS[line.kind]}
            </span>
            {words[line.kind] && <VisuallyHidden>{words[line.kind]} </VisuallyHidden>}
            {`${line.text}\n`}
          </Line>
        )
      })}
    </pre>
  )
}
