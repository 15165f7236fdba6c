// What every dialog stands in: the dimmed window, the panel, the title.
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { classes } from '../classes.ts'
import styles from './Dialog.module.css'

interface Props {
  readonly title: string
  readonly role: 'dialog' | 'alertdialog'
  readonly size?: 'normal' | 'large' | undefined
  readonly onClose: () => void
  readonly isDismissable: boolean
  readonly children: ReactNode
}

export function DialogFrame({ title, role, size = 'normal', onClose, isDismissable, children }: Props) {
  return (
    <ModalOverlay
      isOpen
      isDismissable={isDismissable}
      onOpenChange={open => !open && onClose()}
      className={styles['overlay'] ?? ''}
    >
      <Modal className={classes(styles['modal'], size === 'large' && styles['large'])}>
        <AriaDialog className={styles['dialog'] ?? ''} role={role}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
