// What is defined and waits for the restart, item by item, each with the way back to what runs.
import { useState } from 'react'
import { deviceKey, type HardwareChange, type Waiting } from '../../../../preload/model/hardware.ts'
import { useWords } from '../../../store/words.ts'
import { Banner } from '../../../ui/Banner/Banner.tsx'
import { IconButton } from '../../../ui/IconButton/IconButton.tsx'
import { Undo2 } from '../../../ui/icons.ts'
import { ChangeDialog } from './dialogs/ChangeDialog.tsx'
import type { Editing } from './editing.ts'
import styles from './Hardware.module.css'
import { waitingText } from './words.ts'

export function WaitingItems({ editing }: { readonly editing: Editing }) {
  const words = useWords()
  const { t } = words
  const [undoing, setUndoing] = useState<Waiting | null>(null)
  return (
    <Banner kind="info" title={t('hardware.afterRestart')}>
      <ul className={styles['pending']} aria-label={t('hardware.afterRestart')}>
        {editing.hardware.waiting.map(item => (
          <li key={`${deviceKey(item)} ${item.field}`}>
            <span>{waitingText(item, words)}</span>
            <IconButton
              icon={<Undo2 />}
              size="small"
              label={t('hardware.undo', { change: waitingText(item, words) })}
              isDisabled={editing.isBusy}
              onPress={() => setUndoing(item)}
            />
          </li>
        ))}
      </ul>
      {undoing && (
        <ChangeDialog
          editing={editing}
          title={t('xml.keepRunning')}
          confirmLabel={t('xml.keepRunningConfirm')}
          change={undoChange(undoing)}
          onClose={() => setUndoing(null)}
        >
          <p>{t('xml.keepRunningText', { change: waitingText(undoing, words) })}</p>
        </ChangeDialog>
      )}
    </Banner>
  )
}

function undoChange({ kind, key, field }: Waiting): HardwareChange {
  return { do: 'keepRunning', device: { kind, key }, field }
}
