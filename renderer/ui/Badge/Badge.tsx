// A word about a thing, beside its name.
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import styles from './Badge.module.css'

interface Props {
  readonly children: ReactNode
  readonly kind?: 'neutral' | 'info' | 'success' | 'warning' | 'danger'
}

export function Badge({ children, kind = 'neutral' }: Props) {
  return <span className={classes(styles['badge'], styles[kind])}>{children}</span>
}
