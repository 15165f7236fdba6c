// More, for those who ask.
import type { ReactNode } from 'react'
import { Disclosure as AriaDisclosure, Button, DisclosurePanel, Heading } from 'react-aria-components'
import { ChevronRight } from '../icons.ts'
import styles from './Disclosure.module.css'

interface Props {
  readonly label: string
  /** Of its heading, for the outline of the page. */
  readonly level?: number
  readonly children: ReactNode
}

export function Disclosure({ label, level = 2, children }: Props) {
  return (
    <AriaDisclosure className={styles['disclosure'] ?? ''}>
      <Heading level={level} className={styles['heading'] ?? ''}>
        <Button slot="trigger" className={styles['trigger'] ?? ''}>
          <ChevronRight aria-hidden />
          {label}
        </Button>
      </Heading>
      <DisclosurePanel className={styles['panel'] ?? ''}>{children}</DisclosurePanel>
    </AriaDisclosure>
  )
}
