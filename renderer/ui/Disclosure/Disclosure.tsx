// More, for those who ask.
import type { ReactNode } from 'react'
import { Disclosure as AriaDisclosure, Button, DisclosurePanel, Heading } from 'react-aria-components'
import { ChevronRight } from '../icons.ts'
import styles from './Disclosure.module.css'

interface Props {
  readonly label: string
  readonly children: ReactNode
}

export function Disclosure({ label, children }: Props) {
  return (
    <AriaDisclosure className={styles['disclosure'] ?? ''}>
      <Heading level={3} className={styles['heading'] ?? ''}>
        <Button slot="trigger" className={styles['trigger'] ?? ''}>
          <ChevronRight aria-hidden />
          {label}
        </Button>
      </Heading>
      <DisclosurePanel className={styles['panel'] ?? ''}>{children}</DisclosurePanel>
    </AriaDisclosure>
  )
}
