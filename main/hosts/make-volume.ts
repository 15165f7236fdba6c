// A new volume as a step of a task: it goes again should a later step fail, also when the connection is lost in the middle of
// making it, and over a new connection then.
import { type Connection, isNotFound, LibvirtError, type StoragePool, type StorageVolume } from 'node-libvirt'
import type { TaskContext } from '../tasks/tasks.ts'
import type { Reach } from './hosts.ts'

/**
 * @param name in the pool
 * @param create makes it there: from nothing, or from another volume
 * @param isInUse asked before it is deleted again: what a machine runs on by then stays
 */
export async function makeVolume(
  pool: StoragePool,
  name: string,
  create: () => Promise<StorageVolume>,
  task: TaskContext,
  reach: Reach,
  undo = 'undo.disk',
  isInUse: (connection: Connection) => Promise<boolean> = async () => false,
): Promise<StorageVolume> {
  const wasFree = await isFree(pool, name)
  const takeBack = async (signal: AbortSignal) => {
    const connection = await reach(signal)
    if (!(await isInUse(connection))) await remove(connection, pool, name, signal)
  }
  try {
    const volume = await create()
    task.undo(undo, takeBack)
    return volume
  } catch (error) {
    // An answer says that nothing was made. Without one it may have been: of a free name, it is ours.
    if (wasFree && !(error instanceof LibvirtError)) task.undo(undo, takeBack)
    throw error
  }
}

/**
 * Files that came or went behind libvirt's back are not in its list until that is read again. A pool that is at work on
 * another volume cannot be read: then nothing is known, and libvirt itself refuses a name that is taken.
 */
async function isFree(pool: StoragePool, name: string): Promise<boolean> {
  try {
    await pool.refresh(0, { timeoutMs: 60_000 })
    await pool.volLookupByName(name)
    return false
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error
    return isNotFound(error)
  }
}

async function remove(
  connection: Connection,
  pool: StoragePool,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const again = await connection.storagePoolLookupByUUIDString(pool.uuid)
  try {
    await (await again.volLookupByName(name)).delete(0, { signal })
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}
