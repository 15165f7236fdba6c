// One device's element, written by hand.
import { useState } from 'react'
import type { Device } from '../../../../../preload/model/hardware.ts'
import { useWords } from '../../../../store/words.ts'
import { DomainEditor } from '../../xml/DomainEditor.tsx'
import type { Editing } from '../editing.ts'
import { titleOf } from '../words.ts'
import { ChangeDialog } from './ChangeDialog.tsx'

interface Props {
  readonly editing: Editing
  readonly device: Device
  readonly onClose: () => void
}

const OUTER = ['domain', 'devices']

export function DeviceXml({ editing, device, onClose }: Props) {
  const words = useWords()
  const { t } = words
  const [text, setText] = useState(device.xml)
  const { kind, key } = device
  const changed = text.trim() !== device.xml && text.trim() !== ''
  return (
    <ChangeDialog
      editing={editing}
      title={t('xml.deviceTitle', { device: titleOf(device, words) })}
      confirmLabel={t('hardware.apply')}
      change={changed ? { do: 'deviceXml', device: { kind, key }, text } : null}
      size="large"
      onClose={onClose}
    >
      <DomainEditor label={t('xml.deviceLabel')} value={text} onChange={setText} outer={OUTER} />
    </ChangeDialog>
  )
}
