// More, for those who ask.
import type { ReactNode } from 'react'
import { Disclosure as AriaDisclosure, Button, DisclosurePanel, Heading } from 'react-aria-components'
import { ChevronRight } from '../icons.ts'
import styles from './Disclosure.module.css'

interface Props {
  readonly label: string
  /** Of its heading, for the outline of the page. null: it is no part of the outline. */
  readonly level?: number | null
  readonly children: ReactNode
}

export function Disclosure({ label, level = 2, children }: Props) {
  const trigger = (
    <Button slot="trigger" className={styles['trigger'] ?? ''}>
      <ChevronRight aria-hidden />
      {label}
    </Button>
  )
  return (
    <AriaDisclosure className={styles['disclosure'] ?? ''}>
      {level === null ? (
        <div className={styles['heading']}>{trigger}</div>
      ) : (
        <Heading level={level} className={styles['heading'] ?? ''}>
          {trigger}
        </Heading>
      )}
      <DisclosurePanel className={styles['panel'] ?? ''}>{children}</DisclosurePanel>
    </AriaDisclosure>
  )
}
