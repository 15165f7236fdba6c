// Deleting lists exactly what goes; keeping is the default.
import { z } from 'zod'
import { VmRef } from './ids.ts'

/** A disk of the VM, and what deleting it would mean. */
export interface DeletableDisk {
  readonly target: string
  readonly path: string
  readonly device: 'disk' | 'cdrom' | 'floppy' | 'lun'
  readonly sizeBytes: number | null
  /** Why it cannot go with the VM: it is not in a pool, another VM uses it, it is read-only; null when it can. */
  readonly kept: 'noPool' | 'shared' | 'readOnly' | 'media' | null
  readonly usedBy: readonly string[]
}

export interface DeletionPlan {
  readonly running: boolean
  readonly snapshots: number
  readonly managedSave: boolean
  readonly nvram: boolean
  readonly disks: readonly DeletableDisk[]
}

export const Deletion = VmRef.extend({
  /** Paths of the disks to delete too: each must be in the plan and deletable. */
  disks: z.array(z.string().max(4096)).max(100),
})
export type Deletion = z.infer<typeof Deletion>
