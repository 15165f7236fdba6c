// Network cards of a running machine, by their sources: which can be plugged in (qemuDomainAttachNetDevice says of the others that
// it "is not implemented yet"), and which can be changed: libvirt moves a tap device between networks and bridges, no other kind.
import type { HardwareChange } from '../../../preload/model/hardware.ts'
import type { NicSource } from '../../../preload/model/nic-source.ts'
import { attribute, type ElementNode } from '../lossless.ts'
import { locateDevice } from './hardware.ts'
import { type LivePlan, NOTHING, wait } from './live-plan.ts'
import { planUpdate } from './live-update.ts'
import { sharesMemory } from './new-device.ts'
import { readNicSource } from './nic-source.ts'

/** A key below `hardware.why.`, null where a new one can be plugged in. */
export function whyNoNic(made: ElementNode, live: ElementNode): string | null {
  const kind = attribute(made, 'type') ?? ''
  if (AT_START.has(kind)) return 'cableAtStart'
  return kind === 'vhostuser' && !sharesMemory(live) ? 'noSharedMemory' : null
}
const AT_START: ReadonlySet<string> = new Set(['mcast', 'server', 'client', 'udp'])

export function planNicSource(
  change: Extract<HardwareChange, { do: 'nicSource' }>,
  live: ElementNode,
): LivePlan {
  const of = locateDevice(live, change.device)
  if (!of) return wait('notThere')
  const now = readNicSource(of)
  if (JSON.stringify(now) === JSON.stringify(change.source)) return NOTHING
  return isBridged(now) && isBridged(change.source) ? planUpdate(change, live) : wait('otherCable')
}

function isBridged(source: NicSource | null): boolean {
  return source?.kind === 'network' || source?.kind === 'bridge'
}
