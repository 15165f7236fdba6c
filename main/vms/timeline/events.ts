// libvirt's lifecycle events (virDomainEventType and its details) as people would say them.
import {
  VIR_DOMAIN_EVENT_CRASHED,
  VIR_DOMAIN_EVENT_DEFINED,
  VIR_DOMAIN_EVENT_PMSUSPENDED,
  VIR_DOMAIN_EVENT_RESUMED,
  VIR_DOMAIN_EVENT_STARTED,
  VIR_DOMAIN_EVENT_STOPPED,
  VIR_DOMAIN_EVENT_SUSPENDED,
} from 'node-libvirt'
import type { VmEvent } from '../../../preload/model/timeline.ts'

/** By detail: null is told by another event, what is not listed is the first. */
const EVENTS: Readonly<Record<number, readonly (VmEvent | null)[]>> = {
  [VIR_DOMAIN_EVENT_DEFINED]: ['defined'],
  // booted, migrated, restored, from snapshot, wakeup
  [VIR_DOMAIN_EVENT_STARTED]: ['started', 'arrived', 'restored', 'fromSnapshot', 'woken'],
  // paused, migrated, I/O error, watchdog, restored, from snapshot, API error, postcopy, postcopy failed
  [VIR_DOMAIN_EVENT_SUSPENDED]: [
    'paused',
    null,
    'pausedByError',
    'pausedByWatchdog',
    null,
    null,
    'pausedByError',
  ],
  // unpaused, migrated, from snapshot
  [VIR_DOMAIN_EVENT_RESUMED]: ['resumed', null, null],
  // shutdown, destroyed, crashed, migrated, saved, failed, from snapshot
  [VIR_DOMAIN_EVENT_STOPPED]: ['shutDown', 'forcedOff', 'crashed', 'left', 'saved', 'failed'],
  [VIR_DOMAIN_EVENT_PMSUSPENDED]: ['suspended'],
  [VIR_DOMAIN_EVENT_CRASHED]: ['panicked'],
}

/** Null for what nobody needs to know. */
export function readLifecycle({ event, detail }: { event: number; detail: number }): VmEvent | null {
  const details = EVENTS[event]
  if (!details) return null
  const named = details[detail]
  return named === undefined ? (details[0] ?? null) : named
}
