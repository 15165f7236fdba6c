// Where a nic is plugged in, and whether its cable is.
import { useState } from 'react'
import type { Device } from '../../../../../preload/model/hardware.ts'
import { type NicSource, neededForSource } from '../../../../../preload/model/nic-source.ts'
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
  const [isWhole, setWhole] = useState(true)
  // While a field is wrong, nothing of the new source waits to be applied.
  const change = (next: NicSource | null) => {
    setWhole(next !== null)
    const to = next ?? device.source
    if (!source || !to) return
    editing.change(
      { do: 'nicSource', device: { kind, key }, source: to },
      ...neededForSource(device, source, to, editing.hardware.devices),
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
          <NicSourceFields editing={editing} source={source} onChange={change} />
        </div>
      ) : (
        <p className={styles['muted']}>{sourceText(null, words)}</p>
      )}
      {source?.kind === 'user' && isWhole && <PortForwards editing={editing} device={device} />}
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
