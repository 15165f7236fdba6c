// Identities that cross the process boundary. A host's id is made by us and stays; a VM, network or pool is
// named by its host and libvirt's UUID, so that equal UUIDs on two hosts stay apart.
import { z } from 'zod'

export const HostId = z.string().min(1).max(1000).brand<'HostId'>()
export type HostId = z.infer<typeof HostId>

export const Uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
export type Uuid = z.infer<typeof Uuid>

export const HostRef = z.object({ host: HostId })
export type HostRef = z.infer<typeof HostRef>

export const VmRef = z.object({ host: HostId, vm: Uuid })
export type VmRef = z.infer<typeof VmRef>

export const PoolRef = z.object({ host: HostId, pool: Uuid })
export type PoolRef = z.infer<typeof PoolRef>

export const TaskId = z.string().min(1).max(64).brand<'TaskId'>()
export type TaskId = z.infer<typeof TaskId>

export const TaskRef = z.object({ task: TaskId })
export type TaskRef = z.infer<typeof TaskRef>

/** The key of an object in the mirror: unique over all hosts. */
export function objectKey(host: HostId, uuid: string): string {
  return `${host}/${uuid}`
}
