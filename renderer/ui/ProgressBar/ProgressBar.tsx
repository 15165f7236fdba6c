// How far something is; without a value, that it goes on.
import { ProgressBar as AriaProgressBar, Label } from 'react-aria-components'
import { classes } from '../classes.ts'
import styles from './ProgressBar.module.css'

interface Props {
  readonly label: string
  /** 0…1, or null while nobody can know. */
  readonly value: number | null
  /** `1.2 of 4.0 GiB, 12 MB/s`, instead of the percentage. */
  readonly valueText?: string
  /** Shows label and value above the bar, which are else only said. */
  readonly isLabelShown?: boolean
}

export function ProgressBar({ label, value, valueText, isLabelShown = false }: Props) {
  return (
    <AriaProgressBar
      isIndeterminate={value === null}
      value={value ?? 0}
      maxValue={1}
      className={styles['progress'] ?? ''}
      {...(!isLabelShown && { 'aria-label': label })}
      {...(valueText !== undefined && { valueLabel: valueText })}
    >
      {({ valueText: shown }) => (
        <>
          {isLabelShown && (
            <div className={styles['head']}>
              <Label>{label}</Label>
              <span className={styles['value']}>{valueText ?? shown}</span>
            </div>
          )}
          <div className={styles['track']}>
            <div
              className={classes(value === null ? styles['endless'] : styles['bar'])}
              {...(value !== null && { style: { width: `${value * 100}%` } })}
            />
          </div>
        </>
      )}
    </AriaProgressBar>
  )
}
