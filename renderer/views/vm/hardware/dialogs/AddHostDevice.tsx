// Giving a device of the host to the machine: all that can be given, who has it, and what goes with it.
import { useState } from 'react'
import { useWords } from '../../../../store/words.ts'
import { ListBox } from '../../../../ui/ListBox/ListBox.tsx'
import { ErrorBanner } from '../../ErrorBanner.tsx'
import type { Editing } from '../editing.ts'
import styles from '../Hardware.module.css'
import { HostDeviceWarnings } from '../HostDeviceWarnings.tsx'
import { useHostDevices } from '../use-host-devices.ts'
import { ChangeDialog } from './ChangeDialog.tsx'
import { MakeMdev } from './MakeMdev.tsx'

interface Props {
  readonly editing: Editing
  readonly onClose: () => void
}

export function AddHostDevice({ editing, onClose }: Props) {
  const { t } = useWords()
  const { devices, error, readAgain } = useHostDevices(editing)
  const [name, setName] = useState<string | null>(null)
  const chosen = devices?.find(device => device.name === name)
  return (
    <ChangeDialog
      editing={editing}
      title={t('hardware.addTitle.hostdev')}
      confirmLabel={t('hardware.addConfirm')}
      change={chosen ? { do: 'addHostDevice', name: chosen.name } : null}
      size="large"
      onClose={onClose}
    >
      <p>{t('hardware.about.hostdev')}</p>
      {error && <ErrorBanner error={error} />}
      {devices && (
        <div className={styles['choices']}>
          <ListBox
            label={t('hardware.hostDevices')}
            items={devices.map(device => ({
              id: device.name,
              label: device.title,
              detail: [
                t(`hardware.hostKind.${device.kind}`),
                device.address,
                device.carries.join(', '),
                device.why && t(`hardware.why.${device.why}`),
              ]
                .filter(Boolean)
                .join(' · '),
              isDisabled: device.why !== null,
            }))}
            selected={name}
            onSelect={setName}
            empty={t('hardware.noHostDevices')}
          />
        </div>
      )}
      {chosen && <HostDeviceWarnings device={chosen} />}
      <MakeMdev
        target={editing.target}
        onMade={device => {
          readAgain()
          setName(device)
        }}
      />
    </ChangeDialog>
  )
}
