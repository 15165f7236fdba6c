// Snapshots of a VM, and which kinds it can have: decided before, never found out after.
import { z } from 'zod'
import { VmRef } from './ids.ts'
import type { DiskFile } from './storage.ts'
import type { Label } from './task.ts'

/** libvirt makes files of it: no path, nothing that a file cannot be called. */
export const SnapshotName = z
  .string()
  .trim()
  .min(1, 'snapshot.nameEmpty')
  .max(120, 'snapshot.nameLong')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  .regex(/^[^/\u0000-\u001f\u007f]+$/, 'snapshot.nameCharacter')

/** `internal`: inside the disks' qcow2 files. `external`: what comes after it goes to new files. */
export type SnapshotKind = 'internal' | 'external'

export const SnapshotRef = VmRef.extend({ name: z.string().min(1).max(1000) })
export type SnapshotRef = z.infer<typeof SnapshotRef>

export const SnapshotRequest = VmRef.extend({
  name: SnapshotName,
  description: z.string().max(4000),
  kind: z.enum(['internal', 'external']),
  /** What the machine is doing as well; internal ones of running machines always have it. */
  memory: z.boolean(),
  /** The guest's agent holds its file systems still meanwhile; only without memory. */
  freeze: z.boolean(),
})
export type SnapshotRequest = z.infer<typeof SnapshotRequest>

export const SnapshotReturn = SnapshotRef.extend({
  /** The name of a snapshot that is taken of the present first; null lets the present go. */
  keepPresentAs: SnapshotName.nullable(),
})
export type SnapshotReturn = z.infer<typeof SnapshotReturn>

export const SnapshotWords = SnapshotRef.extend({ description: z.string().max(4000) })
export type SnapshotWords = z.infer<typeof SnapshotWords>

export interface Snapshot {
  readonly name: string
  readonly description: string
  readonly parent: string | null
  /** Milliseconds since 1970. */
  readonly takenAt: number
  /** What the machine was doing; `disks` where only they are in it. */
  readonly state: 'running' | 'paused' | 'off' | 'disks'
  readonly kind: SnapshotKind
  /** What the disks hold now began from this one. */
  readonly isCurrent: boolean
  /** Names the picture of its screen that was taken with it here; null where there is none. */
  readonly picture: string | null
  /** Why it cannot be deleted as things are: a key below `error.snapshot`; null where it can. */
  readonly noDelete: Label | null
}

/** A disk whose content lies in several files, the one that is written first, each before what it builds on. */
export interface DiskChain {
  readonly target: string
  readonly files: readonly DiskFile[]
}

export interface SnapshotList {
  /** Parents before their children. */
  readonly snapshots: readonly Snapshot[]
  /** Why a kind is not possible now: a key below `snapshot.why`; null where it is. */
  readonly refusals: Readonly<Record<SnapshotKind, Label | null>>
  /** Why external ones can be taken, but not gone back to, on this host; null where they can. */
  readonly noReturn: Label | null
  /** Why the guest's file systems cannot be held still for one of its disks alone: a key below `error.snapshot`. */
  readonly noFreeze: Label | null
  readonly chains: readonly DiskChain[]
}
