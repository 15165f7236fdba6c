// Terms and what they stand at.
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import styles from './DescriptionList.module.css'

interface Item {
  readonly term: string
  readonly value: ReactNode
  /** For ids and paths. */
  readonly mono?: boolean
}

interface Props {
  readonly items: readonly Item[]
}

export function DescriptionList({ items }: Props) {
  return (
    <dl className={styles['list']}>
      {items.map(({ term, value, mono }) => (
        <div key={term} className={styles['item']}>
          <dt className={styles['term']}>{term}</dt>
          <dd className={classes(styles['value'], mono && styles['mono'])}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
