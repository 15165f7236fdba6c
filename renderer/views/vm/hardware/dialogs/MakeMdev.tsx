// A part of a device of the host for machines: of what, of which kind, and whether it is there again after a restart.
import { useEffect, useState } from 'react'
import type { AppError } from '../../../../../preload/model/error.ts'
import type { HostDeviceName, MdevParent } from '../../../../../preload/model/host-device.ts'
import type { VmRef } from '../../../../../preload/model/ids.ts'
import { ask } from '../../../../store/client.ts'
import { errorOf, useWords } from '../../../../store/words.ts'
import { Button } from '../../../../ui/Button/Button.tsx'
import { Disclosure } from '../../../../ui/Disclosure/Disclosure.tsx'
import { Checkbox, Select } from '../../../../ui/Field/Field.tsx'
import { ErrorBanner } from '../../ErrorBanner.tsx'
import styles from '../Hardware.module.css'

interface Props {
  readonly target: VmRef
  readonly onMade: (device: HostDeviceName) => void
}

export function MakeMdev({ target, onMade }: Props) {
  const { t } = useWords()
  const [parents, setParents] = useState<readonly MdevParent[] | null>(null)
  const { host, vm } = target
  useEffect(() => {
    let over = false
    ask('vm.mdevParents', { host, vm }).then(
      found => over || setParents(found),
      () => over || setParents([]),
    )
    return () => {
      over = true
    }
  }, [host, vm])
  return (
    <Disclosure label={t('mdev.make')} level={null}>
      <p>{t('mdev.about')}</p>
      {parents?.length === 0 && <p className={styles['muted']}>{t('mdev.none')}</p>}
      {parents && parents.length > 0 && <Form target={target} parents={parents} onMade={onMade} />}
    </Disclosure>
  )
}

function Form({ target, parents, onMade }: Props & { readonly parents: readonly MdevParent[] }) {
  const { t } = useWords()
  const [chosen, setChosen] = useState(parents[0]?.name ?? '')
  const parent = parents.find(({ name }) => name === chosen)
  const [kind, setKind] = useState<string | null>(null)
  const [keep, setKeep] = useState(true)
  const [error, setError] = useState<AppError | null>(null)
  const [isPending, setPending] = useState(false)
  const make = () => {
    if (!parent || kind === null) return
    setPending(true)
    setError(null)
    ask('vm.makeMdev', { ...target, parent: parent.name, kind, keep })
      .then(onMade, reason => setError(errorOf(reason)))
      .finally(() => setPending(false))
  }
  return (
    <div className={styles['stack']}>
      {error && <ErrorBanner error={error} />}
      <Select
        label={t('mdev.parent')}
        value={chosen}
        onChange={name => {
          setChosen(name)
          setKind(null)
        }}
        options={parents.map(({ name, title }) => ({ id: name, label: title, detail: name }))}
      />
      <Select
        label={t('mdev.kind')}
        value={kind}
        onChange={setKind}
        options={(parent?.kinds ?? []).map(({ id, name, free }) => ({
          id,
          label: name ?? id,
          detail: free > 0 ? t('mdev.free', { count: free }) : t('mdev.full'),
          isDisabled: free === 0,
        }))}
      />
      <Checkbox isSelected={keep} onChange={setKeep}>
        {t('mdev.keep')}
      </Checkbox>
      <div>
        <Button isDisabled={kind === null} isPending={isPending} onPress={make}>
          {t('mdev.confirm')}
        </Button>
      </div>
    </div>
  )
}
