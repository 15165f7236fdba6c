// Whether there is something at a path of a host, as far as that can be known: libvirt knows what lies in its pools, and of this
// computer we see for ourselves.
import { access, rm } from 'node:fs/promises'
import type { Connection } from 'node-libvirt'
import { findVolume } from '../hosts/disk-files.ts'
import type { Reach } from '../hosts/hosts.ts'
import { isUnanswered, seeThrough } from '../hosts/unanswered.ts'
import type { TaskContext } from '../tasks/tasks.ts'

/** @param isLocal the host is this computer */
export async function isThere(connection: Connection, path: string, isLocal: boolean): Promise<boolean> {
  const isVolume = (await findVolume(connection, path)) !== null
  if (isVolume || !isLocal) return isVolume
  return access(path).then(
    () => true,
    () => false,
  )
}

/**
 * Has libvirt write a file that was not there. It takes away itself what it does not end, but not what it was killed in the
 * middle of: that goes once it is back.
 */
export async function writeAnew(
  path: string,
  isLocal: boolean,
  reach: Reach,
  task: TaskContext,
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (isUnanswered(error))
      task.undo('undo.file', async signal =>
        seeThrough(await reach(signal), reach, anew => remove(anew, path, isLocal)),
      )
    throw error
  }
}

async function remove(connection: Connection, path: string, isLocal: boolean): Promise<void> {
  const volume = await findVolume(connection, path)
  if (volume) await volume.delete(0, { timeoutMs: 60_000 })
  else if (isLocal) await rm(path, { force: true })
}
