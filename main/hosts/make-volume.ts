// A new volume as a step of a task: it goes again should a later step fail.
import { LibvirtError, type StoragePool, type StorageVolume, VIR_ERR_STORAGE_VOL_EXIST } from 'node-libvirt'
import type { TaskContext } from '../tasks/tasks.ts'

/**
 * @param create makes it in the pool: from nothing, or from another volume
 * A file that somebody else deleted stays in libvirt's list of the pool until that is read again, which is done where
 * the name seems taken.
 */
export async function makeVolume(
  pool: StoragePool,
  create: () => Promise<StorageVolume>,
  task: TaskContext,
  undo = 'undo.disk',
): Promise<StorageVolume> {
  const volume = await create().catch(async error => {
    if (!(error instanceof LibvirtError) || error.code !== VIR_ERR_STORAGE_VOL_EXIST) throw error
    await pool.refresh(0, { timeoutMs: 60_000 })
    return create()
  })
  task.undo(undo, () => volume.delete(0))
  return volume
}
