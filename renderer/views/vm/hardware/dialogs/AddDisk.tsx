// Another disk or drive: new in a pool, a volume that is there, a file, or a server's. Good without a word typed.
import { useState } from 'react'
import type { DiskOrigin } from '../../../../../preload/model/hardware.ts'
import type { Vm } from '../../../../../preload/model/vm.ts'
import { useWords } from '../../../../store/words.ts'
import { Checkbox, Select } from '../../../../ui/Field/Field.tsx'
import type { Editing } from '../editing.ts'
import { useRecentImages } from '../recent-images.ts'
import { ChangeDialog } from './ChangeDialog.tsx'
import { DiskOriginFields, type From, originOf, pathOf, UsedBy, useEntered } from './DiskOriginFields.tsx'

interface Props {
  readonly vm: Vm
  readonly editing: Editing
  readonly device: Added
  readonly onClose: () => void
}

type Added = 'disk' | 'cdrom' | 'floppy'

const ORIGINS: Readonly<Record<Added, readonly From[]>> = {
  disk: ['new', 'volume', 'file', 'network'],
  cdrom: ['file', 'volume', 'network', 'none'],
  floppy: ['file', 'volume', 'none'],
}

export function AddDisk({ vm, editing, device, onClose }: Props) {
  const { t } = useWords()
  const kinds = ORIGINS[device]
  const [entered, setEntered] = useEntered(vm.host, kinds)
  const [, remember] = useRecentImages(vm.host)
  const buses = busesFor(device, editing)
  const [bus, setBus] = useState(buses[0] ?? 'virtio')
  const [wantsLun, setWantsLun] = useState(false)
  const origin = originOf(entered)
  const canBeLun = device === 'disk' && bus === 'scsi' && isScsi(origin)
  return (
    <ChangeDialog
      editing={editing}
      title={t(`hardware.addTitle.${device}`)}
      confirmLabel={t('hardware.addConfirm')}
      change={origin && { do: 'addDisk', device: canBeLun && wantsLun ? 'lun' : device, bus, origin }}
      {...(entered.from === 'file' && { outcome: { onDone: () => remember(entered.path) } })}
      onClose={onClose}
    >
      <DiskOriginFields host={vm.host} kinds={kinds} entered={entered} onChange={setEntered} />
      {device === 'disk' && <UsedBy host={vm.host} path={pathOf(entered)} />}
      <Select
        label={t('hardware.field.bus')}
        value={bus}
        onChange={setBus}
        options={[
          ...buses.map(id => ({ id, label: id })),
          ...missingBuses(device, buses).map(id => ({
            id,
            label: id,
            detail: t('hardware.why.notOffered'),
            isDisabled: true,
          })),
        ]}
      />
      {canBeLun && (
        <Checkbox isSelected={wantsLun} onChange={setWantsLun} description={t('hardware.lunText')}>
          {t('hardware.lun')}
        </Checkbox>
      )}
    </ChangeDialog>
  )
}

/** The best first: virtio for disks, what takes a CD otherwise. */
const BUSES = {
  disk: ['virtio', 'scsi', 'sata', 'usb', 'ide'],
  cdrom: ['sata', 'ide', 'scsi', 'usb'],
  floppy: ['fdc'],
} as const

/** A unit of the host's own, or of a server's, that understands SCSI's commands. */
function isScsi(origin: DiskOrigin | null): boolean {
  if (origin?.kind === 'network') return origin.protocol === 'iscsi'
  return origin?.kind === 'file' && origin.path.startsWith('/dev/')
}

function busesFor(device: Added, { options }: Editing): string[] {
  const offered = options?.values['disk.bus'] ?? ['virtio', 'sata', 'scsi', 'usb', 'fdc']
  return BUSES[device].filter(bus => offered.includes(bus))
}

function missingBuses(device: Added, offered: readonly string[]): string[] {
  return BUSES[device].filter(bus => !offered.includes(bus))
}
