// Cloning a VM: which disks are copied, which are shared, and what stands in the way.
import type { z } from 'zod'
import { VmName } from './draft.ts'
import { VmRef } from './ids.ts'
import type { Label } from './task.ts'

export interface ClonedDisk {
  readonly target: string
  readonly path: string
  /** Bytes that the copy takes now; null where it is not known. */
  readonly sizeBytes: number | null
  /** Media and read-only disks serve both machines. */
  readonly fate: 'copied' | 'shared'
}

export interface ClonePlan {
  readonly name: string
  readonly disks: readonly ClonedDisk[]
  /** The firmware's variables are copied, as far as it has any: boot entries that the guest made, keys. */
  readonly hasFirmwareSettings: boolean
  /** Why it cannot be cloned now: a key below `error.clone`; null where it can. */
  readonly refusal: Label | null
}

export const CloneRequest = VmRef.extend({ name: VmName })
export type CloneRequest = z.infer<typeof CloneRequest>
