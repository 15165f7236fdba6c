// Which change a running machine can take at once, by what libvirt and QEMU can do to a guest (libvirt's documentation
// of virDomainAttachDeviceFlags, virDomainUpdateDeviceFlags, virDomainSetVcpusFlags, virDomainSetMemoryFlags), and why
// another must wait for its restart.
import { type DeviceKind, deviceKey, type HardwareChange } from '../../../preload/model/hardware.ts'
import { attribute, type ElementNode, element, elements, parseDocument, printNode } from '../lossless.ts'
import type { DecidedChange } from './change.ts'
import { locateDevice } from './hardware.ts'
import { planNicSource, whyNoNic } from './live-nic.ts'
import { type LivePlan, NOTHING, take, wait } from './live-plan.ts'
import { planSet } from './live-settings.ts'
import { countSlots, type Slots } from './live-slots.ts'
import { planUpdate } from './live-update.ts'
import { sharesMemory } from './new-device.ts'

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
      return planUpdate(change, live)
    case 'nicSource':
      return planNicSource(change, live)
    case 'set':
      return planSet(change, live)
    case 'diskSource':
      return wait('fixed')
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
      return planNic(made, live, slots)
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

function planNic(made: ElementNode, live: ElementNode, slots: Slots): LivePlan {
  const why = whyNoNic(made, live)
  return why === null ? attachToPci(made, slots) : wait(why)
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

/** Whether the running machine still has it. */
export function hasDevice(liveXml: string, change: Extract<HardwareChange, { do: 'remove' }>): boolean {
  return locateDevice(parseDocument(liveXml).root, change.device) !== null
}

export function describeDevice({ device }: Extract<HardwareChange, { do: 'remove' }>): string {
  return device.key || deviceKey(device)
}
