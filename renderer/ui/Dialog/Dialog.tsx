// A dialog over the window. Buttons stand in the platform's order; what destroys has Cancel as its default.
import type { ReactNode } from 'react'
import { Button } from '../Button/Button.tsx'
import { DialogButtons } from '../DialogButtons/DialogButtons.tsx'
import styles from './Dialog.module.css'
import { DialogFrame } from './DialogFrame.tsx'

interface Props {
  readonly title: string
  readonly onClose: () => void
  readonly cancelLabel: string
  readonly confirmLabel?: string
  readonly onConfirm?: () => void
  readonly isConfirmDisabled?: boolean
  readonly isPending?: boolean
  readonly destructive?: boolean
  readonly size?: 'normal' | 'large'
  readonly children: ReactNode
}

export function Dialog({
  title,
  onClose,
  cancelLabel,
  confirmLabel,
  onConfirm,
  isConfirmDisabled = false,
  isPending = false,
  destructive = false,
  size,
  children,
}: Props) {
  const canConfirm = onConfirm !== undefined && !isConfirmDisabled && !isPending
  return (
    <DialogFrame
      title={title}
      role={destructive ? 'alertdialog' : 'dialog'}
      size={size}
      onClose={onClose}
      isDismissable={!destructive}
    >
      <form
        className={styles['form']}
        onSubmit={event => {
          event.preventDefault()
          // Enter in a field confirms, except what destroys: that takes its own button.
          if (canConfirm && !destructive) onConfirm()
        }}
      >
        <div className={styles['body']}>{children}</div>
        <DialogButtons
          cancel={
            <Button onPress={onClose} autoFocus={destructive}>
              {cancelLabel}
            </Button>
          }
          confirm={
            confirmLabel &&
            onConfirm && (
              <Button
                variant={destructive ? 'danger' : 'primary'}
                isDisabled={isConfirmDisabled}
                isPending={isPending}
                onPress={onConfirm}
              >
                {confirmLabel}
              </Button>
            )
          }
        />
        {/* Without a submit button, Enter in a form with several fields does nothing. */}
        {!destructive && <button type="submit" hidden disabled={!canConfirm} />}
      </form>
    </DialogFrame>
  )
}
