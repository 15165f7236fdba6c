// A call to libvirt that has ended, for the list of what Vitrina asked of a host.
import type { AppError } from './error.ts'
import type { HostId } from './ids.ts'

export interface HostCall {
  /** Grows. */
  readonly id: number
  readonly host: HostId
  /** libvirt's name of it: `DOMAIN_CREATE_WITH_FLAGS`. */
  readonly name: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly durationMs: number
  readonly error: AppError | null
  /** The virsh command that does the same, where there is one. */
  readonly command: string | null
}
