// What a running machine can take at once of a definition that was written by hand, or that is to be as it was before:
// device by device, as far as the hardware form knows them. All else waits for the restart.
import { type DeviceRef, deviceKey, type Waiting } from '../../../preload/model/hardware.ts'
import type { ElementNode } from '../lossless.ts'
import { compareDevices, locateDevice, readDevices } from './hardware.ts'
import { planAddition, planRemoval } from './live.ts'
import { planNicSource } from './live-nic.ts'
import { type LivePlan, wait } from './live-plan.ts'
import { planSet } from './live-settings.ts'
import { countSlots, type Slots } from './live-slots.ts'
import { planUpdate } from './live-update.ts'
import { readNicSource } from './nic-source.ts'

export interface PlannedItem {
  readonly item: Waiting
  readonly plan: LivePlan
}

/** @param live the root of the running machine's XML; null for one that is off: its items are listed only */
export function planRewrite(
  before: ElementNode,
  after: ElementNode,
  live: ElementNode | null,
): PlannedItem[] {
  // Two definitions: what is written differently is different.
  const items = compareDevices(readDevices(before), readDevices(after), () => false)
  if (!live) return items.map(item => ({ item, plan: { steps: [], why: null } }))
  const slots = countSlots(live)
  const isReplaced = (item: Waiting) =>
    items.some(other => other.kind === item.kind && other.what !== 'changed' && other.what !== item.what)
  return items.map(item => {
    // A device under another name would be pulled out and plugged in again: nobody asked for that.
    if (item.what !== 'changed' && isReplaced(item)) return { item, plan: wait('fixed') }
    return { item, plan: planItem(item, after, live, slots) }
  })
}

function planItem(item: Waiting, after: ElementNode, live: ElementNode, slots: Slots): LivePlan {
  const device: DeviceRef = { kind: item.kind, key: item.key }
  if (item.what === 'removed') return planRemoval({ do: 'remove', device, deleteFile: false }, live)
  if (item.what === 'added') {
    const made = locateDevice(after, device)
    const isThere = locateDevice(live, device) !== null
    return made && !isThere ? planAddition(made, live, slots) : { steps: [], why: null }
  }
  if (item.field === 'source') return planSource(device, after, live)
  return planSet({ do: 'set', device, field: item.field ?? '', value: item.next }, live)
}

function planSource(device: DeviceRef, after: ElementNode, live: ElementNode): LivePlan {
  const next = readDevices(after).find(other => deviceKey(other) === deviceKey(device))
  if (device.kind === 'nic') {
    const of = locateDevice(after, device)
    const source = of && readNicSource(of)
    return source ? planNicSource({ do: 'nicSource', device, source }, live) : wait('fixed')
  }
  const disk = next?.disk
  if (disk?.device !== 'cdrom' && disk?.device !== 'floppy') return wait('fixed')
  if (disk.source.kind === 'none') return planUpdate({ do: 'media', device, path: null }, live)
  return 'path' in disk.source
    ? planUpdate({ do: 'media', device, path: disk.source.path }, live)
    : wait('fixed')
}
