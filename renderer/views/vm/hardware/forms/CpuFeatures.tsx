// Single features of the processor, beside what its model brings: those chosen first, all others by searching.
import { useState } from 'react'
import type { Device } from '../../../../../preload/model/hardware.ts'
import {
  broughtBy,
  FEATURE_NAME,
  givenMitigations,
  POLICIES,
  type Processors,
  parseFeatures,
  printFeatures,
} from '../../../../../preload/model/processor.ts'
import { useWords } from '../../../../store/words.ts'
import { Badge } from '../../../../ui/Badge/Badge.tsx'
import { Select } from '../../../../ui/Field/Field.tsx'
import { SearchField } from '../../../../ui/SearchField/SearchField.tsx'
import { Switch } from '../../../../ui/Switch/Switch.tsx'
import { type Editing, setterOf, shownValue } from '../editing.ts'
import styles from '../Hardware.module.css'

interface Props {
  readonly editing: Editing
  readonly device: Device
  readonly processors: Processors
}

/** As many as one looks through; the rest is found by its name. */
const ROWS = 12
/** Stands for leaving it to the model. */
const MODEL = 'model'

export function CpuFeatures({ editing, device, processors }: Props) {
  const { t } = useWords()
  const [search, setSearch] = useState('')
  const model = shownValue(editing, device, 'cpuMode')
  const chosen = parseFeatures(shownValue(editing, device, 'cpuFeatures'))
  const set = setterOf(editing, device, 'cpuFeatures')
  const brought = broughtBy(model, processors)
  if (model === null) return <p className={styles['muted']}>{t('processor.noModel')}</p>
  const setPolicy = (name: string, policy: string) => {
    const { [name]: _, ...others } = chosen
    set(printFeatures(policy === MODEL ? others : { ...others, [name]: policy }))
  }
  const found = findFeatures(search.trim(), Object.keys(chosen), brought ?? [], processors.offered ?? [])
  const shown = found.slice(0, Math.max(ROWS, Object.keys(chosen).length))
  return (
    <section className={styles['stack']} aria-label={t('processor.features')}>
      <Mitigations model={model} processors={processors} chosen={chosen} onChange={set} />
      <SearchField
        label={t('processor.search')}
        placeholder={t('processor.search')}
        clearLabel={t('sidebar.clear')}
        value={search}
        onChange={setSearch}
      />
      <ul className={styles['features']} aria-label={t('processor.features')}>
        {shown.map(name => (
          <li key={name}>
            <span className={styles['feature']}>
              <code>{name}</code>
              {brought?.includes(name) && <Badge>{t('processor.inModel')}</Badge>}
              {processors.offered?.includes(name) === false && (
                <Badge kind="warning">{t('processor.notOnHost')}</Badge>
              )}
            </span>
            <Select
              label={name}
              isLabelHidden
              value={chosen[name] ?? MODEL}
              onChange={policy => setPolicy(name, policy)}
              options={[MODEL, ...POLICIES].map(id => ({
                id,
                label: t(`processor.policy.${id}`),
                detail: t(`processor.policyDetail.${id}`),
              }))}
            />
          </li>
        ))}
      </ul>
      {found.length > shown.length && (
        <p className={styles['muted']}>{t('processor.others', { count: found.length - shown.length })}</p>
      )}
      {processors.offered === null && <p className={styles['muted']}>{t('processor.unknown')}</p>}
    </section>
  )
}

/** Those chosen come first. What is searched for may be one that neither host nor model names. */
function findFeatures(
  search: string,
  chosen: readonly string[],
  brought: readonly string[],
  offered: readonly string[],
): readonly string[] {
  const others = [...new Set([...offered, ...brought])].filter(name => !chosen.includes(name)).sort()
  const found = [...chosen, ...others].filter(name => name.includes(search.toLowerCase()))
  return found.length === 0 && FEATURE_NAME.test(search) ? [search] : found
}

interface MitigationsProps {
  readonly model: string
  readonly processors: Processors
  readonly chosen: Readonly<Record<string, string>>
  readonly onChange: (value: string | null) => void
}

/** All of a host's protections as one switch: told to the guest, or left to the model. */
function Mitigations({ model, processors, chosen, onChange }: MitigationsProps) {
  const { t } = useWords()
  const given = givenMitigations(processors)
  const brought = broughtBy(model, processors) ?? []
  const missing = given.filter(name => !brought.includes(name))
  if (processors.offered === null) return null
  if (missing.length === 0)
    return (
      <p className={styles['muted']}>
        {t(given.length === 0 ? 'processor.noMitigations' : 'processor.allMitigations')}
      </p>
    )
  const isOn = missing.every(name => chosen[name] === 'require' || chosen[name] === 'force')
  const others = Object.entries(chosen).filter(([name]) => !missing.includes(name))
  const change = (on: boolean) =>
    onChange(
      printFeatures(Object.fromEntries([...others, ...(on ? missing.map(name => [name, 'require']) : [])])),
    )
  return (
    <>
      <Switch isSelected={isOn} onChange={change}>
        {t('processor.mitigations')}
      </Switch>
      <p className={styles['muted']}>{t('processor.mitigationsText', { features: missing.join(', ') })}</p>
    </>
  )
}
