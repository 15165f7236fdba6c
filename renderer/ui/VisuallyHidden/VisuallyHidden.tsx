// Words for screen readers only.
import type { ReactNode } from 'react'
import styles from './VisuallyHidden.module.css'

interface Props {
  readonly children: ReactNode
  /** To be pointed at by aria-describedby. */
  readonly id?: string
}

export function VisuallyHidden({ children, id }: Props) {
  return (
    <span id={id} className={styles['hidden']}>
      {children}
    </span>
  )
}
