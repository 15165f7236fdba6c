// Putting a disk's files together: into which one, and what goes and what stays, said before.
import { useState } from 'react'
import type { MergePlan } from '../../../../preload/model/disk-job.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { ask } from '../../../store/client.ts'
import { useWords } from '../../../store/words.ts'
import { RadioGroup } from '../../../ui/RadioGroup/RadioGroup.tsx'
import { PlannedDialog, usePlan } from '../PlannedDialog.tsx'
import { UnseenMachines } from '../UnseenMachines.tsx'

interface Props {
  readonly vm: Vm
  readonly target: string
  readonly onClose: () => void
}

/** The choice that takes everything into the file that is written now. */
const UP = ''

export function MergeFiles({ vm, target, onClose }: Props) {
  const words = useWords()
  const { t } = words
  const disk = { host: vm.host, vm: vm.uuid, target }
  const asked = usePlan(() => ask('disk.mergePlan', disk))
  const [into, setInto] = useState(UP)
  const goes = asked.plan?.down.find(one => one.into === into)?.goes ?? []
  const confirm = () => {
    onClose()
    const way = into === UP ? ('up' as const) : ('down' as const)
    void ask('disk.merge', { ...disk, way, into: into || null })
  }
  return (
    <PlannedDialog
      {...asked}
      target={disk}
      title={t('merge.title', { disk: target })}
      confirmLabel={t('merge.confirm')}
      destructive={goes.length > 0}
      onClose={onClose}
      onConfirm={confirm}
    >
      {plan => (
        <>
          <p>{t('merge.text')}</p>
          <RadioGroup
            label={t('merge.into')}
            value={into}
            onChange={setInto}
            options={choicesOf(plan, words)}
          />
          {into !== UP && <UnseenMachines names={plan.unseen} />}
        </>
      )}
    </PlannedDialog>
  )
}

function choicesOf({ down, below }: MergePlan, { t, language }: ReturnType<typeof useWords>) {
  // Of files in one folder, that says nothing.
  const [folder] = down.map(({ into }) => into.slice(0, into.lastIndexOf('/') + 1))
  const short = (path: string) => (folder && path.startsWith(folder) ? path.slice(folder.length) : path)
  const list = (paths: readonly string[]) => new Intl.ListFormat(language).format(paths.map(short))
  return [
    { id: UP, label: t('merge.up'), description: t('merge.upText', { files: list(below) }) },
    ...down.map(({ into, goes, left, refusal }) => ({
      id: into,
      label: into,
      description: refusal
        ? t(`error.disk.${refusal.key}`, refusal.params)
        : [
            goes.length > 0 && t('merge.goes', { files: list(goes) }),
            left.length > 0 && t('merge.left', { files: list(left) }),
          ]
            .filter(Boolean)
            .join(' '),
      isDisabled: refusal !== null,
    })),
  ]
}
