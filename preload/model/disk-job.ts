// What QEMU does to the files of a running machine's disks while its guest goes on: it puts them together, moves them, and
// copies them for safe keeping.
import { z } from 'zod'
import { Uuid, VmRef } from './ids.ts'
import type { Label } from './task.ts'

/** A disk of a VM, by what libvirt calls its target: `vda`. */
export const DiskRef = VmRef.extend({ target: z.string().min(1).max(64) })
export type DiskRef = z.infer<typeof DiskRef>

export const MergeRequest = DiskRef.extend({
  /** `down`: into the file `into`, which lies below. `up`: into the file that is written now, which then stands by itself. */
  way: z.enum(['down', 'up']),
  into: z.string().max(4096).nullable(),
})
export type MergeRequest = z.infer<typeof MergeRequest>

/** What putting a disk's files together would mean. */
export interface MergePlan {
  /** Why it cannot be done now: a key below `error.disk`; null where it can. */
  readonly refusal: Label | null
  /** Into each file below the one that is written, nearest first. */
  readonly down: readonly MergeInto[]
  /** What the disk would not need any more once it stands by itself: those files stay. */
  readonly below: readonly string[]
  /** Names of other VMs that are off, with disks in no pool: what those build on, libvirt cannot say. */
  readonly unseen: readonly string[]
}

export interface MergeInto {
  readonly into: string
  /** Deleted then: all that is in them is in `into`. */
  readonly goes: readonly string[]
  /** As those, but no pool of the host has them, so nobody deletes them. */
  readonly left: readonly string[]
  /** Why not into this one: a key below `error.disk`. */
  readonly refusal: Label | null
}

export const MoveRequest = DiskRef.extend({
  pool: Uuid,
  format: z.enum(['qcow2', 'raw']),
  /** The file that it lay in until then. */
  deleteOld: z.boolean(),
})
export type MoveRequest = z.infer<typeof MoveRequest>

/** What moving a disk would mean. */
export interface MovePlan {
  readonly refusal: Label | null
  /** The file that would not be needed any more; null where nobody can delete it, or something else needs it. */
  readonly old: string | null
  /** As in MergePlan. */
  readonly unseen: readonly string[]
}

export const BackupRequest = VmRef.extend({
  /** Of the disks that are copied. */
  targets: z.array(z.string().min(1).max(64)).min(1).max(100),
  /** That the copies go to: one that holds files. */
  pool: Uuid,
})
export type BackupRequest = z.infer<typeof BackupRequest>

/** What of a machine can be copied while it runs. */
export interface BackupPlan {
  /** Why nothing can be copied now: a key below `error.disk`; null where it can. */
  readonly refusal: Label | null
  readonly disks: readonly { readonly target: string; readonly path: string }[]
}
