// Another place or format for a disk while its guest runs; the file that it leaves stays, or goes where that is wanted.
import { useState } from 'react'
import type { MoveRequest } from '../../../../../preload/model/disk-job.ts'
import type { Device } from '../../../../../preload/model/hardware.ts'
import type { Uuid, VmRef } from '../../../../../preload/model/ids.ts'
import { ask } from '../../../../store/client.ts'
import { useWords } from '../../../../store/words.ts'
import { Banner } from '../../../../ui/Banner/Banner.tsx'
import { Checkbox, Select } from '../../../../ui/Field/Field.tsx'
import { PlannedDialog, usePlan } from '../../PlannedDialog.tsx'
import { PoolField, useFilePools } from '../../PoolField.tsx'
import { UnseenMachines } from '../../UnseenMachines.tsx'
import { titleOf } from '../words.ts'

interface Props {
  readonly target: VmRef
  readonly device: Device
  readonly onClose: () => void
}

const FORMATS = ['qcow2', 'raw'] as const satisfies readonly MoveRequest['format'][]

export function MoveDisk({ target: { host, vm }, device, onClose }: Props) {
  const words = useWords()
  const { t } = words
  const disk = { host, vm, target: device.key }
  const asked = usePlan(() => ask('disk.movePlan', disk))
  const pools = useFilePools(host)
  const [pool, setPool] = useState(pools[0]?.uuid ?? '')
  const [format, setFormat] = useState<MoveRequest['format']>('qcow2')
  const [deletes, setDeletes] = useState(false)
  const deleteOld = deletes && asked.plan?.old !== null
  const confirm = () => {
    onClose()
    void ask('disk.move', { ...disk, pool: pool as Uuid, format, deleteOld })
  }
  return (
    <PlannedDialog
      {...asked}
      target={disk}
      title={t('move.title', { device: titleOf(device, words) })}
      confirmLabel={t('move.confirm')}
      isComplete={pool !== ''}
      destructive={deleteOld}
      onClose={onClose}
      onConfirm={confirm}
    >
      {plan => (
        <>
          <p>{t('move.text')}</p>
          {pools.length === 0 && <Banner kind="warning" title={t('hardware.why.noPool')} />}
          <PoolField pools={pools} value={pool} onChange={setPool} />
          <Select
            label={t('hardware.format')}
            value={format}
            onChange={id => setFormat(id as MoveRequest['format'])}
            options={FORMATS.map(id => ({ id, label: id }))}
          />
          <Checkbox
            isSelected={deleteOld}
            isDisabled={plan.old === null}
            onChange={setDeletes}
            description={plan.old ?? t('move.oldNeeded')}
          >
            {t('move.deleteOld')}
          </Checkbox>
          {deleteOld && <UnseenMachines names={plan.unseen} />}
        </>
      )}
    </PlannedDialog>
  )
}
