// Copies of a running machine's disks: which, and where they go.
import { useEffect, useState } from 'react'
import type { BackupPlan } from '../../../preload/model/disk-job.ts'
import type { AppError } from '../../../preload/model/error.ts'
import type { Uuid } from '../../../preload/model/ids.ts'
import type { Vm } from '../../../preload/model/vm.ts'
import { ask } from '../../store/client.ts'
import { stopAsking, useAsked } from '../../store/vm-dialog.ts'
import { errorOf, useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { CheckboxGroup } from '../../ui/CheckboxGroup/CheckboxGroup.tsx'
import { Dialog } from '../../ui/Dialog/Dialog.tsx'
import page from '../page.module.css'
import { ErrorBanner } from './ErrorBanner.tsx'
import { PoolField, useFilePools } from './PoolField.tsx'
import { RefusedJob } from './RefusedJob.tsx'

export function BackupDialog() {
  const vm = useAsked('backup')
  return vm && <Backup key={vm.uuid} vm={vm} />
}

function Backup({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const [plan, setPlan] = useState<BackupPlan | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [targets, setTargets] = useState<readonly string[]>([])
  const pools = useFilePools(vm.host)
  const [pool, setPool] = useState(pools[0]?.uuid ?? '')
  const ref = { host: vm.host, vm: vm.uuid }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, for the machine the dialog was opened on
  useEffect(() => {
    ask('vm.backupPlan', ref).then(
      found => {
        setPlan(found)
        setTargets(found.disks.map(({ target }) => target))
      },
      reason => setError(errorOf(reason)),
    )
  }, [])
  const confirm = () => {
    stopAsking()
    void ask('vm.backup', { ...ref, targets: [...targets], pool: pool as Uuid })
  }
  return (
    <Dialog
      title={t('backup.title', { name: vm.name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('backup.confirm')}
      isConfirmDisabled={!plan || plan.refusal !== null || pool === '' || targets.length === 0}
      onClose={stopAsking}
      onConfirm={confirm}
    >
      {error && <ErrorBanner error={error} />}
      {!plan && !error && <p className={page['muted']}>{t('common.loading')}</p>}
      {plan?.refusal && <RefusedJob target={ref} refusal={plan.refusal} onStop={stopAsking} />}
      {plan && !plan.refusal && (
        <>
          <p>{t('backup.text')}</p>
          <CheckboxGroup
            label={t('backup.disks')}
            value={targets}
            onChange={setTargets}
            options={plan.disks.map(({ target, path }) => ({ id: target, label: target, description: path }))}
          />
          {pools.length === 0 && <Banner kind="warning" title={t('hardware.why.noPool')} />}
          <PoolField pools={pools} value={pool} onChange={setPool} />
        </>
      )}
    </Dialog>
  )
}
