// Copies of a running machine's disks: which, and where they go.
import { useState } from 'react'
import type { Uuid } from '../../../preload/model/ids.ts'
import type { Vm } from '../../../preload/model/vm.ts'
import { ask } from '../../store/client.ts'
import { stopAsking, useAsked } from '../../store/vm-dialog.ts'
import { useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { CheckboxGroup } from '../../ui/CheckboxGroup/CheckboxGroup.tsx'
import { PlannedDialog, usePlan } from './PlannedDialog.tsx'
import { PoolField, useFilePools } from './PoolField.tsx'

export function BackupDialog() {
  const vm = useAsked('backup')
  return vm && <Backup key={vm.uuid} vm={vm} />
}

function Backup({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const ref = { host: vm.host, vm: vm.uuid }
  const asked = usePlan(() => ask('vm.backupPlan', ref))
  const [chosen, setChosen] = useState<readonly string[] | null>(null)
  const targets = chosen ?? asked.plan?.disks.map(({ target }) => target) ?? []
  const pools = useFilePools(vm.host)
  const [pool, setPool] = useState(pools[0]?.uuid ?? '')
  const confirm = () => {
    stopAsking()
    void ask('vm.backup', { ...ref, targets: [...targets], pool: pool as Uuid })
  }
  return (
    <PlannedDialog
      {...asked}
      target={ref}
      title={t('backup.title', { name: vm.name })}
      confirmLabel={t('backup.confirm')}
      isComplete={pool !== '' && targets.length > 0}
      onClose={stopAsking}
      onConfirm={confirm}
    >
      {({ disks }) => (
        <>
          <p>{t('backup.text')}</p>
          <CheckboxGroup
            label={t('backup.disks')}
            value={targets}
            onChange={setChosen}
            options={disks.map(({ target, path }) => ({ id: target, label: target, description: path }))}
          />
          {pools.length === 0 && <Banner kind="warning" title={t('hardware.why.noPool')} />}
          <PoolField pools={pools} value={pool} onChange={setPool} />
        </>
      )}
    </PlannedDialog>
  )
}
