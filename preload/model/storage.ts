// Storage pools live in the mirror; their volumes are asked for when somebody looks.
import type { HostId, Uuid } from './ids.ts'

export interface Pool {
  readonly host: HostId
  readonly uuid: Uuid
  readonly name: string
  readonly type: string
  readonly active: boolean
  readonly autostart: boolean
  readonly path: string | null
  readonly capacityBytes: number
  readonly allocationBytes: number
  readonly availableBytes: number
}

/** Whether pools of that type keep files in a folder: the others have devices, which hold no format of their own. */
export function holdsFiles({ type }: { readonly type: string }): boolean {
  return type === 'dir' || type === 'fs' || type === 'netfs'
}

export interface Volume {
  readonly name: string
  readonly path: string
  readonly format: string | null
  readonly capacityBytes: number
  readonly allocationBytes: number
}

/** One of the files that hold a disk's content. */
export interface DiskFile {
  readonly path: string
  /** What it takes on the host; null where it lies in no pool. */
  readonly sizeBytes: number | null
}
