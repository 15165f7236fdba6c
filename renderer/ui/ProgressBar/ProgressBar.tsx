// How far something is; without a value, that it goes on.
import { ProgressBar as AriaProgressBar } from 'react-aria-components'
import styles from './ProgressBar.module.css'

interface Props {
  readonly label: string
  /** 0…1, or null while nobody can know. */
  readonly value: number | null
}

export function ProgressBar({ label, value }: Props) {
  return (
    <AriaProgressBar
      aria-label={label}
      isIndeterminate={value === null}
      value={value ?? 0}
      maxValue={1}
      className={styles['track'] ?? ''}
    >
      <div
        className={value === null ? styles['endless'] : styles['bar']}
        style={{ width: value === null ? '30%' : `${value * 100}%` }}
      />
    </AriaProgressBar>
  )
}
