// Something to know about a whole view: what happened, why, what to do; the words of others behind Details.
import type { ReactNode } from 'react'
import { CodeBlock } from '../CodeBlock/CodeBlock.tsx'
import { classes } from '../classes.ts'
import { Disclosure } from '../Disclosure/Disclosure.tsx'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from '../icons.ts'
import styles from './Banner.module.css'

interface Details {
  readonly label: string
  readonly text: string
  readonly copyLabel?: string
  readonly onCopy?: (text: string) => void
}

interface Props {
  readonly kind: 'info' | 'success' | 'warning' | 'danger'
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly details?: Details | undefined
}

const ICONS = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert }

export function Banner({ kind, title, children, actions, details }: Props) {
  const Icon = ICONS[kind]
  return (
    <div className={classes(styles['banner'], styles[kind])} role={kind === 'danger' ? 'alert' : 'status'}>
      <Icon aria-hidden className={styles['icon']} />
      <div className={styles['text']}>
        <strong className={styles['title']}>{title}</strong>
        {children && <div>{children}</div>}
        {details && (
          <Disclosure label={details.label} level={null}>
            <DetailsText {...details} />
          </Disclosure>
        )}
      </div>
      {actions && <div className={styles['actions']}>{actions}</div>}
    </div>
  )
}

function DetailsText({ label, text, copyLabel, onCopy }: Details) {
  if (copyLabel !== undefined && onCopy)
    return <CodeBlock label={label} text={text} copyLabel={copyLabel} onCopy={onCopy} />
  return <pre className={styles['details']}>{text}</pre>
}
