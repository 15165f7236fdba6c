// A dialog that makes one change at once, and says before when it reaches the guest.
import { type ReactNode, useState } from 'react'
import { type HardwareChange, isAddition, isWritten } from '../../../../../preload/model/hardware.ts'
import type { TrialWish } from '../../../../../preload/model/trial.ts'
import { useWords } from '../../../../store/words.ts'
import { Dialog } from '../../../../ui/Dialog/Dialog.tsx'
import { ErrorBanner } from '../../ErrorBanner.tsx'
import { Effect } from '../Changes.tsx'
import type { Editing, Outcome } from '../editing.ts'
import styles from '../Hardware.module.css'
import { usePreview } from '../preview.ts'
import { Review } from '../Review.tsx'
import { TrialFields } from '../TrialFields.tsx'
import { NewDeviceXml } from './NewDeviceXml.tsx'

interface Props {
  readonly editing: Editing
  readonly title: string
  readonly confirmLabel: string
  /** Null while something is missing. */
  readonly change: HardwareChange | null
  readonly destructive?: boolean
  readonly size?: 'normal' | 'large'
  readonly outcome?: Outcome
  readonly onClose: () => void
  readonly children?: ReactNode
}

export function ChangeDialog({
  editing,
  title,
  confirmLabel,
  change: wanted,
  destructive,
  size,
  outcome,
  onClose,
  children,
}: Props) {
  const { t } = useWords()
  const [written, setWritten] = useState<Written | null>(null)
  const change = withXml(wanted, written)
  const { preview, error } = usePreview(editing, change && [change])
  const [trial, setTrial] = useState<TrialWish | null>(null)
  const confirm = () => {
    if (!change) return
    editing.run(change, trial, outcome)
    onClose()
  }
  return (
    <Dialog
      title={title}
      cancelLabel={t('common.cancel')}
      confirmLabel={confirmLabel}
      isConfirmDisabled={change === null || error !== null || editing.isBusy}
      destructive={destructive ?? false}
      size={size ?? 'normal'}
      onClose={onClose}
      onConfirm={confirm}
    >
      <div className={styles['stack']}>
        {children}
        {error && <ErrorBanner error={error} />}
        {preview && <TrialFields risks={preview.risks} wish={trial} onChange={setTrial} />}
        {wanted && isAddition(wanted) && (
          <NewDeviceXml
            text={change === wanted ? (preview?.made[0] ?? '') : (written?.text ?? '')}
            isReady={change !== wanted || preview !== null}
            onChange={text => setWritten({ of: JSON.stringify(wanted), text })}
          />
        )}
        {change && isWritten(change) && preview && <Review preview={preview} />}
        {change && !isWritten(change) && <Effect effect={preview?.effects[0]} />}
      </div>
    </Dialog>
  )
}

/** What somebody wrote in place of what the form made, when it said just that. */
interface Written {
  readonly of: string
  readonly text: string
}

/** What is chosen in the form afterwards counts again. */
function withXml(change: HardwareChange | null, written: Written | null): HardwareChange | null {
  if (!change || !isAddition(change) || written?.of !== JSON.stringify(change)) return change
  return { ...change, xml: written.text }
}
