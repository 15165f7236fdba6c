// Deleting a VM: first exactly what would go, then just what was ticked. Disks are kept unless the user says
// otherwise, and only those go that lie in a pool of the host, are no media, and serve no other machine.
import {
  type Connection,
  type Domain,
  isNotFound,
  VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
  VIR_DOMAIN_UNDEFINE_MANAGED_SAVE,
  VIR_DOMAIN_UNDEFINE_NVRAM,
  VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
} from 'node-libvirt'
import type { DeletableDisk, Deletion, DeletionPlan } from '../../preload/model/deletion.ts'
import { AppFailure } from '../../preload/model/error.ts'
import type { TaskRef, VmRef } from '../../preload/model/ids.ts'
import type { Disk } from '../../preload/model/vm.ts'
import type { VmTasks } from '../hosts/vm-tasks.ts'
import type { Mirror } from '../state/mirror.ts'
import { readDomain } from '../xml/domain/read.ts'
import { lookUp } from './power.ts'

export class VmDeletion {
  readonly #tasks: VmTasks
  readonly #mirror: Mirror

  constructor(tasks: VmTasks, mirror: Mirror) {
    this.#tasks = tasks
    this.#mirror = mirror
  }

  async plan(ref: VmRef): Promise<DeletionPlan> {
    const { connection } = this.#tasks.hosts.get(ref.host)
    const domain = await lookUp(connection, ref)
    const [xml, running, managedSave, snapshots] = await Promise.all([
      domain.getXMLDesc(),
      domain.isActive(),
      domain.hasManagedSaveImage(),
      domain.snapshotNum().catch(() => 0),
    ])
    const { disks, firmware } = readDomain(xml)
    const listed = await Promise.all(disks.map(disk => this.#judge(connection, ref, disk)))
    return {
      running,
      managedSave,
      snapshots,
      nvram: firmware === 'uefi',
      disks: listed.filter(disk => disk !== null),
    }
  }

  /** Only disks that a fresh plan calls deletable go; anything else that was asked for is refused before the first step. */
  delete(deletion: Deletion): TaskRef {
    const label = (name: string) => ({ key: 'vm.delete', params: { name } })
    return this.#tasks.start(deletion, label, async ({ connection, domain }, task) => {
      const plan = await this.plan(deletion)
      const deletable = new Set(plan.disks.filter(disk => disk.kept === null).map(disk => disk.path))
      const refused = deletion.disks.find(path => !deletable.has(path))
      if (refused !== undefined) throw new AppFailure('vm.diskKept', { path: refused })
      task.signal.throwIfAborted()
      const { name } = domain
      if (plan.running) {
        task.step('vm.forceOff', { name })
        await domain.destroy(0, { timeoutMs: 60_000 })
      }
      task.step('vm.undefine', { name })
      await undefine(domain)
      // From here on there is no way back, so a disk that fails does not keep the others.
      const failed: unknown[] = []
      for (const path of deletion.disks) {
        task.step('vm.deleteDisk', { path })
        await deleteVolume(connection, path).catch(error => failed.push(error))
      }
      if (failed.length > 0) throw failed[0]
    })
  }

  async #judge(connection: Connection, ref: VmRef, disk: Disk): Promise<DeletableDisk | null> {
    const path = diskPath(disk)
    if (path === null) return null
    const volume = await connection.storageVolLookupByPath(path).catch(() => null)
    const info = await volume?.getInfo().catch(() => null)
    const usedBy = this.#otherUsers(ref, path)
    return {
      target: disk.target,
      path,
      device: disk.device,
      sizeBytes: info?.allocationBytes ?? null,
      usedBy,
      kept: this.#whyKept(disk, volume !== null, usedBy),
    }
  }

  /** A CD may go only from a pool, where Create copies those that QEMU cannot reach; elsewhere it is somebody's file. */
  #whyKept(disk: Disk, isVolume: boolean, usedBy: readonly string[]): DeletableDisk['kept'] {
    if (disk.device !== 'disk' && !isVolume) return 'media'
    if (usedBy.length > 0) return 'shared'
    if (disk.device === 'disk' && disk.readOnly) return 'readOnly'
    return isVolume ? null : 'noPool'
  }

  #otherUsers(ref: VmRef, path: string): string[] {
    return this.#mirror
      .all('vm')
      .filter(
        vm => vm.host === ref.host && vm.uuid !== ref.vm && vm.disks.some(disk => diskPath(disk) === path),
      )
      .map(vm => vm.name)
  }
}

function diskPath(disk: Disk): string | null {
  return disk.source.kind === 'file' || disk.source.kind === 'block' ? disk.source.path : null
}

/** With its firmware variables, saved state and snapshot records: their absence is no error. Transient ones are gone already. */
async function undefine(domain: Domain): Promise<void> {
  const flags =
    VIR_DOMAIN_UNDEFINE_MANAGED_SAVE |
    VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
    VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA |
    VIR_DOMAIN_UNDEFINE_NVRAM
  try {
    await domain.undefine(flags)
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}

/** By the path of its file or device; throws where no pool of the host has it. */
export async function deleteVolume(connection: Connection, path: string): Promise<void> {
  const volume = await connection.storageVolLookupByPath(path)
  await volume.delete(0, { timeoutMs: 120_000 })
}
