// Another place or format for a disk while its guest runs; the file that it leaves stays, or goes where that is wanted.
import { useEffect, useState } from 'react'
import type { MovePlan, MoveRequest } from '../../../../../preload/model/disk-job.ts'
import type { AppError } from '../../../../../preload/model/error.ts'
import type { Device } from '../../../../../preload/model/hardware.ts'
import type { Uuid, VmRef } from '../../../../../preload/model/ids.ts'
import { ask } from '../../../../store/client.ts'
import { errorOf, useWords } from '../../../../store/words.ts'
import { Banner } from '../../../../ui/Banner/Banner.tsx'
import { Dialog } from '../../../../ui/Dialog/Dialog.tsx'
import { Checkbox, Select } from '../../../../ui/Field/Field.tsx'
import page from '../../../page.module.css'
import { ErrorBanner } from '../../ErrorBanner.tsx'
import { PoolField, useFilePools } from '../../PoolField.tsx'
import { RefusedJob } from '../../RefusedJob.tsx'
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
  const { plan, error } = usePlan({ host, vm }, device.key)
  const pools = useFilePools(host)
  const [pool, setPool] = useState(pools[0]?.uuid ?? '')
  const [format, setFormat] = useState<MoveRequest['format']>('qcow2')
  const [deletes, setDeletes] = useState(false)
  const deleteOld = deletes && plan?.old !== null
  const confirm = () => {
    onClose()
    void ask('disk.move', { host, vm, target: device.key, pool: pool as Uuid, format, deleteOld })
  }
  return (
    <Dialog
      title={t('move.title', { device: titleOf(device, words) })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('move.confirm')}
      isConfirmDisabled={!plan || plan.refusal !== null || pool === ''}
      destructive={deleteOld}
      onClose={onClose}
      onConfirm={confirm}
    >
      {error && <ErrorBanner error={error} />}
      {!plan && !error && <p className={page['muted']}>{t('common.loading')}</p>}
      {plan?.refusal && <RefusedJob target={{ host, vm }} refusal={plan.refusal} onStop={onClose} />}
      {plan && !plan.refusal && (
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
    </Dialog>
  )
}

function usePlan({ host, vm }: VmRef, target: string) {
  const [plan, setPlan] = useState<MovePlan | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  useEffect(() => {
    ask('disk.movePlan', { host, vm, target }).then(setPlan, reason => setError(errorOf(reason)))
  }, [host, vm, target])
  return { plan, error }
}
