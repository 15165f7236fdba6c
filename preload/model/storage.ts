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
