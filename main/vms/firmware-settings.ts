// The firmware's variables of a machine (boot entries, keys): a file beside libvirt's own, in no pool. A pool over its folder, for as
// long as the copying takes, has libvirt copy it within the host.
import { randomUUID } from 'node:crypto'
import { posix } from 'node:path'
import {
  type Connection,
  isNotFound,
  LibvirtError,
  type StoragePool,
  VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE,
} from 'node-libvirt'
import type { Reach } from '../hosts/hosts.ts'
import { makeVolume } from '../hosts/make-volume.ts'
import type { TaskContext } from '../tasks/tasks.ts'
import { buildDirPool, buildVolume } from '../xml/storage/build.ts'
import { readPool, readVolume } from '../xml/storage/read.ts'

/** Where libvirt keeps them, or will: definitions need not say. Null for a machine without, and where libvirt cannot judge it. */
export async function findFirmwareSettings(
  connection: Connection,
  definition: string,
): Promise<string | null> {
  try {
    const command = await connection.domainXMLToNative('qemu-argv', definition)
    return /"filename":"([^"]+)","node-name":"libvirt-pflash1-storage"/.exec(command)?.[1] ?? null
  } catch (error) {
    if (error instanceof LibvirtError) return null
    throw error
  }
}

/**
 * @param to in the same folder
 * @returns what is left to be done once the copy is in use; null where there is nothing to copy yet
 */
export async function copyFirmwareSettings(
  connection: Connection,
  from: string,
  to: string,
  task: TaskContext,
  reach: Reach,
): Promise<(() => Promise<void>) | null> {
  const { pool, leave } = await openFolder(connection, posix.dirname(from), task, reach)
  const original = await pool.volLookupByName(posix.basename(from)).catch(nothing)
  if (!original) {
    await leave()
    return null
  }
  task.step('vm.copyDisk', { path: from })
  const { capacityBytes, format } = readVolume(await original.getXMLDesc())
  const name = posix.basename(to)
  const kept = format === 'qcow2' ? 'qcow2' : 'raw'
  const xml = buildVolume({ name, capacityBytes, format: kept, allocation: 'sparse' })
  await makeVolume(
    pool,
    name,
    () => pool.volCreateXMLFrom(xml, original, 0, { timeoutMs: 60_000 }),
    task,
    reach,
  )
  return leave
}

interface OpenFolder {
  readonly pool: StoragePool
  readonly leave: () => Promise<void>
}

/** The pool that is there, or one of ours, which goes again: its files stay. */
async function openFolder(
  connection: Connection,
  folder: string,
  task: TaskContext,
  reach: Reach,
): Promise<OpenFolder> {
  for (const pool of await connection.listAllStoragePools(VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE))
    if (readPool(await pool.getXMLDesc()).path === folder) {
      await pool.refresh(0, { timeoutMs: 60_000 })
      return { pool, leave: async () => undefined }
    }
  const uuid = randomUUID()
  task.undo('undo.stopPool', async signal => {
    const ours = await (await reach(signal)).storagePoolLookupByUUIDString(uuid).catch(nothing)
    await ours?.destroy()
  })
  const pool = await connection.storagePoolCreateXML(
    buildDirPool(`firmware-${uuid.slice(0, 8)}`, folder, uuid),
  )
  return { pool, leave: () => pool.destroy() }
}

function nothing(error: unknown): null {
  if (isNotFound(error)) return null
  throw error
}
