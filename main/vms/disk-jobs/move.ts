// Moves a running machine's disk to another pool or format: QEMU copies it while the guest goes on (virDomainBlockCopy), then
// writes to the copy alone. The new file is made by libvirt before, so that it lies in the pool; it goes again unless the disk
// is on it.
import {
  type Connection,
  VIR_DOMAIN_BLOCK_COPY_REUSE_EXT,
  VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB,
} from 'node-libvirt'
import type { DiskRef, MovePlan, MoveRequest } from '../../../preload/model/disk-job.ts'
import { AppFailure } from '../../../preload/model/error.ts'
import type { TaskRef } from '../../../preload/model/ids.ts'
import type { Disk } from '../../../preload/model/vm.ts'
import { listUnseen } from '../../hosts/disk-files.ts'
import { makeVolume } from '../../hosts/make-volume.ts'
import { seeThrough } from '../../hosts/unanswered.ts'
import type { Machine, VmTasks } from '../../hosts/vm-tasks.ts'
import type { Mirror } from '../../state/mirror.ts'
import type { TaskContext } from '../../tasks/tasks.ts'
import { buildCopyTarget } from '../../xml/domain/copy-target.ts'
import { readDomain } from '../../xml/domain/read.ts'
import { buildVolume } from '../../xml/storage/build.ts'
import { deleteVolume } from '../deletion.ts'
import { lookUp } from '../power.ts'
import { runBlockJob } from './job.ts'
import { findDisk, refuseFile, refuseJob } from './judge.ts'
import { findPlace, type Place } from './place.ts'

export class DiskMoves {
  readonly #tasks: VmTasks
  readonly #mirror: Mirror

  constructor(tasks: VmTasks, mirror: Mirror) {
    this.#tasks = tasks
    this.#mirror = mirror
  }

  async plan(ref: DiskRef): Promise<MovePlan> {
    const { connection } = this.#tasks.hosts.get(ref.host)
    const domain = await lookUp(connection, ref)
    const found = await findDisk(connection, domain, ref, this.#mirror)
    const { chain, files, others, users } = found
    const [old] = chain
    const mayGo = old !== undefined && files.isVolume(old) && !refuseFile(old, chain, files, users)
    const refusal = await refuseJob(domain, found)
    return { refusal, old: mayGo ? old : null, unseen: listUnseen(others, files) }
  }

  run({ pool, format, deleteOld, ...ref }: MoveRequest): TaskRef {
    const label = (name: string) => ({ key: 'disk.move', params: { name, disk: ref.target } })
    return this.#tasks.start(ref, label, async (machine, task) => {
      const { refusal, old } = await this.plan(ref)
      if (refusal) throw new AppFailure(`disk.${refusal.key}`, refusal.params)
      const { connection, domain } = machine
      const wish = `${domain.name}-${ref.target}`
      const place = await findPlace(connection, pool, wish, format === 'raw' ? '.img' : '.qcow2')
      await makeFile(machine, ref.target, place, format, task)
      await copy(machine, ref.target, place, format, task)
      if (deleteOld && old !== null) await deleteQuietly(machine, old, task)
    })
  }
}

async function makeFile(
  { connection, domain, reach }: Machine,
  target: string,
  { pool, name, path }: Place,
  format: MoveRequest['format'],
  task: TaskContext,
): Promise<void> {
  const { capacityBytes } = await domain.getBlockInfo(target)
  task.step('disk.makeFile', { path })
  const xml = buildVolume({ name, capacityBytes, format, allocation: 'sparse' })
  const isInUse = async (anew: Connection) => {
    const now = await (await anew.domainLookupByUUIDString(domain.uuid)).getXMLDesc()
    return readDomain(now).disks.some(disk => liesIn(disk, path))
  }
  const within = await connection.storagePoolLookupByUUIDString(pool.uuid)
  const create = () => within.volCreateXML(xml, 0, { timeoutMs: 60_000 })
  await makeVolume(within, name, create, task, reach, 'undo.disk', isInUse)
}

async function copy(
  machine: Machine,
  target: string,
  { path }: Place,
  format: MoveRequest['format'],
  task: TaskContext,
): Promise<void> {
  task.step('disk.copy', { disk: target, path })
  const flags = VIR_DOMAIN_BLOCK_COPY_REUSE_EXT | VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB
  await runBlockJob(
    machine,
    {
      target,
      pivots: true,
      begin: domain => domain.blockCopy(target, buildCopyTarget(path, format), {}, flags),
      isDone: disk => liesIn(disk, path),
    },
    task,
  )
}

const liesIn = ({ source }: Disk, path: string) => 'path' in source && source.path === path

/** The disk has moved by now: whatever happens to the old file is no reason to say that it has not. */
async function deleteQuietly({ connection, reach }: Machine, path: string, task: TaskContext): Promise<void> {
  task.step('vm.deleteDisk', { path })
  try {
    await seeThrough(connection, reach, anew => deleteVolume(anew, path, true))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    task.step('disk.oldStays', { path, detail })
  }
}
