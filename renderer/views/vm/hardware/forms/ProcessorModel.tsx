// Which processor the guest sees. Models that this host cannot play are shown with what it lacks.
import { useEffect, useState } from 'react'
import type { Device } from '../../../../../preload/model/hardware.ts'
import type { VmRef } from '../../../../../preload/model/ids.ts'
import { lackedBy, type Processors } from '../../../../../preload/model/processor.ts'
import { ask } from '../../../../store/client.ts'
import { useWords } from '../../../../store/words.ts'
import { Select } from '../../../../ui/Field/Field.tsx'
import { type Editing, shownValue } from '../editing.ts'
import { valueText } from '../words.ts'

const UNKNOWN: Processors = { offered: null, models: {} }

/** Of its host; nothing is known until it has answered, or where it cannot. */
export function useProcessors({ host, vm }: VmRef): Processors {
  const [processors, setProcessors] = useState(UNKNOWN)
  useEffect(() => {
    ask('vm.processors', { host, vm }).then(setProcessors, () => setProcessors(UNKNOWN))
  }, [host, vm])
  return processors
}

interface Props {
  readonly editing: Editing
  readonly device: Device
  readonly processors: Processors
}

/** Stands for saying nothing, in a list of ids. */
const DEFAULT = ''
/** Enough to see what it is about. */
const LACKS_SHOWN = 6

export function ProcessorModel({ editing, device, processors }: Props) {
  const words = useWords()
  const { t } = words
  const value = shownValue(editing, device, 'cpuMode')
  const now = device.values['cpuMode'] ?? null
  const usable = editing.options?.values['machine.cpuMode'] ?? []
  const known = [...new Set([...usable, ...(now === null ? [] : [now])])]
  const unusable = Object.keys(processors.models)
    .filter(name => !known.includes(name))
    .sort()
  const choose = (id: string) => {
    const mode = id === DEFAULT ? null : id
    const { kind, key } = device
    const set = (field: string, to: string | null) =>
      ({ do: 'set', device: { kind, key }, field, value: to }) as const
    // Single features were chosen beside the old model: another comes without them.
    const features = mode === now ? (device.values['cpuFeatures'] ?? null) : null
    editing.change(set('cpuMode', mode), set('cpuFeatures', features))
  }
  const whyNot = (model: string) => {
    const lacks = lackedBy(model, processors)
    const shown = lacks.slice(0, LACKS_SHOWN).join(', ')
    return t('processor.lacks', { features: lacks.length > LACKS_SHOWN ? `${shown} …` : shown })
  }
  return (
    <Select
      label={t('hardware.field.cpuMode')}
      value={value ?? DEFAULT}
      onChange={choose}
      options={[
        { id: DEFAULT, label: t('hardware.default') },
        ...known.map(id => ({ id, label: valueText('cpuMode', id, words) })),
        ...unusable.map(id => ({ id, label: id, detail: whyNot(id), isDisabled: true })),
      ]}
    />
  )
}
