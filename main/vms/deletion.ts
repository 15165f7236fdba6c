// Deleting a VM: first exactly what would go, then just what was ticked. Disks are kept unless the user says
// otherwise, and only those go that lie in a pool of the host, are no media, and that nothing else needs.
import {
  type Connection,
  isNotFound,
  VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
  VIR_DOMAIN_UNDEFINE_MANAGED_SAVE,
  VIR_DOMAIN_UNDEFINE_NVRAM,
  VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
} from 'node-libvirt'
import { type Deletion, type DeletionPlan, withoutBases } from '../../preload/model/deletion.ts'
import { AppFailure } from '../../preload/model/error.ts'
import type { TaskRef, VmRef } from '../../preload/model/ids.ts'
import { seeThrough } from '../hosts/unanswered.ts'
import type { VmTasks } from '../hosts/vm-tasks.ts'
import type { Mirror } from '../state/mirror.ts'
import { planDeletion } from './deletion-plan.ts'
import { lookUp } from './power.ts'

export class VmDeletion {
  readonly #tasks: VmTasks
  readonly #mirror: Mirror

  constructor(tasks: VmTasks, mirror: Mirror) {
    this.#tasks = tasks
    this.#mirror = mirror
  }

  plan(ref: VmRef): Promise<DeletionPlan> {
    return planDeletion(this.#tasks.hosts.get(ref.host).connection, ref, this.#mirror)
  }

  /** Only disks that a fresh plan calls deletable go; anything else that was asked for is refused before the first step. */
  delete(deletion: Deletion): TaskRef {
    const label = (name: string) => ({ key: 'vm.delete', params: { name } })
    return this.#tasks.start(deletion, label, async ({ connection, domain, reach }, task) => {
      const plan = await this.plan(deletion)
      const deletable = plan.disks.filter(disk => disk.kept === null).map(disk => disk.path)
      const going = withoutBases(
        plan.disks,
        deletable.filter(path => deletion.disks.includes(path)),
      )
      const refused = deletion.disks.find(path => !going.includes(path))
      if (refused !== undefined) throw new AppFailure('vm.diskKept', { path: refused })
      task.signal.throwIfAborted()
      const { name } = domain
      if (plan.running) {
        task.step('vm.forceOff', { name })
        await domain.destroy(0, { timeoutMs: 60_000 })
      }
      // From here on there is no way back: it is seen through, also with a daemon that is killed and comes back.
      task.step('vm.undefine', { name })
      await seeThrough(connection, reach, anew => undefine(anew, deletion))
      const failed: unknown[] = [] // a disk that fails does not keep the others
      for (const path of going) {
        const remove = async (anew: Connection, isSecond: boolean) => {
          if (deletion.wipe) {
            task.step('vm.wipeDisk', { path })
            await wipeVolume(anew, path, isSecond)
          }
          task.step('vm.deleteDisk', { path })
          await deleteVolume(anew, path, isSecond)
        }
        await seeThrough(connection, reach, remove).catch(error => failed.push(error))
      }
      if (failed.length > 0) throw failed[0]
    })
  }
}

/** With its firmware variables, saved state and snapshot records: their absence is no error. Transient ones are gone already. */
async function undefine(connection: Connection, ref: VmRef): Promise<void> {
  const flags =
    VIR_DOMAIN_UNDEFINE_MANAGED_SAVE |
    VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
    VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA |
    VIR_DOMAIN_UNDEFINE_NVRAM
  try {
    await (await lookUp(connection, ref)).undefine(flags)
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}

/** With zeroes, as long as that takes. What cannot be overwritten is not deleted either: somebody wanted both. */
async function wipeVolume(connection: Connection, path: string, mayBeGone: boolean): Promise<void> {
  try {
    await (await connection.storageVolLookupByPath(path)).wipe(0, 0, { timeoutMs: 0 })
  } catch (error) {
    if (!(mayBeGone && isNotFound(error))) throw error
  }
}

/** By the path of its file or device; throws where no pool of the host has it, unless it may be gone already. */
export async function deleteVolume(connection: Connection, path: string, mayBeGone = false): Promise<void> {
  try {
    await (await connection.storageVolLookupByPath(path)).delete(0, { timeoutMs: 120_000 })
  } catch (error) {
    if (!(mayBeGone && isNotFound(error))) throw error
  }
}
