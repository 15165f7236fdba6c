// A dialog over the window. Buttons stand in the platform's order; what destroys has Cancel as its default.
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from '../Button/Button.tsx'
import styles from './Dialog.module.css'

interface Props {
  readonly title: string
  readonly onClose: () => void
  readonly cancelLabel: string
  readonly confirmLabel?: string
  readonly onConfirm?: () => void
  readonly isConfirmDisabled?: boolean
  readonly destructive?: boolean
  readonly children: ReactNode
}

export function Dialog({
  title,
  onClose,
  cancelLabel,
  confirmLabel,
  onConfirm,
  isConfirmDisabled,
  destructive,
  children,
}: Props) {
  return (
    <ModalOverlay
      isOpen
      isDismissable={!destructive}
      onOpenChange={open => !open && onClose()}
      className={styles['overlay'] ?? ''}
    >
      <Modal className={styles['modal'] ?? ''}>
        <AriaDialog className={styles['dialog'] ?? ''} role={destructive ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <div className={styles['body']}>{children}</div>
          <div className={styles['buttons']}>
            <Button onPress={onClose} autoFocus={destructive ?? false}>
              {cancelLabel}
            </Button>
            {confirmLabel && onConfirm && (
              <Button
                variant={destructive ? 'danger' : 'primary'}
                isDisabled={isConfirmDisabled ?? false}
                onPress={onConfirm}
              >
                {confirmLabel}
              </Button>
            )}
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
