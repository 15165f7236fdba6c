// More room in a disk, while the guest runs or not. It can grow only: cutting it off would lose what is there. What the
// guest has on it grows too where its agent can do that.
import { useEffect, useState } from 'react'
import type { GuestFileSystem } from '../../../../../preload/model/guest.ts'
import type { Device } from '../../../../../preload/model/hardware.ts'
import type { VmRef } from '../../../../../preload/model/ids.ts'
import { ask } from '../../../../store/client.ts'
import { useWords } from '../../../../store/words.ts'
import { Checkbox } from '../../../../ui/Checkbox/Checkbox.tsx'
import { NumberField } from '../../../../ui/Field/Field.tsx'
import page from '../../../page.module.css'
import type { Editing } from '../editing.ts'
import { titleOf } from '../words.ts'
import { ChangeDialog } from './ChangeDialog.tsx'

interface Props {
  readonly editing: Editing
  readonly device: Device
  readonly sizeBytes: number
  readonly onClose: () => void
}

const GIB = 2 ** 30

export function GrowDisk({ editing, device, sizeBytes, onClose }: Props) {
  const words = useWords()
  const { t, language } = words
  const [sizeGiB, setSizeGiB] = useState(Math.ceil((sizeBytes / GIB) * 1.5))
  const capacityBytes = Math.round(sizeGiB * GIB)
  const { kind, key } = device
  const onIt = useFileSystems(editing.target).filter(({ disks }) => disks.includes(key))
  const growing = onIt.filter(({ growth }) => growth === 'can')
  const [takesAlong, setTakesAlong] = useState(true)
  const fileSystems = takesAlong && growing.length > 0
  const grows = capacityBytes > sizeBytes
  return (
    <ChangeDialog
      editing={editing}
      title={t('hardware.growTitle', { device: titleOf(device, words) })}
      confirmLabel={t('hardware.growConfirm')}
      change={grows ? { do: 'grow', device: { kind, key }, capacityBytes, fileSystems } : null}
      onClose={onClose}
    >
      <NumberField
        label={t('hardware.newSize')}
        value={sizeGiB}
        onChange={setSizeGiB}
        unit="GiB"
        min={sizeBytes / GIB}
        more={t('common.increase')}
        less={t('common.decrease')}
        description={t(growing.length > 0 ? 'hardware.growOnly' : 'hardware.growText')}
      />
      {growing.length > 0 && (
        <Checkbox
          isSelected={takesAlong}
          onChange={setTakesAlong}
          description={t('hardware.growInGuestText')}
        >
          {t('hardware.growInGuest', {
            count: growing.length,
            places: new Intl.ListFormat(language).format(growing.map(({ mountPoint }) => mountPoint)),
          })}
        </Checkbox>
      )}
      {onIt.map(
        ({ mountPoint, type, growth }) =>
          growth !== 'can' && (
            <p key={mountPoint} className={page['muted']}>
              {t(`hardware.growNot.${growth}`, { mountPoint, type })}
            </p>
          ),
      )}
    </ChangeDialog>
  )
}

/** None while the machine is off or its agent does not answer. */
function useFileSystems({ host, vm }: VmRef): readonly GuestFileSystem[] {
  const [found, setFound] = useState<readonly GuestFileSystem[]>([])
  useEffect(() => {
    let over = false
    void ask('vm.guest', { host, vm }).then(
      guest => over || setFound(guest?.fileSystems ?? []),
      () => undefined, // a guest that says nothing is no reason not to grow its disk
    )
    return () => {
      over = true
    }
  }, [host, vm])
  return found
}
