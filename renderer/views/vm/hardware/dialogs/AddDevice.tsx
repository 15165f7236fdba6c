// A device of which there is only a model to choose.
import { useState } from 'react'
import { FIELDS } from '../../../../../preload/model/fields/devices.ts'
import type { HardwareChange } from '../../../../../preload/model/hardware.ts'
import { useWords } from '../../../../store/words.ts'
import { Select } from '../../../../ui/Field/Field.tsx'
import type { Editing } from '../editing.ts'
import { ChangeDialog } from './ChangeDialog.tsx'

interface Props {
  readonly editing: Editing
  readonly kind: Extract<HardwareChange, { do: 'addDevice' }>['kind']
  readonly onClose: () => void
}

/** What most guests have a driver for. */
const USUAL: Readonly<Record<string, string>> = { tpm: 'tpm-crb', watchdog: 'i6300esb' }

export function AddDevice({ editing, kind, onClose }: Props) {
  const { t } = useWords()
  const spec = FIELDS[kind].find(({ id }) => id === 'model')
  const models = editing.options?.values[`${kind}.model`] ?? spec?.values ?? []
  const usual = USUAL[kind] ?? ''
  const [model, setModel] = useState(models.includes(usual) ? usual : (models[0] ?? ''))
  return (
    <ChangeDialog
      editing={editing}
      title={t(`hardware.addTitle.${kind}`)}
      confirmLabel={t('hardware.addConfirm')}
      change={model === '' ? null : { do: 'addDevice', kind, model }}
      onClose={onClose}
    >
      <Select
        label={t('hardware.field.model')}
        value={model}
        onChange={setModel}
        options={models.map(id => ({ id, label: id }))}
      />
    </ChangeDialog>
  )
}
