// Deleting a machine: exactly what goes, disks only if ticked.
import { useEffect, useState } from 'react'
import { type DeletableDisk, type DeletionPlan, withoutBases } from '../../../preload/model/deletion.ts'
import type { AppError } from '../../../preload/model/error.ts'
import type { Vm } from '../../../preload/model/vm.ts'
import { formatBytes } from '../../format/bytes.ts'
import { ask } from '../../store/client.ts'
import { go } from '../../store/route.ts'
import { stopAsking, useAsked } from '../../store/vm-dialog.ts'
import { errorOf, useWords } from '../../store/words.ts'
import { Dialog } from '../../ui/Dialog/Dialog.tsx'
import { Checkbox } from '../../ui/Field/Field.tsx'
import styles from '../page.module.css'
import { ErrorBanner } from './ErrorBanner.tsx'
import { UnseenMachines } from './UnseenMachines.tsx'

export function DeleteDialog() {
  const vm = useAsked('delete')
  return vm && <Deletion key={vm.uuid} vm={vm} />
}

function Deletion({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const [plan, setPlan] = useState<DeletionPlan | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [wipe, setWipe] = useState(false)
  const [ticked, setTicked] = useState<readonly string[]>([])
  const ref = { host: vm.host, vm: vm.uuid }
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, for the machine the dialog was opened on
  useEffect(() => {
    ask('vm.deletionPlan', ref).then(setPlan, reason => setError(errorOf(reason)))
  }, [])
  const confirm = () => {
    void ask('vm.delete', { ...ref, disks: [...ticked], wipe })
    stopAsking()
    go({ at: 'host', host: vm.host })
  }
  return (
    <Dialog
      title={t('delete.title', { name: vm.name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t(ticked.length > 0 ? 'delete.confirmDisks' : 'delete.confirm')}
      isConfirmDisabled={plan === null}
      destructive
      onClose={() => stopAsking()}
      onConfirm={confirm}
    >
      <p>{t('delete.text')}</p>
      {error && <ErrorBanner error={error} />}
      {!plan && !error && <p className={styles['muted']}>{t('common.loading')}</p>}
      {plan && <WhatGoes plan={plan} />}
      {plan?.disks.some(({ kept }) => kept === null) && <UnseenMachines names={plan.unseen} />}
      {plan && plan.disks.length > 0 && (
        <fieldset className={styles['card']}>
          <legend>{t('delete.disks')}</legend>
          {plan.disks.map(disk => (
            <DiskChoice
              key={disk.path}
              disk={disk}
              isUnder={disk.over.some(path => !ticked.includes(path))}
              ticked={ticked.includes(disk.path)}
              onTick={on => setTicked(tick(plan, ticked, disk, on))}
            />
          ))}
        </fieldset>
      )}
      {ticked.length > 0 && (
        <Checkbox isSelected={wipe} onChange={setWipe} description={t('delete.wipeText')}>
          {t('delete.wipe')}
        </Checkbox>
      )}
      {plan?.disks.length === 0 && <p className={styles['muted']}>{t('delete.noDisks')}</p>}
    </Dialog>
  )
}

/** What builds on a file that stays on goes off with it. */
function tick(plan: DeletionPlan, ticked: readonly string[], { path }: DeletableDisk, on: boolean): string[] {
  return on
    ? [...ticked, path]
    : withoutBases(
        plan.disks,
        ticked.filter(other => other !== path),
      )
}

function WhatGoes({ plan }: { readonly plan: DeletionPlan }) {
  const { t } = useWords()
  const lines = [
    plan.running && t('delete.running'),
    plan.snapshots > 0 && t('delete.snapshots', { count: plan.snapshots }),
    plan.managedSave && t('delete.managedSave'),
    plan.nvram && t('delete.nvram'),
  ].filter(line => line !== false)
  return (
    <ul>
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

interface ChoiceProps {
  readonly disk: DeletableDisk
  /** Something that is not ticked builds on it. */
  readonly isUnder: boolean
  readonly ticked: boolean
  readonly onTick: (on: boolean) => void
}

function DiskChoice({ disk, isUnder, ticked, onTick }: ChoiceProps) {
  const { t, language } = useWords()
  const { path, target, role, kept, usedBy, sizeBytes } = disk
  const facts = kept
    ? [t(`delete.kept.${kept}`, { vms: usedBy.join(', ') })]
    : [
        sizeBytes !== null && formatBytes(sizeBytes, language),
        role !== 'disk' && t(`delete.role.${role}`),
        role === 'base' && t('delete.withAbove'),
      ]
  return (
    <Checkbox
      isSelected={ticked}
      onChange={onTick}
      isDisabled={kept !== null || isUnder}
      description={facts.filter(Boolean).join(' · ')}
    >
      {target && `${target}: `}
      <bdi>{path}</bdi>
    </Checkbox>
  )
}
