// A change that was asked for → an edit of the domain's XML, and the element that it is about.
import { FIELDS } from '../../../preload/model/fields/devices.ts'
import {
  type Addition,
  type DeviceRef,
  deviceKey,
  type FieldChange,
  type HardwareChange,
} from '../../../preload/model/hardware.ts'
import { insertElement, removeElement, replaceElement, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, element, elements } from '../lossless.ts'
import type { NodeDevice } from '../node-device/read.ts'
import { XmlError } from '../tree.ts'
import { el, type XmlSpec } from '../write.ts'
import { freeTarget } from './disk-bus.ts'
import { setDiskBytes, setMedia } from './disk-change.ts'
import { type DiskBytes, diskSourceSpec, isReadOnly } from './disk-source.ts'
import { ACCESS } from './fields.ts'
import { isSerialTwin, type Located, locateDevices, readBootOrder } from './hardware.ts'
import { addDevice, shareMemory } from './new-device.ts'
import { nicSpec, setNicSource } from './nic-source.ts'

/** A change of which everything is known that the XML needs; `bytes` is null for a drive without a medium. */
export type DecidedChange =
  | Exclude<FieldChange, { do: 'addDisk' | 'addHostDevice' | 'diskSource' }>
  | (Extract<HardwareChange, { do: 'addHostDevice' }> & {
      readonly given: Pick<NodeDevice, 'kind' | 'source' | 'model'>
    })
  | (Extract<HardwareChange, { do: 'addDisk' }> & { readonly bytes: DiskBytes | null })
  | (Extract<HardwareChange, { do: 'diskSource' }> & { readonly bytes: DiskBytes })

/** The device is not in this XML: somebody took it away, or the running machine never had it. */
export class NoDeviceError extends XmlError {
  readonly ref: DeviceRef
  constructor(ref: DeviceRef) {
    super(`no device ${deviceKey(ref)}`)
    this.ref = ref
  }
}

/**
 * Applies them in order. Devices are looked up first, so that a change that renames one (a disk's bus) leaves the
 * others' aim true.
 * @returns for each change the element that it made or changed, null where none is left
 */
export function applyChanges(
  domain: ElementNode,
  changes: readonly DecidedChange[],
): readonly (ElementNode | null)[] {
  const located = locateDevices(domain)
  const plans = changes.map(change => ({ change, of: find(located, change) }))
  // What the firmware tries is asked for by today's names, before any is changed.
  const order = new Map(plans.map(({ change }) => [change, aimOrder(domain, located, change)]))
  return plans.map(({ change, of }) => apply(domain, change, of, order.get(change) ?? null))
}

function find(located: readonly Located[], change: DecidedChange): ElementNode | null {
  if (!('device' in change) || typeof change.device === 'string') return null
  return must(located, change.device)
}

function must(located: readonly Located[], ref: DeviceRef): ElementNode {
  const found = located.find(one => deviceKey(one.ref) === deviceKey(ref))
  if (!found) throw new NoDeviceError(ref)
  return found.of
}

function apply(
  domain: ElementNode,
  change: DecidedChange,
  of: ElementNode | null,
  order: readonly ElementNode[] | null,
): ElementNode | null {
  if (isAddition(change)) {
    const made = add(domain, change)
    return change.xml === undefined ? made : replaceElement(made, change.xml)
  }
  switch (change.do) {
    case 'bootOrder':
      if (order) setBootOrder(domain, order)
      return domain
  }
  if (!of) return null
  switch (change.do) {
    case 'set':
      setField(change, of)
      return of
    case 'remove':
      removeDevice(of)
      return null
    case 'media':
      setMedia(of, change.path)
      return of
    case 'diskSource':
      setDiskBytes(of, change.bytes)
      return of
    case 'nicSource':
      setNicSource(of, change.source)
      return of
    case 'grow':
      return of
  }
}

type DecidedAddition = Extract<DecidedChange, { do: Addition['do'] }>

function isAddition(change: DecidedChange): change is DecidedAddition {
  return ['addDisk', 'addNic', 'addHostDevice', 'addDevice'].includes(change.do)
}

/** With what else the machine needs for it. */
function add(domain: ElementNode, change: DecidedAddition): ElementNode {
  switch (change.do) {
    case 'addDisk':
      return addDisk(domain, change)
    case 'addNic':
      return addNic(domain, change)
    case 'addHostDevice':
      return insertElement(devicesOf(domain), hostdevSpec(change.given), ['hostdev'])
    case 'addDevice':
      return addDevice(domain, devicesOf(domain), change.kind, change.values)
  }
}

function addNic(domain: ElementNode, { source, mac, model }: Extract<HardwareChange, { do: 'addNic' }>) {
  if (source.kind === 'vhostuser') shareMemory(domain)
  return insertElement(devicesOf(domain), nicSpec(source, mac, model), ['interface'])
}

function setField({ device, field, value }: Extract<HardwareChange, { do: 'set' }>, of: ElementNode): void {
  const spec = FIELDS[device.kind].find(({ id }) => id === field)
  const access = ACCESS[`${device.kind}.${field}`]
  if (!spec || !access) throw new XmlError(`no field ${device.kind}.${field}`)
  access.write(of, value)
}

/** With its twin: libvirt would make a serial port anew of a console that is left alone. */
function removeDevice(of: ElementNode): void {
  const isLast = of.name === 'serial' && elements(of.parent, 'serial').length === 1
  const twins = isLast ? elements(of.parent, 'console').filter(isSerialTwin) : []
  for (const gone of [of, ...twins]) removeElement(gone)
}

function devicesOf(domain: ElementNode): ElementNode {
  return element(domain, 'devices') ?? insertElement(domain, el('devices'))
}

function addDisk(domain: ElementNode, { device, bus, bytes }: Extract<DecidedChange, { do: 'addDisk' }>) {
  const devices = devicesOf(domain)
  if (bus === 'scsi' && !elements(devices, 'controller').some(c => attribute(c, 'type') === 'scsi')) {
    // Left to itself, libvirt adds one of the 1990s, which guests of today cannot drive.
    insertElement(devices, el('controller', { type: 'scsi', model: 'virtio-scsi' }), ['controller', 'disk'])
  }
  const source = bytes?.source ?? null
  const isFixed = device === 'cdrom' || (source !== null && isReadOnly(source))
  const spec = el('disk', { type: source?.kind ?? 'file', device }, [
    el('driver', {
      name: 'qemu',
      type: bytes?.format ?? 'raw',
      discard: device === 'disk' && !isFixed ? 'unmap' : undefined,
    }),
    source && diskSourceSpec(source),
    el('target', { dev: freeTarget(devices, bus), bus }),
    isFixed && el('readonly'),
  ])
  return insertElement(devices, spec, ['emulator', 'disk'])
}

/** Managed: libvirt takes it from the host's driver, and gives it back. */
function hostdevSpec({ kind, source, model: means }: Pick<NodeDevice, 'kind' | 'source' | 'model'>): XmlSpec {
  const model = kind === 'mdev' ? (means ?? 'vfio-pci') : undefined
  return el(
    'hostdev',
    { mode: 'subsystem', type: kind, managed: kind === 'mdev' ? undefined : 'yes', model },
    [source],
  )
}

/** Null where it is as it was asked for already. */
function aimOrder(
  domain: ElementNode,
  located: readonly Located[],
  change: DecidedChange,
): readonly ElementNode[] | null {
  if (change.do !== 'bootOrder') return null
  const now = readBootOrder(domain).map(deviceKey)
  if (now.join('\n') === change.devices.map(deviceKey).join('\n')) return null
  return change.devices.map(ref => must(located, ref))
}

/** Places on devices, and the older list in `<os>` gone: libvirt takes one or the other. */
function setBootOrder(domain: ElementNode, order: readonly ElementNode[]): void {
  const os = element(domain, 'os')
  for (const old of elements(os, 'boot')) removeElement(old)
  for (const device of elements(element(domain, 'devices'))) {
    const place = order.indexOf(device) + 1
    const boot = element(device, 'boot')
    if (place > 0) {
      if (boot) setAttribute(boot, 'order', String(place))
      else insertElement(device, el('boot', { order: place }), ['target', 'source', 'model'])
    } else if (boot) removeElement(boot)
  }
}
