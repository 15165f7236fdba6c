// More room in a disk, while the guest runs or not. It can grow only: cutting it off would lose what is there.
import { useState } from 'react'
import type { Device } from '../../../../../preload/model/hardware.ts'
import { useWords } from '../../../../store/words.ts'
import { NumberField } from '../../../../ui/Field/Field.tsx'
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
  const { t } = words
  const [sizeGiB, setSizeGiB] = useState(Math.ceil((sizeBytes / GIB) * 1.5))
  const capacityBytes = Math.round(sizeGiB * GIB)
  const { kind, key } = device
  const grows = capacityBytes > sizeBytes
  return (
    <ChangeDialog
      editing={editing}
      title={t('hardware.growTitle', { device: titleOf(device, words) })}
      confirmLabel={t('hardware.growConfirm')}
      change={grows ? { do: 'grow', device: { kind, key }, capacityBytes } : null}
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
        description={t('hardware.growText')}
      />
    </ChangeDialog>
  )
}
