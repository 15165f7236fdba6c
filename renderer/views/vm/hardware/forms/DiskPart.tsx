// What a disk is made of: its file, its size with Grow, another source; of a drive its medium with Insert and Eject.
import { useState } from 'react'
import type { Device } from '../../../../../preload/model/hardware.ts'
import { formatBytes } from '../../../../format/bytes.ts'
import { useWords } from '../../../../store/words.ts'
import { Button } from '../../../../ui/Button/Button.tsx'
import { DescriptionList } from '../../../../ui/DescriptionList/DescriptionList.tsx'
import { formatSource } from '../../disk-source.ts'
import { ChangeMedium } from '../dialogs/ChangeMedium.tsx'
import { ChangeSource } from '../dialogs/ChangeSource.tsx'
import { GrowDisk } from '../dialogs/GrowDisk.tsx'
import { MoveDisk } from '../dialogs/MoveDisk.tsx'
import type { Editing } from '../editing.ts'
import styles from '../Hardware.module.css'

interface Props {
  readonly editing: Editing
  readonly device: Device
  readonly disk: NonNullable<Device['disk']>
}

export function DiskPart({ editing, device, disk }: Props) {
  const { t, language } = useWords()
  const [dialog, setDialog] = useState<'grow' | 'move' | 'medium' | 'source' | null>(null)
  const { source } = disk
  const size = editing.hardware.capacities[device.key]
  const isDrive = disk.device === 'cdrom' || disk.device === 'floppy'
  const { kind, key } = device
  const close = () => setDialog(null)
  return (
    <>
      <DescriptionList
        items={[
          { term: t('hardware.source'), value: formatSource(source, t('vm.empty')), mono: true },
          ...(disk.format ? [{ term: t('hardware.format'), value: disk.format }] : []),
          ...(size ? [{ term: t('hardware.size'), value: formatBytes(size, language) }] : []),
        ]}
      />
      <div className={styles['head']}>
        {isDrive && <Button onPress={() => setDialog('medium')}>{t('hardware.insert')}</Button>}
        {isDrive && source.kind !== 'none' && (
          <Button onPress={() => editing.run({ do: 'media', device: { kind, key }, path: null })}>
            {t('hardware.eject')}
          </Button>
        )}
        {disk.device === 'disk' && size && (
          <Button onPress={() => setDialog('grow')}>{t('hardware.grow')}</Button>
        )}
        {disk.device === 'disk' && size && editing.hardware.running && (
          <Button onPress={() => setDialog('move')}>{t('hardware.moveDisk')}</Button>
        )}
        {!isDrive && <Button onPress={() => setDialog('source')}>{t('hardware.otherDisk')}</Button>}
      </div>
      {dialog === 'grow' && size && (
        <GrowDisk editing={editing} device={device} sizeBytes={size} onClose={close} />
      )}
      {dialog === 'move' && <MoveDisk target={editing.target} device={device} onClose={close} />}
      {dialog === 'source' && <ChangeSource editing={editing} device={device} onClose={close} />}
      {dialog === 'medium' && <ChangeMedium editing={editing} device={device} onClose={close} />}
    </>
  )
}
