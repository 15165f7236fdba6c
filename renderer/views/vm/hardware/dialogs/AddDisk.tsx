// Another disk or drive: new in a pool, a volume that is there, a file, or a server's. Good without a word typed.
import { useState } from 'react'
import type { DiskOrigin } from '../../../../../preload/model/hardware.ts'
import type { Volume } from '../../../../../preload/model/storage.ts'
import type { Vm } from '../../../../../preload/model/vm.ts'
import { formatBytes } from '../../../../format/bytes.ts'
import { useMirror } from '../../../../store/mirror.ts'
import { useWords } from '../../../../store/words.ts'
import { Banner } from '../../../../ui/Banner/Banner.tsx'
import { Checkbox, NumberField, Select } from '../../../../ui/Field/Field.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup/RadioGroup.tsx'
import type { Editing } from '../editing.ts'
import { useRecentImages } from '../recent-images.ts'
import { ChangeDialog } from './ChangeDialog.tsx'
import { type NetworkDisk, NetworkFields, NO_SERVER, networkOrigin } from './NetworkFields.tsx'
import { PathField } from './PathField.tsx'
import { VolumeField } from './VolumeField.tsx'

interface Props {
  readonly vm: Vm
  readonly editing: Editing
  readonly device: Added
  readonly onClose: () => void
}

type Added = 'disk' | 'cdrom' | 'floppy'
type From = DiskOrigin['kind']

const ORIGINS: Readonly<Record<Added, readonly From[]>> = {
  disk: ['new', 'volume', 'file', 'network'],
  cdrom: ['file', 'volume', 'network', 'none'],
  floppy: ['file', 'volume', 'none'],
}

export function AddDisk({ vm, editing, device, onClose }: Props) {
  const { t, language } = useWords()
  const table = useMirror(state => state.objects.pool)
  const pools = Object.values(table).filter(pool => pool.host === vm.host && pool.active)
  const kinds = ORIGINS[device]
  const [from, setFrom] = useState<From>(
    device === 'disk' && pools.length === 0 ? 'file' : (kinds[0] ?? 'file'),
  )
  const [pool, setPool] = useState<string>(pools[0]?.uuid ?? '')
  const [chosen, setChosen] = useState<Volume | null>(null)
  const [path, setPath] = useState('')
  const [, remember] = useRecentImages(vm.host)
  const [sizeGiB, setSizeGiB] = useState(20)
  const buses = busesFor(device, editing)
  const [bus, setBus] = useState(buses[0] ?? 'virtio')
  const [server, setServer] = useState<NetworkDisk>(NO_SERVER)
  const [wantsLun, setWantsLun] = useState(false)
  const origin = originOf(from, { pool, volume: chosen?.name ?? '', path, sizeGiB, server })
  const canBeLun = device === 'disk' && bus === 'scsi' && isScsi(origin)
  const used = from === 'file' ? path : from === 'volume' ? (chosen?.path ?? '') : ''
  return (
    <ChangeDialog
      editing={editing}
      title={t(`hardware.addTitle.${device}`)}
      confirmLabel={t('hardware.addConfirm')}
      change={origin && { do: 'addDisk', device: canBeLun && wantsLun ? 'lun' : device, bus, origin }}
      {...(from === 'file' && { outcome: { onDone: () => remember(path) } })}
      onClose={onClose}
    >
      <RadioGroup
        label={t('hardware.from')}
        value={from}
        onChange={id => setFrom(id as From)}
        options={kinds.map(id => ({
          id,
          label: t(`hardware.origin.${id}`),
          ...((id === 'new' || id === 'volume') &&
            pools.length === 0 && { isDisabled: true, description: t('hardware.why.noPool') }),
        }))}
      />
      {(from === 'new' || from === 'volume') && (
        <Select
          label={t('wizard.pool')}
          value={pool}
          onChange={id => {
            setPool(id)
            setChosen(null)
          }}
          options={pools.map(({ uuid, name, availableBytes, capacityBytes }) => ({
            id: uuid,
            label: name,
            detail: t('host.free', {
              free: formatBytes(availableBytes, language),
              total: formatBytes(capacityBytes, language),
            }),
          }))}
        />
      )}
      {from === 'new' && (
        <NumberField
          label={t('wizard.size')}
          unit="GiB"
          min={0.001}
          value={sizeGiB}
          onChange={setSizeGiB}
          more={t('common.increase')}
          less={t('common.decrease')}
        />
      )}
      {from === 'volume' && <VolumeField vm={vm} pool={pool} chosen={chosen} onChange={setChosen} />}
      {from === 'file' && <PathField host={vm.host} path={path} onChange={setPath} />}
      {from === 'network' && <NetworkFields disk={server} onChange={setServer} />}
      {device === 'disk' && <UsedBy vm={vm} path={used} />}
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

interface Entered {
  readonly pool: string
  readonly volume: string
  readonly path: string
  readonly sizeGiB: number
  readonly server: NetworkDisk
}

/** Null while something is missing. */
function originOf(from: From, { pool, volume, path, sizeGiB, server }: Entered): DiskOrigin | null {
  switch (from) {
    case 'new':
      return pool !== '' && sizeGiB > 0 ? { kind: from, pool, sizeGiB } : null
    case 'volume':
      return pool !== '' && volume !== '' ? { kind: from, pool, volume } : null
    case 'file':
      return path.startsWith('/') ? { kind: from, path } : null
    case 'network':
      return networkOrigin(server)
    case 'none':
      return { kind: from }
  }
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

/** Two machines that write to one disk destroy what is on it. */
function UsedBy({ vm, path }: { readonly vm: Vm; readonly path: string }) {
  const { t } = useWords()
  const table = useMirror(state => state.objects.vm)
  const users = Object.values(table).filter(
    ({ host, disks }) =>
      host === vm.host && disks.some(({ source }) => 'path' in source && source.path === path),
  )
  if (users.length === 0) return null
  return (
    <Banner kind="warning" title={t('hardware.usedBy', { vms: users.map(({ name }) => name).join(', ') })} />
  )
}
