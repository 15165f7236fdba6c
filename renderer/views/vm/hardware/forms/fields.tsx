// The fields of a device's form, from their table.
import type { FieldSpec } from '../../../../../preload/model/fields/spec.ts'
import type { Device } from '../../../../../preload/model/hardware.ts'
import { neededFor } from '../../../../../preload/model/launch-security.ts'
import { useWords, type Words } from '../../../../store/words.ts'
import { DescriptionList } from '../../../../ui/DescriptionList/DescriptionList.tsx'
import { Checkbox, NumberField, Select, TextField } from '../../../../ui/Field/Field.tsx'
import { type Editing, setterOf, shownValue } from '../editing.ts'
import { valueText } from '../words.ts'

interface Props {
  readonly editing: Editing
  readonly device: Device
  readonly spec: FieldSpec
}

export function DeviceField(props: Props) {
  const { t } = useWords()
  const { editing, device, spec } = props
  const label = t(`hardware.field.${spec.id}`)
  const value = shownValue(editing, device, spec.id)
  const set = setterOf(editing, device, spec.id)
  const description = spec.hint && t(`hardware.hint.${spec.id}`)
  // What is fixed is told, not asked.
  if (spec.fixed) return value === null ? null : <Fact label={label} value={value} />
  switch (spec.input) {
    case 'choice':
    case 'switch':
      return <ChoiceField {...props} />
    case 'flag':
      return (
        <Checkbox
          isSelected={value !== null}
          onChange={on => set(on ? 'yes' : null)}
          description={description}
        >
          {label}
        </Checkbox>
      )
    case 'number':
      return (
        <NumberField
          label={label}
          description={description}
          value={value === null ? Number.NaN : Number(value)}
          min={1}
          more={t('common.increase')}
          less={t('common.decrease')}
          onChange={number => set(Number.isFinite(number) ? String(number) : null)}
        />
      )
    case 'text':
      return (
        <TextField
          mono
          label={label}
          description={description}
          value={value ?? ''}
          onChange={text => set(text === '' ? null : text)}
        />
      )
    case 'order':
      return null
  }
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return <DescriptionList items={[{ term: label, value, mono: true }]} />
}

/** Stands for saying nothing, in a list of ids. */
const DEFAULT = ''

export function ChoiceField({ editing, device, spec }: Props) {
  const words = useWords()
  const value = shownValue(editing, device, spec.id)
  const set = spec.id === 'launchSecurity' ? protectWith(editing, device) : setterOf(editing, device, spec.id)
  return (
    <Select
      label={words.t(`hardware.field.${spec.id}`)}
      description={spec.hint && words.t(`hardware.hint.${spec.id}`)}
      value={value ?? DEFAULT}
      onChange={id => set(id === DEFAULT ? null : id)}
      options={optionsOf(editing, device, spec, words)}
    />
  )
}

/** Brings what the machine needs for it, each as a change of its own that can be taken back. */
function protectWith({ change, hardware }: Editing, { kind, key }: Device) {
  return (value: string | null) =>
    change(
      { do: 'set', device: { kind, key }, field: 'launchSecurity', value },
      ...neededFor(value, hardware.devices),
    )
}

/** What there always has to be: a disk hangs on some bus. */
const REQUIRED = new Set(['bus', 'model', 'version', 'action', 'type', 'driver', 'firmware', 'machineType'])
const SWITCH = ['on', 'off'] as const

function optionsOf({ options }: Editing, device: Device, spec: FieldSpec, words: Words) {
  const offered = options?.values[`${device.kind}.${spec.id}`]
  const now = device.values[spec.id] ?? null
  // What a host offers of the machine itself is a list of its own; of devices, what it lacks is shown with the reason.
  const isListed = spec.whole || (device.kind !== 'machine' && (spec.values?.length ?? 0) > 0)
  const known = [
    ...new Set([
      ...(isListed ? [] : (offered ?? [])),
      ...(isListed || !offered ? (spec.values ?? (spec.input === 'switch' ? SWITCH : [])) : []),
      ...(now === null ? [] : [now]),
    ]),
  ]
  const all = known.map(id => {
    const why = whyNot(device, spec.id, id, now, offered)
    return {
      id,
      label: valueText(spec.id, id, words),
      ...(why && { detail: words.t(`hardware.why.${why}`), isDisabled: true }),
    }
  })
  const isOpen = now === null || !REQUIRED.has(spec.id)
  return isOpen ? [{ id: DEFAULT, label: words.t('hardware.default') }, ...all] : all
}

/** A key below `hardware.why.`, null where it can be. */
function whyNot(
  { disk }: Device,
  field: string,
  id: string,
  now: string | null,
  offered: readonly string[] | undefined,
): string | null {
  if (id === now) return null
  if (field !== 'bus') return offered && !offered.includes(id) ? 'notOffered' : null
  if (id === 'fdc') return disk?.device === 'floppy' ? null : 'floppyOnly'
  if (disk?.device === 'floppy') return 'floppyBus'
  return disk?.device === 'cdrom' && id === 'virtio' ? 'cdVirtio' : null
}
