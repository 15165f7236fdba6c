// Which change a running machine can take at once, by what libvirt and QEMU can do to a guest (libvirt's documentation
// of virDomainAttachDeviceFlags, virDomainUpdateDeviceFlags, virDomainSetVcpusFlags, virDomainSetMemoryFlags), and why
// another must wait for its restart.
import { type DeviceKind, deviceKey, type HardwareChange } from '../../../preload/model/hardware.ts'
import { type Pins, parseCpuSet, parsePins } from '../../../preload/model/placement.ts'
import { attribute, type ElementNode, element, elements, parseDocument, printNode } from '../lossless.ts'
import { applyChanges, type DecidedChange } from './change.ts'
import { ACCESS } from './fields.ts'
import { locateDevice } from './hardware.ts'
import { sharesMemory } from './new-device.ts'

export type LiveStep =
  | { readonly do: 'attach'; readonly xml: string }
  | {
      readonly do: 'detach'
      readonly xml: string
      readonly change: Extract<HardwareChange, { do: 'remove' }>
    }
  | { readonly do: 'update'; readonly xml: string; readonly before: string }
  | { readonly do: 'cpus'; readonly count: number; readonly before: number }
  | { readonly do: 'memory'; readonly kib: number; readonly before: number }
  /** Bytes or operations a second; 0 is no limit. */
  | {
      readonly do: 'limit'
      readonly disk: string
      readonly name: string
      readonly value: number
      readonly before: number
    }
  /** virDomainSetSchedulerParameters', virDomainSetBlkioParameters' names. */
  | {
      readonly do: 'tune'
      readonly of: 'scheduler' | 'blkio'
      readonly name: string
      readonly value: number
      readonly before: number | null
    }
  /** Without a number: the emulator. */
  | {
      readonly do: 'pin'
      readonly of: 'vcpu' | 'emulator' | 'ioThread'
      readonly number: number
      readonly cpus: readonly number[]
    }
  | { readonly do: 'words'; readonly what: 'title' | 'description'; readonly text: string | null }

/** Steps, and the reason (a key below `hardware.why.`) why not all comes at once; neither where the machine needs nothing. */
export interface LivePlan {
  readonly steps: readonly LiveStep[]
  readonly why: string | null
}

const NOTHING: LivePlan = { steps: [], why: null }
const take = (step: LiveStep): LivePlan => ({ steps: [step], why: null })
export const wait = (why: string): LivePlan => ({ steps: [], why })
const HOTPLUG_BUSES = new Set(['virtio', 'scsi', 'usb'])

/**
 * One plan for each change, in order.
 * @param made the changes' elements in the new definition
 * @param live the root of the running machine's XML
 */
export function planLive(
  changes: readonly DecidedChange[],
  made: readonly (ElementNode | null)[],
  live: ElementNode,
): LivePlan[] {
  const slots = countSlots(live)
  return changes.map((change, at) => planOne(change, made[at] ?? null, live, slots))
}

function planOne(change: DecidedChange, made: ElementNode | null, live: ElementNode, slots: Slots): LivePlan {
  switch (change.do) {
    case 'addDisk':
    case 'addNic':
    case 'addDevice':
    case 'addHostDevice':
      return made ? planAddition(made, live, slots) : NOTHING
    case 'remove':
      return planRemoval(change, live)
    case 'media':
    case 'nicSource':
      return planUpdate(change, live)
    case 'set':
      return planSet(change, live)
    case 'bootOrder':
      return wait('firmware')
    case 'grow':
      return NOTHING // done to the disk itself, running or not
  }
}

/** @param made the new device's element in the definition */
export function planAddition(made: ElementNode, live: ElementNode, slots: Slots): LivePlan {
  switch (made.name) {
    case 'disk':
      return planDisk(made, live, slots)
    case 'interface':
    case 'rng':
    case 'vsock':
      return attachToPci(made, slots)
    case 'input':
      return planInput(made, live, slots)
    case 'hostdev':
      return attribute(made, 'type') === 'usb' ? attachTo('usb', made, live) : attachToPci(made, slots)
    case 'redirdev':
      return attachTo('usb', made, live)
    case 'channel':
      return attachTo('virtio-serial', made, live)
    case 'memory':
      return element(live, 'maxMemory') ? attach(made) : wait('noMemorySlots')
    case 'filesystem':
      if (attribute(element(made, 'driver'), 'type') !== 'virtiofs') return wait('noHotplug')
      return sharesMemory(live) ? attachToPci(made, slots) : wait('noSharedMemory')
    default:
      return wait('noHotplug')
  }
}

/** To a controller that the running machine has. */
function attachTo(controller: string, made: ElementNode, live: ElementNode): LivePlan {
  return hasController(live, controller) ? attach(made) : wait('noController')
}

function hasController(live: ElementNode, type: string): boolean {
  return elements(element(live, 'devices'), 'controller').some(
    one => attribute(one, 'type') === type && attribute(one, 'model') !== 'none',
  )
}

function planInput(made: ElementNode, live: ElementNode, slots: Slots): LivePlan {
  const bus = attribute(made, 'bus')
  if (bus === 'virtio') return attachToPci(made, slots)
  return bus === 'usb' ? attachTo('usb', made, live) : wait('noHotplug')
}

function attach(made: ElementNode): LivePlan {
  return take({ do: 'attach', xml: printNode(made) })
}

function attachToPci(made: ElementNode, slots: Slots): LivePlan {
  if (slots.free === 0) return wait(slots.why)
  slots.free--
  return attach(made)
}

function planDisk(made: ElementNode, live: ElementNode, slots: Slots): LivePlan {
  const bus = attribute(element(made, 'target'), 'bus') ?? ''
  if (!HOTPLUG_BUSES.has(bus)) return wait('busNoHotplug')
  if (attribute(made, 'device') === 'cdrom' && bus === 'virtio') return wait('busNoHotplug')
  const controllers = elements(element(live, 'devices'), 'controller').map(c => attribute(c, 'type'))
  if (bus !== 'virtio' && !controllers.includes(bus)) return wait('noController')
  const name = attribute(element(made, 'target'), 'dev') ?? ''
  if (locateDevice(live, { kind: 'disk', key: name })) return wait('nameInUse')
  return bus === 'virtio' ? attachToPci(made, slots) : attach(made)
}

export function planRemoval(change: Extract<HardwareChange, { do: 'remove' }>, live: ElementNode): LivePlan {
  const of = locateDevice(live, change.device)
  if (!of) return NOTHING
  const { kind } = change.device
  const bus = attribute(element(of, 'target'), 'bus')
  if (kind === 'disk' && !HOTPLUG_BUSES.has(bus ?? '')) return wait('busNoHotplug')
  if (!canGo(kind, of)) return wait('noHotplug')
  return take({ do: 'detach', xml: printNode(of), change })
}

/** What libvirt takes out of a running machine. */
function canGo(kind: DeviceKind, of: ElementNode): boolean {
  if (kind === 'input') return attribute(of, 'bus') !== 'ps2'
  if (kind === 'filesystem') return attribute(element(of, 'driver'), 'type') === 'virtiofs'
  return TAKEN_OUT.has(kind)
}
const TAKEN_OUT: ReadonlySet<DeviceKind> = new Set([
  'disk',
  'nic',
  'rng',
  'vsock',
  'hostdev',
  'redirdev',
  'channel',
  'memory',
])

export function planUpdate(change: Exclude<DecidedChange, { do: 'addDisk' }>, live: ElementNode): LivePlan {
  const of = 'device' in change ? locateDevice(live, change.device) : null
  if (!of) return wait('notThere')
  const before = printNode(of)
  // On a copy: the caller goes on with the tree.
  const copy = parseDocument(printNode(rootOf(live))).root
  const [changed] = applyChanges(copy, [change])
  const xml = changed ? printNode(changed) : before
  return xml === before ? NOTHING : take({ do: 'update', xml, before })
}

function rootOf(node: ElementNode): ElementNode {
  let at = node
  while (at.parent) at = at.parent
  return at
}

export function planSet(change: Extract<HardwareChange, { do: 'set' }>, live: ElementNode): LivePlan {
  const { device, field, value } = change
  const of = locateDevice(live, device)
  if (!of) return wait('notThere')
  const now = ACCESS[`${device.kind}.${field}`]?.read(of) ?? null
  if (now === value) return NOTHING
  switch (`${device.kind}.${field}`) {
    case 'nic.link':
    case 'nic.inboundAverage':
    case 'nic.outboundAverage':
    case 'nic.filter':
      return planUpdate(change, live)
    case 'machine.title':
    case 'machine.description':
      return take({ do: 'words', what: field as 'title' | 'description', text: value })
    case 'machine.cpus':
      return planCpus(Number(now), Number(value), Number(ACCESS['machine.cpusMaximum']?.read(of)))
    case 'machine.memoryKiB':
      return planMemory(Number(now), Number(value), of)
    case 'disk.readLimit':
    case 'disk.writeLimit':
    case 'disk.readOperations':
    case 'disk.writeOperations':
      return take({
        do: 'limit',
        disk: device.key,
        name: LIMITS[field] ?? '',
        value: Number(value ?? 0),
        before: Number(now ?? 0),
      })
    case 'machine.cpuShares':
      return planTuning('scheduler', 'cpu_shares', now, value)
    case 'machine.cpuQuota':
      return planTuning('scheduler', 'vcpu_quota', now, value)
    case 'machine.diskWeight':
      return planTuning('blkio', 'weight', now, value)
    case 'memballoon.statsPeriod':
    case 'machine.onPowerOff':
    case 'machine.onReboot':
    case 'machine.onCrash':
    case 'machine.vcpuPins':
      return planPins('vcpu', parsePins(now), parsePins(value))
    case 'machine.ioThreadPins':
      return planPins('ioThread', parsePins(now), parsePins(value))
    case 'machine.emulatorPin':
      return planPins('emulator', now === null ? {} : { 0: now }, value === null ? {} : { 0: value })
    case 'machine.cpuSet':
    case 'machine.numaNodes':
      return wait('atStart')
    case 'machine.firmware':
    case 'machine.bootMenu':
    case 'machine.bootMenuTimeout':
    case 'machine.kernel':
    case 'machine.initrd':
    case 'machine.kernelArguments':
      return wait('firmware')
    default:
      return wait('fixed')
  }
}

/** What it was without a word on it, libvirt chooses at the start. */
function planTuning(
  of: 'scheduler' | 'blkio',
  name: string,
  now: string | null,
  value: string | null,
): LivePlan {
  if (value === null) return wait('atStart')
  return take({ do: 'tune', of, name, value: Number(value), before: now === null ? null : Number(now) })
}

/** Who is let go again may run where libvirt puts it at the next start. */
function planPins(of: 'vcpu' | 'emulator' | 'ioThread', now: Pins, next: Pins): LivePlan {
  const steps: LiveStep[] = []
  for (const [who, text] of Object.entries(next)) {
    const cpus = parseCpuSet(text)
    if (!cpus) return wait('atStart')
    if (now[who] !== text) steps.push({ do: 'pin', of, number: Number(who), cpus })
  }
  const isLetGo = Object.keys(now).some(who => next[who] === undefined)
  return { steps, why: isLetGo ? 'atStart' : null }
}

/** virDomainSetBlockIoTune's names. */
const LIMITS: Readonly<Record<string, string>> = {
  readLimit: 'read_bytes_sec',
  writeLimit: 'write_bytes_sec',
  readOperations: 'read_iops_sec',
  writeOperations: 'write_iops_sec',
}

function planCpus(now: number, next: number, most: number): LivePlan {
  if (next > most) return wait('aboveMaximum')
  // Taking one away needs a guest that lets go of it, and libvirt marks those it started with as not removable.
  if (next < now) return wait('cpuRemoval')
  return take({ do: 'cpus', count: next, before: now })
}

function planMemory(now: number, next: number, domain: ElementNode): LivePlan {
  const balloon = element(domain, 'devices', 'memballoon')
  if (!balloon || attribute(balloon, 'model') === 'none') return wait('noBalloon')
  if (next > Number(ACCESS['machine.memoryMaximumKiB']?.read(domain))) return wait('aboveMaximum')
  return take({ do: 'memory', kib: next, before: now })
}

/** Room for PCI devices in the running machine, and why there may be none. */
export interface Slots {
  free: number
  readonly why: 'noSlot' | 'noAcpi'
}

/** PCI Express takes one device a root port; plain PCI has slots enough, and needs ACPI to tell the guest. */
export function countSlots(live: ElementNode): Slots {
  const devices = elements(element(live, 'devices'))
  const pci = devices.filter(d => d.name === 'controller' && attribute(d, 'type') === 'pci')
  if (!pci.some(c => attribute(c, 'model') === 'pcie-root')) {
    const acpi = element(live, 'features', 'acpi') !== null
    return { free: acpi ? Number.POSITIVE_INFINITY : 0, why: 'noAcpi' }
  }
  const taken = new Set(
    devices.map(device => {
      const address = element(device, 'address')
      return attribute(address, 'type') === 'pci' ? Number(attribute(address, 'bus')) : -1
    }),
  )
  const ports = pci.filter(c => attribute(c, 'model') === 'pcie-root-port')
  return { free: ports.filter(port => !taken.has(Number(attribute(port, 'index')))).length, why: 'noSlot' }
}

/** Whether the running machine still has it. */
export function hasDevice(liveXml: string, change: Extract<HardwareChange, { do: 'remove' }>): boolean {
  return locateDevice(parseDocument(liveXml).root, change.device) !== null
}

export function describeDevice({ device }: Extract<HardwareChange, { do: 'remove' }>): string {
  return device.key || deviceKey(device)
}
