// What happened to a machine, oldest first, with small pictures of its screen: kept on this computer, while Vitrina is open.
import { z } from 'zod'
import type { AppError } from './error.ts'
import { VmRef } from './ids.ts'
import type { Label } from './task.ts'

/** What libvirt's events tell, as people would say it; `seenOn` and `looked` are our own. */
export const VM_EVENTS = [
  'started',
  'restored',
  'fromSnapshot',
  'arrived',
  'woken',
  'seenOn',
  'rebooted',
  'paused',
  'pausedByError',
  'pausedByWatchdog',
  'resumed',
  'suspended',
  'shutDown',
  'forcedOff',
  'crashed',
  'saved',
  'left',
  'failed',
  'panicked',
  'defined',
  'looked',
] as const
export type VmEvent = (typeof VM_EVENTS)[number]

/** After one of these it is on, after one of those off. Others change nothing of that. */
export const BEGINS: ReadonlySet<VmEvent> = new Set([
  'started',
  'restored',
  'fromSnapshot',
  'arrived',
  'seenOn',
])
export const ENDS: ReadonlySet<VmEvent> = new Set([
  'shutDown',
  'forcedOff',
  'crashed',
  'saved',
  'left',
  'failed',
])

export type TimelineWhat =
  | { readonly kind: 'event'; readonly event: VmEvent }
  | {
      readonly kind: 'task'
      readonly label: Label
      readonly state: 'done' | 'failed' | 'cancelled'
      readonly error: AppError | null
    }

export interface TimelineEntry {
  /** Milliseconds since 1970. No two entries of a machine have the same. */
  readonly at: number
  readonly what: TimelineWhat
  /** Names a picture of its screen then. */
  readonly picture: string | null
}

export const PictureId = z.string().regex(/^[a-z0-9-]{1,80}$/)
export type PictureId = z.infer<typeof PictureId>

export const PictureRef = VmRef.extend({ picture: PictureId })
export type PictureRef = z.infer<typeof PictureRef>

/** Since when it has been on; `exact` only where its start was seen. Null where it is off, or nothing is known. */
export function onSince(entries: readonly TimelineEntry[]): { at: number; exact: boolean } | null {
  for (const { at, what } of [...entries].reverse()) {
    if (what.kind !== 'event') continue
    if (ENDS.has(what.event)) return null
    if (BEGINS.has(what.event)) return { at, exact: what.event !== 'seenOn' }
  }
  return null
}
