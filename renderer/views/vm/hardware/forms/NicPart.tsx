// Where a nic is plugged in, and whether its cable is.
import type { Device, NicSource } from '../../../../../preload/model/hardware.ts'
import { useWords } from '../../../../store/words.ts'
import { Switch } from '../../../../ui/Switch/Switch.tsx'
import { type Editing, setterOf, shownValue } from '../editing.ts'
import styles from '../Hardware.module.css'
import { sourceText } from '../words.ts'
import { NicSourceFields } from './NicSourceFields.tsx'
import { PortForwards } from './PortForwards.tsx'
import { SameMac } from './SameMac.tsx'

interface Props {
  readonly editing: Editing
  readonly device: Device
}

export function NicPart({ editing, device }: Props) {
  const words = useWords()
  const { kind, key } = device
  const pending = editing.pending.find(change => change.do === 'nicSource' && change.device.key === key)
  const source = pending?.do === 'nicSource' ? pending.source : (device.source ?? null)
  const set = (field: string, value: string | null) =>
    ({ do: 'set', device: { kind, key }, field, value }) as const
  const change = (next: NicSource) => {
    // What belongs to user mode goes with it, and is there again with it.
    const own = (field: string) => set(field, next.kind === 'user' ? (device.values[field] ?? null) : null)
    editing.change(
      { do: 'nicSource', device: { kind, key }, source: next },
      own('backend'),
      own('portForwards'),
    )
  }
  const link = shownValue(editing, device, 'link')
  // No word on it means plugged in.
  const setLink = (on: boolean) =>
    setterOf(editing, device, 'link')(on ? (device.values['link'] === null ? null : 'up') : 'down')
  return (
    <>
      {source ? (
        <div className={styles['fields']}>
          <NicSourceFields
            host={editing.target.host}
            options={editing.options}
            source={source}
            onChange={change}
          />
        </div>
      ) : (
        <p className={styles['muted']}>{sourceText(null, words)}</p>
      )}
      {source?.kind === 'user' && <PortForwards editing={editing} device={device} />}
      <SameMac
        host={editing.target.host}
        mac={shownValue(editing, device, 'mac') ?? ''}
        own={{ vm: editing.target.vm, mac: device.values['mac'] ?? '' }}
      />
      <Switch isSelected={link !== 'down'} onChange={setLink}>
        {words.t('hardware.field.link')}
      </Switch>
    </>
  )
}
