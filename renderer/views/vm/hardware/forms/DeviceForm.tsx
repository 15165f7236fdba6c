// The form of one device: its fields, what only disks and nics have, and Remove.
import { useState } from 'react'
import { type Device, FIELDS } from '../../../../../preload/model/hardware.ts'
import { useWords } from '../../../../store/words.ts'
import { Button } from '../../../../ui/Button/Button.tsx'
import { Trash2 } from '../../../../ui/icons.ts'
import { RemoveDevice } from '../dialogs/RemoveDevice.tsx'
import type { Editing } from '../editing.ts'
import styles from '../Hardware.module.css'
import { titleOf } from '../words.ts'
import { DiskPart } from './DiskPart.tsx'
import { DeviceField } from './fields.tsx'
import { NicPart } from './NicPart.tsx'

interface Props {
  readonly editing: Editing
  readonly device: Device
}

export function DeviceForm({ editing, device }: Props) {
  const words = useWords()
  const [removing, setRemoving] = useState(false)
  const specs = FIELDS[device.kind]
  return (
    <>
      <div className={styles['head']}>
        <h2>{titleOf(device, words)}</h2>
        <Button icon={<Trash2 />} onPress={() => setRemoving(true)}>
          {words.t('hardware.remove')}
        </Button>
      </div>
      {device.disk && <DiskPart editing={editing} device={device} disk={device.disk} />}
      {device.kind === 'nic' && <NicPart editing={editing} device={device} />}
      <div className={styles['fields']}>
        {specs
          .filter(spec => spec.id !== 'link')
          .map(spec => (
            <DeviceField key={spec.id} editing={editing} device={device} spec={spec} />
          ))}
      </div>
      {specs.length === 0 && <p className={styles['muted']}>{words.t('hardware.inXml')}</p>}
      {removing && <RemoveDevice editing={editing} device={device} onClose={() => setRemoving(false)} />}
    </>
  )
}
