// A domain's XML → the devices of the hardware form, each with the element that it came from.
import { FIELDS } from '../../../preload/model/fields/devices.ts'
import {
  BOOTABLE,
  type Device,
  type DeviceKind,
  type DeviceRef,
  deviceKey,
  type Waiting,
} from '../../../preload/model/hardware.ts'
import { placeOf } from '../../../preload/model/nic-source.ts'
import type { DiskSource } from '../../../preload/model/vm.ts'
import { printAlone } from '../edit.ts'
import { attribute, type ElementNode, element, elements } from '../lossless.ts'
import { isPlayed } from './cpu-features.ts'
import { describeHostdev } from './device-fields.ts'
import { diskSource } from './disk-source.ts'
import { ACCESS } from './fields.ts'
import { CPU_MODES } from './machine-fields.ts'
import { readNicSource } from './nic-source.ts'

const ELEMENTS: Readonly<Record<Exclude<DeviceKind, 'machine'>, string>> = {
  disk: 'disk',
  nic: 'interface',
  graphics: 'graphics',
  video: 'video',
  sound: 'sound',
  audio: 'audio',
  tpm: 'tpm',
  rng: 'rng',
  watchdog: 'watchdog',
  filesystem: 'filesystem',
  hostdev: 'hostdev',
  input: 'input',
  serial: 'serial',
  parallel: 'parallel',
  console: 'console',
  channel: 'channel',
  redirdev: 'redirdev',
  smartcard: 'smartcard',
  controller: 'controller',
  memory: 'memory',
  memballoon: 'memballoon',
  vsock: 'vsock',
  panic: 'panic',
  iommu: 'iommu',
  crypto: 'crypto',
  shmem: 'shmem',
}

/** A device and its element. */
export interface Located {
  readonly ref: DeviceRef
  readonly of: ElementNode
}

export function locateDevices(domain: ElementNode): Located[] {
  const devices = element(domain, 'devices')
  const kinds = Object.entries(ELEMENTS) as [Exclude<DeviceKind, 'machine'>, string][]
  return [
    { ref: { kind: 'machine', key: '' }, of: domain },
    ...kinds.flatMap(([kind, name]) => {
      const used = new Set<string>()
      const all = elements(devices, name).filter(of => !isSerialTwin(of))
      return all.map((of, index): Located => {
        const natural = naturalKey(kind, of) ?? String(index)
        // Two with one key cannot be told apart by it; the place of the later one can.
        const key = used.has(natural) ? `${natural}#${index}` : natural
        used.add(key)
        return { ref: { kind, key }, of }
      })
    }),
  ]
}

export function locateDevice(domain: ElementNode, ref: DeviceRef): ElementNode | null {
  const wanted = deviceKey(ref)
  return locateDevices(domain).find(found => deviceKey(found.ref) === wanted)?.of ?? null
}

/** libvirt lists the first serial port a second time, as the console that it also is. */
export function isSerialTwin(of: ElementNode): boolean {
  return of.name === 'console' && (attribute(element(of, 'target'), 'type') ?? 'serial') === 'serial'
}

/** What stays when another of its kind goes; empty or missing: its place is all there is. */
function naturalKey(kind: DeviceKind, of: ElementNode): string | null {
  const target = element(of, 'target')
  switch (kind) {
    case 'disk':
      return attribute(target, 'dev')
    case 'nic':
      return attribute(element(of, 'mac'), 'address')
    case 'filesystem':
      return attribute(target, 'dir')
    case 'channel':
      return attribute(target, 'name')
    case 'hostdev':
      return describeHostdev(of)
    case 'controller':
      return `${attribute(of, 'type') ?? ''} ${attribute(of, 'index') ?? ''}`.trim() || null
    case 'input':
      return `${attribute(of, 'type') ?? ''} ${attribute(of, 'bus') ?? ''}`.trim() || null
    case 'shmem':
      return attribute(of, 'name')
    default:
      return null
  }
}

export function readDevices(domain: ElementNode): Device[] {
  return locateDevices(domain).map(({ ref, of }) => ({
    ...ref,
    ...readController(of),
    xml: ref.kind === 'machine' ? '' : printAlone(of),
    values: Object.fromEntries(
      FIELDS[ref.kind].map(({ id }) => [id, ACCESS[`${ref.kind}.${id}`]?.read(of) ?? null]),
    ),
    ...(ref.kind === 'disk' && { disk: readDisk(of) }),
    ...(ref.kind === 'nic' && { source: readNicSource(of) }),
    ...(ref.kind === 'graphics' && { type: attribute(of, 'type') ?? '' }),
  }))
}

/** Addresses of drives say a number only: of which kind of controller, the drive's bus says. */
function readController(of: ElementNode): Pick<Device, 'hangsOn'> {
  const address = element(of, 'address')
  const type = attribute(address, 'type')
  const kind = type === 'drive' ? (attribute(element(of, 'target'), 'bus') ?? 'scsi') : type
  if (kind === null || !PLUGGED.has(kind) || of.name === 'controller') return {}
  const number = attribute(address, kind === 'usb' ? 'bus' : 'controller')
  return number === null ? {} : { hangsOn: deviceKey({ kind: 'controller', key: `${kind} ${number}` }) }
}
const PLUGGED: ReadonlySet<string> = new Set(['scsi', 'sata', 'ide', 'fdc', 'usb', 'virtio-serial', 'ccid'])

function readDisk(of: ElementNode): NonNullable<Device['disk']> {
  const device = attribute(of, 'device')
  return {
    device: device === 'cdrom' || device === 'floppy' || device === 'lun' ? device : 'disk',
    source: readDiskSource(of),
    format: attribute(element(of, 'driver'), 'type'),
  }
}

export function readDiskSource(of: ElementNode): DiskSource {
  const source = element(of, 'source')
  const at = (one: ElementNode | null) => (name: string) => attribute(one, name)
  return diskSource(attribute(of, 'type') ?? 'file', source && at(source), at(element(source, 'host')))
}

/** What the firmware tries: devices with a place of their own, or else by libvirt's older list in `<os>`. */
export function readBootOrder(domain: ElementNode): DeviceRef[] {
  const bootable = locateDevices(domain).filter(({ ref }) => BOOTABLE.has(ref.kind))
  const placed = bootable
    .map(({ ref, of }) => ({ ref, order: Number(attribute(element(of, 'boot'), 'order') ?? Number.NaN) }))
    .filter(({ order }) => Number.isFinite(order))
  if (placed.length > 0) return placed.sort((a, b) => a.order - b.order).map(({ ref }) => ref)
  const list = elements(element(domain, 'os'), 'boot').map(boot => attribute(boot, 'dev'))
  // The older list knows of disks and nics only.
  const listed = bootable.filter(({ ref }) => ref.kind === 'disk' || ref.kind === 'nic')
  return list.flatMap(dev => listed.filter(({ ref, of }) => bootClass(ref, of) === dev).map(b => b.ref))
}

function bootClass({ kind }: DeviceRef, of: ElementNode): string {
  if (kind === 'nic') return 'network'
  const device = attribute(of, 'device')
  return device === 'cdrom' ? 'cdrom' : device === 'floppy' ? 'fd' : 'hd'
}

/** What is defined and not in the running machine, item by item. */
export function compareDevices(
  running: readonly Device[],
  defined: readonly Device[],
  isSame: SameValue = isWorkedOut,
): Waiting[] {
  const now = new Map(running.map(device => [deviceKey(device), device]))
  const next = new Map(defined.map(device => [deviceKey(device), device]))
  const whole = { field: null, now: null, next: null }
  const added = defined.filter(device => !now.has(deviceKey(device)))
  const removed = running.filter(device => !next.has(deviceKey(device)))
  return [
    ...added.map(({ kind, key }): Waiting => ({ kind, key, what: 'added', ...whole })),
    ...removed.map(({ kind, key }): Waiting => ({ kind, key, what: 'removed', ...whole })),
    ...defined.flatMap(device => {
      const before = now.get(deviceKey(device))
      return before ? changedFields(before, device, isSame) : []
    }),
  ]
}

/** Whether two values that read differently mean the same. */
export type SameValue = (before: Device, after: Device, field: string) => boolean

/** A running machine names the model that libvirt found for a mode, and all of its features. */
function isWorkedOut(running: Device, defined: Device, field: string): boolean {
  if (field === 'cpuFeatures') return isPlayed(defined.values[field] ?? null, running.values[field] ?? null)
  const mode = defined.values['cpuMode'] ?? null
  if (field !== 'cpuMode' || (mode !== null && mode !== 'host-model' && mode !== 'maximum')) return false
  return !CPU_MODES.has(running.values['cpuMode'] ?? '')
}

function changedFields(before: Device, after: Device, isSame: SameValue): Waiting[] {
  const { kind, key } = after
  const fields = Object.keys(after.values).filter(
    id => before.values[id] !== after.values[id] && !isSame(before, after, id),
  )
  const changed = fields.map((field): Waiting => {
    return {
      kind,
      key,
      what: 'changed',
      field,
      now: before.values[field] ?? null,
      next: after.values[field] ?? null,
    }
  })
  const sources = [sourceText(before), sourceText(after)]
  if (sources[0] === sources[1]) return changed
  return [
    ...changed,
    { kind, key, what: 'changed', field: 'source', now: sources[0] ?? null, next: sources[1] ?? null },
  ]
}

function sourceText({ disk, source }: Device): string | null {
  if (source) return `${source.kind} ${placeOf(source)}`.trim()
  if (!disk || disk.source.kind === 'none') return null
  return 'path' in disk.source ? disk.source.path : JSON.stringify(disk.source)
}
