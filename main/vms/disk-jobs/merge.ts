// Puts the files of a running machine's disk together: down into one that lies below (virDomainBlockCommit), or up into the one
// that is written (virDomainBlockPull). Down, the files above hold nothing of their own afterwards and go; up, nothing goes.
import { VIR_DOMAIN_BLOCK_COMMIT_ACTIVE } from 'node-libvirt'
import type { DiskRef, MergePlan, MergeRequest } from '../../../preload/model/disk-job.ts'
import { AppFailure } from '../../../preload/model/error.ts'
import type { TaskRef } from '../../../preload/model/ids.ts'
import { listUnseen } from '../../hosts/disk-files.ts'
import { seeThrough } from '../../hosts/unanswered.ts'
import type { Machine, VmTasks } from '../../hosts/vm-tasks.ts'
import type { Mirror } from '../../state/mirror.ts'
import type { TaskContext } from '../../tasks/tasks.ts'
import { deleteVolume } from '../deletion.ts'
import { lookUp } from '../power.ts'
import { runBlockJob, stopJob } from './job.ts'
import { findDisk, judgeMerges, refuseJob } from './judge.ts'

export class DiskMerges {
  readonly #tasks: VmTasks
  readonly #mirror: Mirror

  constructor(tasks: VmTasks, mirror: Mirror) {
    this.#tasks = tasks
    this.#mirror = mirror
  }

  async plan(ref: DiskRef): Promise<MergePlan> {
    const { connection } = this.#tasks.hosts.get(ref.host)
    const domain = await lookUp(connection, ref)
    const found = await findDisk(connection, domain, ref, this.#mirror)
    return {
      refusal: await refuseJob(domain, found),
      down: judgeMerges(found),
      below: found.chain.slice(1),
      unseen: listUnseen(found.others, found.files),
    }
  }

  /** Whatever is being done to a disk's files, by whomever: the disk stays as it is. Waits for no other task of the machine. */
  stop(ref: DiskRef): TaskRef {
    const { target } = ref
    const label = (name: string) => ({ key: 'disk.stop', params: { name, disk: target } })
    return this.#tasks.start(ref, label, ({ domain }) => stopJob(domain, target), ` ${target}`)
  }

  /** Judged again first; what is refused throws the refusal as `disk.…`. */
  run({ way, into, ...ref }: MergeRequest): TaskRef {
    const label = (name: string) => ({ key: 'disk.merge', params: { name, disk: ref.target } })
    return this.#tasks.start(ref, label, async (machine, task) => {
      const { refusal, down } = await this.plan(ref)
      const below = down.find(one => one.into === into)
      if (way === 'down' && !below) throw new AppFailure('disk.noFile', { path: into ?? '' })
      const refused = refusal ?? (way === 'down' ? below?.refusal : null)
      if (refused) throw new AppFailure(`disk.${refused.key}`, refused.params)
      if (way === 'up' || !below) await pull(machine, ref.target, task)
      else await commit(machine, ref.target, below.into, below.goes, task)
    })
  }
}

async function pull(machine: Machine, target: string, task: TaskContext): Promise<void> {
  task.step('disk.pull', { disk: target })
  const begin = {
    target,
    pivots: false,
    isDone: ({ backing }: { backing: readonly string[] }) => backing.length === 0,
  }
  await runBlockJob(machine, { ...begin, begin: domain => domain.blockPull(target) }, task)
}

async function commit(
  machine: Machine,
  target: string,
  into: string,
  goes: readonly string[],
  task: TaskContext,
): Promise<void> {
  task.step('disk.commit', { disk: target, path: into })
  await runBlockJob(
    machine,
    {
      target,
      pivots: true,
      begin: domain => domain.blockCommit(target, into, null, 0, VIR_DOMAIN_BLOCK_COMMIT_ACTIVE),
      isDone: ({ source }) => 'path' in source && source.path === into,
    },
    task,
  )
  // Nothing takes that back, so it is seen through.
  for (const path of goes) {
    task.step('vm.deleteDisk', { path })
    await seeThrough(machine.connection, machine.reach, anew => deleteVolume(anew, path, true))
  }
}
