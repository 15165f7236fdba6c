// Asks before something is lost. Cancel has the focus; `typeToConfirm` asks for the name of what goes.
import { type ReactNode, useState } from 'react'
import { Button } from '../Button/Button.tsx'
import styles from '../Dialog/Dialog.module.css'
import { DialogFrame } from '../Dialog/DialogFrame.tsx'
import { DialogButtons } from '../DialogButtons/DialogButtons.tsx'
import { TextField } from '../TextField/TextField.tsx'

interface Props {
  readonly title: string
  readonly children: ReactNode
  readonly onClose: () => void
  readonly cancelLabel: string
  readonly confirmLabel: string
  readonly onConfirm: () => void
  readonly isPending?: boolean
  /** `label` asks for `text`, which must be typed as it is. */
  readonly typeToConfirm?: { readonly label: string; readonly text: string } | undefined
}

export function AlertDialog({
  title,
  children,
  onClose,
  cancelLabel,
  confirmLabel,
  onConfirm,
  isPending = false,
  typeToConfirm,
}: Props) {
  const [typed, setTyped] = useState('')
  const isConfirmed = typeToConfirm === undefined || typed.trim() === typeToConfirm.text
  return (
    <DialogFrame title={title} role="alertdialog" onClose={onClose} isDismissable={false}>
      <div className={styles['body']}>
        {children}
        {typeToConfirm && <TextField label={typeToConfirm.label} value={typed} onChange={setTyped} />}
      </div>
      <DialogButtons
        cancel={
          <Button onPress={onClose} autoFocus>
            {cancelLabel}
          </Button>
        }
        confirm={
          <Button variant="danger" isDisabled={!isConfirmed} isPending={isPending} onPress={onConfirm}>
            {confirmLabel}
          </Button>
        }
      />
    </DialogFrame>
  )
}
