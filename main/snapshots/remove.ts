// Deleting a snapshot: an internal one goes out of the disks' files, the files of an external one are put together with the next
// ones. There is no way back from the middle of either, so a daemon that is killed meanwhile is told again once it is back.
import type { Connection, Domain } from 'node-libvirt'
import { findVolume } from '../hosts/disk-files.ts'
import { seeThroughVm } from '../hosts/unanswered.ts'
import type { Machine } from '../hosts/vm-tasks.ts'
import { readSnapshotFiles } from '../xml/snapshot/read.ts'

/** Disks are merged: as long as it takes. */
const AT_LEISURE = { timeoutMs: 0 } as const

/** With the file of its memory, which libvirt leaves. */
export async function removeSnapshot(connection: Connection, domain: Domain, name: string): Promise<void> {
  const snapshot = await domain.snapshotLookupByName(name)
  const { memory } = readSnapshotFiles(await snapshot.getXMLDesc())
  await snapshot.delete(0, AT_LEISURE)
  if (memory !== null) await removeFile(connection, memory)
}

export async function seeThroughDeletion(machine: Machine, name: string): Promise<void> {
  await seeThroughVm(machine, async (domain, connection) => removeSnapshot(connection, domain, name))
}

export async function removeFile(connection: Connection, path: string): Promise<void> {
  await (await findVolume(connection, path))?.delete(0, { timeoutMs: 60_000 })
}
