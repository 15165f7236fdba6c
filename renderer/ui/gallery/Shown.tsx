// A part of the gallery: what it is called and how it looks.
import { type ReactNode, useId } from 'react'
import { classes } from '../classes.ts'
import styles from './Gallery.module.css'

interface Props {
  readonly title: string
  readonly children: ReactNode
  readonly isColumn?: boolean
  readonly isWide?: boolean
}

export function Shown({ title, children, isColumn = false, isWide = false }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={classes(styles['shown'], isWide && styles['wide'])}>
      <h2 id={id} className={styles['title']}>
        {title}
      </h2>
      <div className={isColumn ? styles['column'] : styles['row']}>{children}</div>
    </section>
  )
}
