// Giving a device of the host to the machine: all that can be given, who has it, and what goes with it.
import { useEffect, useState } from 'react'
import type { AppError } from '../../../../../preload/model/error.ts'
import type { HostDevice } from '../../../../../preload/model/host-device.ts'
import { ask } from '../../../../store/client.ts'
import { errorOf, useWords } from '../../../../store/words.ts'
import { Banner } from '../../../../ui/Banner/Banner.tsx'
import { ListBox } from '../../../../ui/ListBox/ListBox.tsx'
import { ErrorBanner } from '../../ErrorBanner.tsx'
import type { Editing } from '../editing.ts'
import styles from '../Hardware.module.css'
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
      {chosen && <Warnings device={chosen} />}
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

function Warnings({ device }: { readonly device: HostDevice }) {
  const { t, language } = useWords()
  const list = (words: readonly string[]) => new Intl.ListFormat(language).format(words)
  const { kind, usedBy, carries, group } = device
  return (
    <>
      {usedBy.length > 0 && (
        <Banner kind="warning" title={t('hardware.deviceUsedBy', { vms: list(usedBy) })} />
      )}
      {carries.length > 0 && (
        <Banner kind="warning" title={t('hardware.deviceCarries', { what: list(carries) })} />
      )}
      {kind === 'pci' && !group && <Banner kind="warning" title={t('hardware.noIommu')} />}
      {group && group.others.length > 0 && (
        <Banner
          kind="info"
          title={t('hardware.iommuGroup', { number: group.number, others: list(group.others) })}
        />
      )}
    </>
  )
}

function useHostDevices({ target }: Editing) {
  const [devices, setDevices] = useState<readonly HostDevice[] | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const { host, vm } = target
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round reads the same again
  useEffect(() => {
    let over = false
    ask('vm.hostDevices', { host, vm }).then(
      found => over || setDevices(found),
      reason => over || setError(errorOf(reason)),
    )
    return () => {
      over = true
    }
  }, [host, vm, round])
  return { devices, error, readAgain: () => setRound(round + 1) }
}
