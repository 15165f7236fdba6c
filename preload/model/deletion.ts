// Deleting lists exactly what goes; keeping is the default.
import { z } from 'zod'
import { VmRef } from './ids.ts'

/** A file or device of the VM, and what deleting it would mean. */
export interface DeletableDisk {
  /** Of the disk whose file it is; empty for what only a snapshot has. */
  readonly target: string
  /** `base`: the disk's own file builds on it. `snapshot`: a snapshot's memory, or its disk on another branch. */
  readonly role: 'disk' | 'base' | 'snapshot'
  readonly path: string
  readonly device: 'disk' | 'cdrom' | 'floppy' | 'lun'
  readonly sizeBytes: number | null
  /**
   * Why it cannot go with the VM: it is not in a pool, it is a volume that its pool does not show now, another VM or file
   * needs it, it is read-only; null when it can.
   */
  readonly kept: 'noPool' | 'away' | 'shared' | 'base' | 'readOnly' | 'media' | null
  /** The VMs, or for `base` the files, that need it. */
  readonly usedBy: readonly string[]
  /** Paths of this list that build on it: it goes only with all of them. */
  readonly over: readonly string[]
}

/** What of `chosen` may really go: a file that others of the list build on only when they go too. */
export function withoutBases(disks: readonly DeletableDisk[], chosen: readonly string[]): string[] {
  const going = new Set(chosen)
  // The list has what is above before what is below, so what stays keeps all that it needs.
  for (const { path, over } of disks) if (over.some(above => !going.has(above))) going.delete(path)
  return chosen.filter(path => going.has(path))
}

export interface DeletionPlan {
  readonly running: boolean
  readonly snapshots: number
  readonly managedSave: boolean
  readonly nvram: boolean
  /** Each before what it builds on. */
  readonly disks: readonly DeletableDisk[]
  /** Names of other VMs that are off, with disks in no pool: what those build on, libvirt cannot say. */
  readonly unseen: readonly string[]
}

export const Deletion = VmRef.extend({
  /** Paths of the disks to delete too: each must be in the plan and deletable. */
  disks: z.array(z.string().max(4096)).max(100),
  /** They are overwritten first. */
  wipe: z.boolean(),
})
export type Deletion = z.infer<typeof Deletion>
