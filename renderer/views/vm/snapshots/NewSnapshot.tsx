// Taking a snapshot: a name and a button; the kind is decided, and why another is not possible is said here.
import { useState } from 'react'
import { freeName } from '../../../../preload/model/free-name.ts'
import { type SnapshotKind, type SnapshotList, SnapshotName } from '../../../../preload/model/snapshot.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { ask } from '../../../store/client.ts'
import { useMirror } from '../../../store/mirror.ts'
import { useWords } from '../../../store/words.ts'
import { Banner } from '../../../ui/Banner/Banner.tsx'
import { Button } from '../../../ui/Button/Button.tsx'
import { Disclosure } from '../../../ui/Disclosure/Disclosure.tsx'
import { Checkbox, TextField } from '../../../ui/Field/Field.tsx'
import { Camera } from '../../../ui/icons.ts'
import { RadioGroup } from '../../../ui/RadioGroup/RadioGroup.tsx'
import { TextArea } from '../../../ui/TextArea/TextArea.tsx'
import page from '../../page.module.css'
import styles from './SnapshotsTab.module.css'

interface Props {
  readonly vm: Vm
  readonly list: SnapshotList
}

export function NewSnapshot({ vm, list }: Props) {
  const { t } = useWords()
  const { refusals, noReturn, noFreeze, snapshots } = list
  const taken = snapshots.map(snapshot => snapshot.name)
  const [name, setName] = useState(() => freeName(t('snapshot.wish'), taken))
  const [description, setDescription] = useState('')
  const [kind, setKind] = useState<SnapshotKind>(() => firstKind(list))
  const [memory, setMemory] = useState(true)
  const [freeze, setFreeze] = useState(true)
  const key = `${vm.host}/${vm.uuid}`
  const busy = useMirror(state =>
    Object.values(state.objects.task).some(task => task.endedAt === null && task.about.includes(key)),
  )
  const runs = vm.state !== 'off' && vm.state !== 'saved' && vm.state !== 'crashed'
  // With its memory it goes on in the middle of what it wrote; without, the guest had better be at rest.
  const asksFreeze = runs && kind === 'external' && !memory
  const canFreeze = asksFreeze && noFreeze === null
  const parsed = SnapshotName.safeParse(name)
  const problem = parsed.success
    ? taken.includes(parsed.data)
      ? 'snapshot.nameTaken'
      : null
    : (parsed.error.issues[0]?.message ?? 'snapshot.nameEmpty')
  const why = (of: SnapshotKind) => {
    const refusal = refusals[of]
    return refusal ? t(`error.snapshot.${refusal.key}`, refusal.params) : t(`snapshot.${of}Text`)
  }
  if (refusals.internal && refusals.external)
    return (
      <Banner kind="info" title={t('snapshot.impossible')}>
        {why('external')}
      </Banner>
    )
  const take = () => {
    void ask('snapshot.take', {
      host: vm.host,
      vm: vm.uuid,
      name: name.trim(),
      description,
      kind,
      memory,
      freeze: canFreeze && freeze,
    })
    setName(freeName(t('snapshot.wish'), [...taken, name.trim()]))
    setDescription('')
  }
  return (
    <section className={page['section']} aria-label={t('snapshot.new')}>
      <div className={styles['take']}>
        <TextField
          label={t('snapshot.name')}
          value={name}
          onChange={setName}
          error={problem === null ? undefined : t(`error.${problem}`)}
        />
        <Button variant="primary" icon={<Camera />} isDisabled={problem !== null || busy} onPress={take}>
          {t('snapshot.take')}
        </Button>
      </div>
      {kind === 'external' && noReturn && (
        <Banner kind="warning" title={t(`error.snapshot.${noReturn.key}`, noReturn.params)} />
      )}
      <Disclosure label={t('wizard.moreOptions')}>
        <div className={styles['more']}>
          <TextArea label={t('snapshot.description')} value={description} onChange={setDescription} />
          <RadioGroup
            label={t('snapshot.kind')}
            value={kind}
            onChange={id => setKind(id as SnapshotKind)}
            options={(['internal', 'external'] as const).map(id => ({
              id,
              label: t(`snapshot.kinds.${id}`),
              description: why(id),
              isDisabled: refusals[id] !== null,
            }))}
          />
          {runs && (
            <Checkbox
              isSelected={memory || kind === 'internal'}
              isDisabled={kind === 'internal'}
              onChange={setMemory}
              description={t('snapshot.memoryText')}
            >
              {t('snapshot.memory')}
            </Checkbox>
          )}
          {asksFreeze && (
            <Checkbox
              isSelected={canFreeze && freeze}
              isDisabled={!canFreeze}
              onChange={setFreeze}
              description={
                noFreeze ? t(`error.snapshot.${noFreeze.key}`, noFreeze.params) : t('snapshot.freezeText')
              }
            >
              {t('snapshot.freeze')}
            </Checkbox>
          )}
        </div>
      </Disclosure>
    </section>
  )
}

/** Of the kind that is in use, for mixing them is what loses data elsewhere; else internal, which every libvirt goes back to. */
function firstKind({ snapshots, refusals }: SnapshotList): SnapshotKind {
  const used = snapshots.at(-1)?.kind
  if (used && !refusals[used]) return used
  return refusals.internal ? 'external' : 'internal'
}
