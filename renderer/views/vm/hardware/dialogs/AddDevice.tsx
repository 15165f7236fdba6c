// A new device of a kind that is asked for by a few values: what is asked stands in preload/model/fields/added.ts.
import { useState } from 'react'
import {
  ADDED,
  type AddedField,
  type AddedKind,
  askedFields,
  missingField,
} from '../../../../../preload/model/fields/added.ts'
import { useWords } from '../../../../store/words.ts'
import { Checkbox, NumberField, Select, TextField } from '../../../../ui/Field/Field.tsx'
import { type Editing, hasSpice } from '../editing.ts'
import { valueText } from '../words.ts'
import { ChangeDialog } from './ChangeDialog.tsx'

interface Props {
  readonly editing: Editing
  /** One to choose from; a single one is not asked for. */
  readonly kinds: readonly AddedKind[]
  /** Why a kind cannot be added. */
  readonly whyNot: (kind: AddedKind) => string | undefined
  readonly onClose: () => void
}

export function AddDevice({ editing, kinds, whyNot, onClose }: Props) {
  const { t } = useWords()
  const [kind, setKind] = useState<AddedKind>(() => kinds.find(one => !whyNot(one)) ?? 'rng')
  const [values, setValues] = useState(() => firstValues(editing, kind))
  const choose = (id: string) => {
    setKind(id as AddedKind)
    setValues(firstValues(editing, id as AddedKind))
  }
  const isWhole = missingField(kind, values) === null && !whyNot(kind)
  const asked = Object.fromEntries(askedFields(kind, values).map(({ id }) => [id, values[id] ?? '']))
  return (
    <ChangeDialog
      editing={editing}
      title={kinds.length > 1 ? t('hardware.addTitle.other') : t(`hardware.addTitle.${kind}`)}
      confirmLabel={t('hardware.addConfirm')}
      change={isWhole ? { do: 'addDevice', kind, values: asked } : null}
      onClose={onClose}
    >
      {kinds.length > 1 && (
        <Select
          label={t('hardware.addKind')}
          value={kind}
          onChange={choose}
          options={kinds.map(id => {
            const why = whyNot(id)
            return { id, label: t(`hardware.kind.${id}`), ...(why && { detail: why, isDisabled: true }) }
          })}
        />
      )}
      <p>{t(`hardware.about.${kind}`)}</p>
      {askedFields(kind, values).map(field => (
        <AddedInput
          key={field.id}
          kind={kind}
          field={field}
          choices={choicesOf(editing, kind, field)}
          missing={missingOf(editing, kind, field)}
          value={values[field.id] ?? ''}
          onChange={value => setValues({ ...values, [field.id]: value })}
        />
      ))}
      {kind === 'filesystem' && values['driver'] === 'virtiofs' && <p>{t('hardware.sharesMemory')}</p>}
    </ChangeDialog>
  )
}

interface InputProps {
  readonly kind: AddedKind
  readonly field: AddedField
  readonly choices: readonly string[]
  /** Choices that the host does not offer. */
  readonly missing: readonly string[]
  readonly value: string
  readonly onChange: (value: string) => void
}

function AddedInput({ field, choices, missing, value, onChange }: InputProps) {
  const words = useWords()
  const { t } = words
  const label = t(`hardware.field.${field.id}`)
  const isWrong = value !== '' && field.pattern !== undefined && !field.pattern.test(value)
  switch (field.input) {
    case 'choice':
      return (
        <Select
          label={label}
          value={value}
          onChange={onChange}
          options={[
            ...choices.map(id => ({
              id,
              label: id === 'other' ? t('hardware.otherName') : valueText(field.id, id, words),
            })),
            ...missing.map(id => ({
              id,
              label: valueText(field.id, id, words),
              detail: t('hardware.why.notOffered'),
              isDisabled: true,
            })),
          ]}
        />
      )
    case 'flag':
      return (
        <Checkbox isSelected={value === 'yes'} onChange={on => onChange(on ? 'yes' : '')}>
          {label}
        </Checkbox>
      )
    case 'number':
      return (
        <NumberField
          label={label}
          value={Number(value || Number.NaN)}
          min={1}
          more={t('common.increase')}
          less={t('common.decrease')}
          onChange={number => onChange(Number.isFinite(number) ? String(number) : '')}
        />
      )
    case 'text':
      return (
        <TextField
          mono
          label={label}
          value={value}
          onChange={onChange}
          error={isWrong ? t(`error.hardware.${WRONG[field.id] ?? 'wrongName'}`) : undefined}
        />
      )
  }
}

const WRONG: Readonly<Record<string, string>> = { path: 'wrongPath', sourceDir: 'wrongPath' }

/** What this host offers for this machine, where it says so. */
function choicesOf(
  { options, hardware }: Editing,
  kind: AddedKind,
  { id, values }: AddedField,
): readonly string[] {
  if (kind === 'channel' && !hasSpice(hardware.devices))
    return values?.filter(name => !/spice/.test(name)) ?? []
  const offered = options?.values[`${kind}.${id}`]
  if (!values) return offered ?? []
  return offered ? values.filter(value => offered.includes(value)) : values
}

function missingOf({ options }: Editing, kind: AddedKind, { id, values }: AddedField): readonly string[] {
  const offered = options?.values[`${kind}.${id}`]
  return offered ? (values ?? []).filter(value => !offered.includes(value)) : []
}

function firstValues(editing: Editing, kind: AddedKind): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ADDED[kind].map(field => {
      const choices = field.input === 'choice' ? choicesOf(editing, kind, field) : []
      const first = choices.length === 0 || choices.includes(field.usual) ? field.usual : choices[0]
      return [field.id, first ?? '']
    }),
  )
}
