// A part of a page with a title of its own.
import { type ReactNode, useId } from 'react'
import { Heading } from 'react-aria-components'
import styles from './Card.module.css'

interface Props {
  readonly title?: string
  /** Of its heading, for the outline of the page. */
  readonly level?: number
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Card({ title, level = 2, actions, children }: Props) {
  const id = useId()
  return (
    <section className={styles['card']} {...(title !== undefined && { 'aria-labelledby': id })}>
      {(title !== undefined || actions) && (
        <header className={styles['head']}>
          {title !== undefined && (
            <Heading level={level} id={id} className={styles['title'] ?? ''}>
              {title}
            </Heading>
          )}
          {actions && <div className={styles['actions']}>{actions}</div>}
        </header>
      )}
      {children}
    </section>
  )
}
