// Taking a device away. A disk's file is kept unless somebody ticks it.
import { useEffect, useState } from 'react'
import type { DeletionPlan } from '../../../../../preload/model/deletion.ts'
import type { Device } from '../../../../../preload/model/hardware.ts'
import { ask } from '../../../../store/client.ts'
import { useWords } from '../../../../store/words.ts'
import { Checkbox } from '../../../../ui/Field/Field.tsx'
import { UnseenMachines } from '../../UnseenMachines.tsx'
import type { Editing } from '../editing.ts'
import { titleOf } from '../words.ts'
import { ChangeDialog } from './ChangeDialog.tsx'

interface Props {
  readonly editing: Editing
  readonly device: Device
  readonly onClose: () => void
}

export function RemoveDevice({ editing, device, onClose }: Props) {
  const words = useWords()
  const { t } = words
  const [deleteFile, setDeleteFile] = useState(false)
  const plan = useDeletionPlan(editing, device)
  const { kind, key } = device
  const file = plan?.disks.find(disk => disk.target === key && disk.role === 'disk')
  return (
    <ChangeDialog
      editing={editing}
      title={t('hardware.removeTitle', { device: titleOf(device, words) })}
      confirmLabel={t(deleteFile ? 'hardware.removeWithFile' : 'hardware.remove')}
      change={{ do: 'remove', device: { kind, key }, deleteFile }}
      destructive
      onClose={onClose}
    >
      <p>{t(device.disk ? 'hardware.removeDiskText' : 'hardware.removeText')}</p>
      {file && (
        <Checkbox
          isSelected={deleteFile}
          onChange={setDeleteFile}
          isDisabled={file.kept !== null}
          description={file.kept && t(`delete.kept.${file.kept}`, { vms: file.usedBy.join(', ') })}
        >
          {t('hardware.deleteFile')} <bdi>{file.path}</bdi>
        </Checkbox>
      )}
      {plan && file?.kept === null && <UnseenMachines names={plan.unseen} />}
    </ChangeDialog>
  )
}

/** What deleting the machine's files would mean; null for a device that has none. */
function useDeletionPlan({ target }: Editing, { kind }: Device): DeletionPlan | null {
  const [plan, setPlan] = useState<DeletionPlan | null>(null)
  const { host, vm } = target
  useEffect(() => {
    if (kind !== 'disk') return
    let over = false
    ask('vm.deletionPlan', { host, vm }).then(
      found => over || setPlan(found),
      () => over || setPlan(null),
    )
    return () => {
      over = true
    }
  }, [host, vm, kind])
  return plan
}
