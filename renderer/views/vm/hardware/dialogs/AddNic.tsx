// Another network card, with an address of its own.
import { useState } from 'react'
import { FIELDS } from '../../../../../preload/model/fields/devices.ts'
import { type NicSource, needsVirtio } from '../../../../../preload/model/nic-source.ts'
import type { Vm } from '../../../../../preload/model/vm.ts'
import { useMirror } from '../../../../store/mirror.ts'
import { useWords } from '../../../../store/words.ts'
import { Select, TextField } from '../../../../ui/Field/Field.tsx'
import type { Editing } from '../editing.ts'
import { NicSourceFields } from '../forms/NicSourceFields.tsx'
import { SameMac } from '../forms/SameMac.tsx'
import { ChangeDialog } from './ChangeDialog.tsx'

interface Props {
  readonly vm: Vm
  readonly editing: Editing
  readonly onClose: () => void
}

export function AddNic({ vm, editing, onClose }: Props) {
  const { t } = useWords()
  const networks = useMirror(state => state.objects.network)
  const first = Object.values(networks).find(network => network.host === vm.host && network.active)
  const [usual] = useState<NicSource>(first ? { kind: 'network', name: first.name } : { kind: 'user' })
  // The last that was whole; null while one is not.
  const [source, setSource] = useState<NicSource | null>(usual)
  const [shown, setShown] = useState(usual)
  const [wantedModel, setModel] = useState('virtio')
  const isVirtio = source !== null && needsVirtio(source)
  const model = isVirtio ? 'virtio' : wantedModel
  const [mac, setMac] = useState(randomMac)
  const wrongMac = MAC.test(mac) ? undefined : t('hardware.wrongMac')
  const models = FIELDS.nic.find(({ id }) => id === 'model')?.values ?? []
  const offered = editing.options?.values['nic.model']
  return (
    <ChangeDialog
      editing={editing}
      title={t('hardware.addTitle.nic')}
      confirmLabel={t('hardware.addConfirm')}
      change={wrongMac || !source ? null : { do: 'addNic', source, model, mac }}
      onClose={onClose}
    >
      <NicSourceFields
        editing={editing}
        source={shown}
        onChange={next => {
          setSource(next)
          if (next) setShown(next)
        }}
      />
      {source?.kind === 'vhostuser' && <p>{t('nic.sharesMemory')}</p>}
      <TextField mono label={t('hardware.field.mac')} value={mac} onChange={setMac} error={wrongMac} />
      <SameMac host={vm.host} mac={mac} own={null} />
      <Select
        label={t('hardware.field.model')}
        value={model}
        onChange={setModel}
        options={models.map(id => ({
          id,
          label: id,
          ...(offered && !offered.includes(id) && { detail: t('hardware.why.notOffered'), isDisabled: true }),
          ...(isVirtio && id !== 'virtio' && { detail: t('nic.virtioOnly'), isDisabled: true }),
        }))}
      />
    </ChangeDialog>
  )
}

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i

/** QEMU's range, the last three bytes by chance. */
function randomMac(): string {
  const bytes = [...crypto.getRandomValues(new Uint8Array(3))]
  return ['52', '54', '00', ...bytes.map(byte => byte.toString(16).padStart(2, '0'))].join(':')
}
