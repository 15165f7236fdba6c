// The form of one device: its fields, what only disks and nics have, and Remove.
import { lazy, Suspense } from 'react'
import { FIELDS } from '../../../../../preload/model/fields/devices.ts'
import { type FieldSpec, hasField } from '../../../../../preload/model/fields/spec.ts'
import { type Device, deviceKey } from '../../../../../preload/model/hardware.ts'
import { useWords } from '../../../../store/words.ts'
import { Button } from '../../../../ui/Button/Button.tsx'
import { DescriptionList } from '../../../../ui/DescriptionList/DescriptionList.tsx'
import { Disclosure } from '../../../../ui/Disclosure/Disclosure.tsx'
import { Code, Trash2 } from '../../../../ui/icons.ts'
import { RemoveDevice } from '../dialogs/RemoveDevice.tsx'
import type { Editing } from '../editing.ts'
import styles from '../Hardware.module.css'
import { titleOf } from '../words.ts'
import { DiskPart } from './DiskPart.tsx'
import { DeviceField } from './fields.tsx'
import { MountCommand } from './MountCommand.tsx'
import { NicPart } from './NicPart.tsx'

// The editor is large, and most people never see it.
const DeviceXml = lazy(() => import('../dialogs/DeviceXml.tsx').then(m => ({ default: m.DeviceXml })))

/** What is shown beside the place that a nic is plugged in. */
const IN_NIC_PART: ReadonlySet<string> = new Set(['link', 'backend', 'portForwards'])

/** The dialog of the device that is open. */
export type Asking = 'remove' | 'xml'

interface Props {
  readonly editing: Editing
  readonly device: Device
  readonly asking: Asking | null
  readonly onAsk: (asking: Asking | null) => void
}

export function DeviceForm({ editing, device, asking, onAsk }: Props) {
  const words = useWords()
  const specs = FIELDS[device.kind].filter(spec => hasField(spec, device.values))
  const close = () => onAsk(null)
  const attached = editing.hardware.devices.filter(({ hangsOn }) => hangsOn === deviceKey(device))
  const usual = specs.filter(spec => !spec.more && !IN_NIC_PART.has(spec.id))
  const others = specs.filter(spec => spec.more)
  const fields = (of: readonly FieldSpec[]) =>
    of.map(spec => <DeviceField key={spec.id} editing={editing} device={device} spec={spec} />)
  return (
    <>
      <div className={styles['head']}>
        <h2>{titleOf(device, words)}</h2>
        <Button icon={<Code />} onPress={() => onAsk('xml')}>
          {words.t('xml.device')}
        </Button>
        <Button icon={<Trash2 />} onPress={() => onAsk('remove')}>
          {words.t('hardware.remove')}
        </Button>
      </div>
      {device.disk && <DiskPart editing={editing} device={device} disk={device.disk} />}
      {device.kind === 'nic' && <NicPart key={device.key} editing={editing} device={device} />}
      {device.kind === 'filesystem' && <MountCommand device={device} />}
      {device.kind === 'channel' && device.key in editing.hardware.channels && (
        <p role="status">
          {words.t(`hardware.channel.${editing.hardware.channels[device.key] ? 'open' : 'closed'}`)}
        </p>
      )}
      {attached.length > 0 && (
        <DescriptionList
          items={[
            {
              term: words.t('hardware.attached'),
              value: attached.map(one => titleOf(one, words)).join(', '),
            },
          ]}
        />
      )}
      <div className={styles['fields']}>{fields(usual)}</div>
      {others.length > 0 && (
        <Disclosure label={words.t('hardware.more')} level={null}>
          <div className={styles['fields']}>{fields(others)}</div>
        </Disclosure>
      )}
      {specs.length === 0 && <p className={styles['muted']}>{words.t('hardware.inXml')}</p>}
      {asking === 'remove' && <RemoveDevice editing={editing} device={device} onClose={close} />}
      {asking === 'xml' && (
        <Suspense fallback={null}>
          <DeviceXml editing={editing} device={device} onClose={close} />
        </Suspense>
      )}
    </>
  )
}
