// Cloning a machine: its name, and exactly what is copied and what is shared.
import { useEffect, useState } from 'react'
import type { ClonePlan } from '../../../preload/model/clone.ts'
import type { AppError } from '../../../preload/model/error.ts'
import type { Vm } from '../../../preload/model/vm.ts'
import { formatBytes } from '../../format/bytes.ts'
import { ask } from '../../store/client.ts'
import { stopAsking, useAsked } from '../../store/vm-dialog.ts'
import { errorOf, useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Dialog } from '../../ui/Dialog/Dialog.tsx'
import { TextField } from '../../ui/Field/Field.tsx'
import styles from '../page.module.css'
import { ErrorBanner } from './ErrorBanner.tsx'
import { useNameProblem } from './name-problem.ts'

export function CloneDialog() {
  const vm = useAsked('clone')
  return vm && <Clone key={vm.uuid} vm={vm} />
}

function Clone({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const [plan, setPlan] = useState<ClonePlan | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [name, setName] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, for the machine the dialog was opened on
  useEffect(() => {
    ask('vm.clonePlan', { host: vm.host, vm: vm.uuid }).then(
      found => {
        setPlan(found)
        setName(found.name)
      },
      reason => setError(errorOf(reason)),
    )
  }, [])
  const problem = useNameProblem(vm, name, false)
  const confirm = () => {
    stopAsking()
    void ask('vm.clone', { host: vm.host, vm: vm.uuid, name })
  }
  return (
    <Dialog
      title={t('clone.title', { name: vm.name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('clone.confirm')}
      isConfirmDisabled={!plan || plan.refusal !== null || problem !== undefined}
      onClose={stopAsking}
      onConfirm={confirm}
    >
      {error && <ErrorBanner error={error} />}
      {!plan && !error && <p className={styles['muted']}>{t('common.loading')}</p>}
      {plan?.refusal && (
        <Banner kind="warning" title={t(`error.clone.${plan.refusal.key}`, plan.refusal.params)} />
      )}
      {plan && (
        <>
          <TextField autoFocus label={t('rename.name')} value={name} onChange={setName} error={problem} />
          <WhatIsCopied plan={plan} />
        </>
      )}
    </Dialog>
  )
}

function WhatIsCopied({ plan }: { readonly plan: ClonePlan }) {
  const { t, language } = useWords()
  return (
    <ul>
      {plan.disks.map(({ target, path, sizeBytes, fate }) => (
        <li key={target}>
          {t(`clone.${fate}`, { path, size: sizeBytes === null ? '' : formatBytes(sizeBytes, language) })}
        </li>
      ))}
      <li>{t('clone.identity')}</li>
      {plan.hasFirmwareSettings && <li>{t('clone.firmware')}</li>}
    </ul>
  )
}
