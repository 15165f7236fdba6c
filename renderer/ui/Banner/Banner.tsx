// Something to know about a whole view: what happened, why, what to do; the words of others behind Details.
import type { ReactNode } from 'react'
import { Disclosure } from '../Disclosure/Disclosure.tsx'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from '../icons.ts'
import styles from './Banner.module.css'

interface Props {
  readonly kind: 'info' | 'success' | 'warning' | 'danger'
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly details?: { readonly label: string; readonly text: string } | undefined
}

const ICONS = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert }

export function Banner({ kind, title, children, actions, details }: Props) {
  const Icon = ICONS[kind]
  return (
    <div className={`${styles['banner']} ${styles[kind]}`} role={kind === 'danger' ? 'alert' : 'status'}>
      <Icon aria-hidden className={styles['icon']} />
      <div className={styles['text']}>
        <strong>{title}</strong>
        {children && <div>{children}</div>}
        {details && (
          <Disclosure label={details.label} level={3}>
            <pre className={styles['details']}>{details.text}</pre>
          </Disclosure>
        )}
      </div>
      {actions && <div className={styles['actions']}>{actions}</div>}
    </div>
  )
}
