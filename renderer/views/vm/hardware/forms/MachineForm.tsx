// Processors, memory, title and notes; what few machines need is folded away below, part by part.
import {
  MACHINE_FIELDS,
  MACHINE_SECTIONS,
  type MachineSection,
} from '../../../../../preload/model/fields/machine.ts'
import type { Device } from '../../../../../preload/model/hardware.ts'
import type { Processors } from '../../../../../preload/model/processor.ts'
import { useWords } from '../../../../store/words.ts'
import { Disclosure } from '../../../../ui/Disclosure/Disclosure.tsx'
import { NumberField, TextField } from '../../../../ui/Field/Field.tsx'
import { TextArea } from '../../../../ui/TextArea/TextArea.tsx'
import { type Editing, setterOf, shownValue } from '../editing.ts'
import styles from '../Hardware.module.css'
import { CpuFeatures } from './CpuFeatures.tsx'
import { DeviceField } from './fields.tsx'
import { NumaCells } from './NumaCells.tsx'
import { Placement } from './Placement.tsx'
import { ProcessorModel, useProcessors } from './ProcessorModel.tsx'
import { TopologyFields } from './TopologyFields.tsx'

/** Those that one line would not hold. */
const OWN_FORM: ReadonlySet<string> = new Set([
  'topology',
  'cpuFeatures',
  'cpuSet',
  'vcpuPins',
  'emulatorPin',
  'ioThreadPins',
  'numaCells',
  'numaDistances',
  'numaMemory',
])

interface Props {
  readonly editing: Editing
  readonly device: Device | undefined
}

export function MachineForm({ editing, device }: Props) {
  const { t } = useWords()
  const processors = useProcessors(editing.target)
  if (!device) return null
  return (
    <>
      <div className={styles['head']}>
        <h2>{t('hardware.kind.machine')}</h2>
      </div>
      <div className={styles['fields']}>
        <AmountFields
          editing={editing}
          device={device}
          now="cpus"
          most="cpusMaximum"
          scale={1}
          limit={editing.options?.maxCpus || undefined}
        />
      </div>
      <div className={styles['fields']}>
        <AmountFields
          editing={editing}
          device={device}
          now="memoryKiB"
          most="memoryMaximumKiB"
          scale={1024}
          unit="MiB"
        />
      </div>
      <div className={styles['fields']}>
        <ProcessorModel editing={editing} device={device} processors={processors} />
      </div>
      <TextField
        label={t('hardware.field.title')}
        value={shownValue(editing, device, 'title') ?? ''}
        onChange={text => setterOf(editing, device, 'title')(text === '' ? null : text)}
      />
      <TextArea
        label={t('hardware.field.description')}
        value={shownValue(editing, device, 'description') ?? ''}
        onChange={text => setterOf(editing, device, 'description')(text === '' ? null : text)}
      />
      {MACHINE_SECTIONS.map(section => (
        <Disclosure key={section} label={t(`hardware.section.${section}`)} level={3}>
          <SectionForm editing={editing} device={device} section={section} processors={processors} />
        </Disclosure>
      ))}
    </>
  )
}

interface SectionProps {
  readonly editing: Editing
  readonly device: Device
  readonly section: MachineSection
  readonly processors: Processors
}

function SectionForm({ section, processors, ...of }: SectionProps) {
  const specs = MACHINE_FIELDS.filter(field => field.section === section && !OWN_FORM.has(field.id))
  const fields = (
    <div className={styles['fields']}>
      {specs.map(spec => (
        <DeviceField key={spec.id} {...of} spec={spec} />
      ))}
      {section === 'processor' && <TopologyFields {...of} />}
    </div>
  )
  switch (section) {
    case 'processor':
      return (
        <>
          {fields}
          <CpuFeatures {...of} processors={processors} />
        </>
      )
    case 'placement':
      return (
        <>
          <Placement {...of} />
          <NumaCells {...of} />
          {fields}
        </>
      )
    default:
      return fields
  }
}

interface AmountProps extends Props {
  readonly device: Device
  readonly now: string
  readonly most: string
  /** Units of the value in one of the field. */
  readonly scale: number
  readonly unit?: string
  readonly limit?: number | undefined
}

/**
 * What the guest has, and the most it can have while it runs. The two go together while they are the same and the
 * machine is off; the most is never less.
 */
function AmountFields({ editing, device, now, most, scale, unit, limit }: AmountProps) {
  const { t } = useWords()
  const value = (field: string) => Number(shownValue(editing, device, field) ?? Number.NaN)
  const set = (field: string, amount: number) => ({
    do: 'set' as const,
    device: { kind: device.kind, key: device.key },
    field,
    value: String(amount),
  })
  const together = value(now) === value(most) && !editing.hardware.running
  const changeNow = (entered: number) => {
    if (!Number.isFinite(entered)) return
    const amount = Math.round(entered * scale)
    const raises = together || amount > value(most)
    editing.change(set(now, amount), ...(raises ? [set(most, amount)] : []))
  }
  const changeMost = (entered: number) => {
    if (!Number.isFinite(entered)) return
    const amount = Math.round(entered * scale)
    editing.change(set(most, amount), ...(amount < value(now) ? [set(now, amount)] : []))
  }
  const common = {
    more: t('common.increase'),
    less: t('common.decrease'),
    min: unit ? 16 : 1,
    ...(unit && { unit, step: 1 }),
    ...(limit && { max: limit }),
  }
  return (
    <>
      <NumberField
        {...common}
        label={t(`hardware.field.${now}`)}
        value={value(now) / scale}
        onChange={changeNow}
      />
      <NumberField
        {...common}
        label={t(`hardware.field.${most}`)}
        value={value(most) / scale}
        onChange={changeMost}
      />
    </>
  )
}
