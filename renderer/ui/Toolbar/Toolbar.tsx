// A row of controls that is one stop of the Tab key; arrow keys go along it.
import type { ReactNode } from 'react'
import { Toolbar as AriaToolbar } from 'react-aria-components'
import styles from './Toolbar.module.css'

interface Props {
  readonly label: string
  readonly children: ReactNode
  /** At the far end. */
  readonly end?: ReactNode
}

export function Toolbar({ label, children, end }: Props) {
  return (
    <AriaToolbar aria-label={label} className={styles['toolbar'] ?? ''}>
      {children}
      {end && <div className={styles['end']}>{end}</div>}
    </AriaToolbar>
  )
}
