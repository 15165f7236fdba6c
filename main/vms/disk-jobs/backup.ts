// Copies of a running machine's disks as they are at one moment, all of them at the same: libvirt's backup in push mode
// (virDomainBackupBegin, libvirt.org/formatbackup.html). The guest goes on; what it writes meanwhile is not in the copies. They
// stand by themselves, and go again unless all of them were made to the end.
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Domain,
  VIR_DOMAIN_JOB_COMPLETED,
  VIR_DOMAIN_JOB_NONE,
  VIR_DOMAIN_JOB_STATS_COMPLETED,
} from 'node-libvirt'
import type { BackupPlan, BackupRequest } from '../../../preload/model/disk-job.ts'
import { AppFailure } from '../../../preload/model/error.ts'
import type { TaskRef, VmRef } from '../../../preload/model/ids.ts'
import { findVolume } from '../../hosts/disk-files.ts'
import { seeThroughVm, withWayBack } from '../../hosts/unanswered.ts'
import type { Machine, VmTasks } from '../../hosts/vm-tasks.ts'
import type { TaskContext } from '../../tasks/tasks.ts'
import { type BackupDisk, buildBackup } from '../../xml/domain/backup.ts'
import { readDomain } from '../../xml/domain/read.ts'
import { lookUp } from '../power.ts'
import { hasJob } from './job.ts'
import { findPlace } from './place.ts'

const POLL_MS = 250

export class DiskBackups {
  readonly #tasks: VmTasks

  constructor(tasks: VmTasks) {
    this.#tasks = tasks
  }

  async plan(ref: VmRef): Promise<BackupPlan> {
    const domain = await lookUp(this.#tasks.hosts.get(ref.host).connection, ref)
    const disks = readDomain(await domain.getXMLDesc()).disks.flatMap(
      ({ target, device, readOnly, source }) =>
        device === 'disk' && !readOnly && 'path' in source ? { target, path: source.path } : [],
    )
    return { refusal: await refuse(domain, disks), disks }
  }

  run({ targets, pool, ...ref }: BackupRequest): TaskRef {
    const label = (name: string) => ({ key: 'disk.backup', params: { name } })
    return this.#tasks.start(ref, label, async (machine, task) => {
      const { refusal, disks } = await this.plan(ref)
      if (refusal) throw new AppFailure(`disk.${refusal.key}`, refusal.params)
      const copied = disks.filter(({ target }) => targets.includes(target))
      const { connection, domain } = machine
      const day = new Date().toISOString().slice(0, 10)
      const all: BackupDisk[] = []
      for (const { target } of copied) {
        const place = await findPlace(connection, pool, `${domain.name}-${target}-${day}`, '.qcow2')
        all.push({ target, file: place.path })
      }
      const others = readDomain(await domain.getXMLDesc()).disks.map(({ target }) => target)
      const left = others.filter(target => !all.some(one => one.target === target))
      await copy(machine, buildBackup(all, left), all, task)
    })
  }
}

async function refuse(domain: Domain, disks: BackupPlan['disks']): Promise<BackupPlan['refusal']> {
  if (!(await domain.isActive())) return { key: 'off', params: {} }
  if (disks.length === 0) return { key: 'nothingToCopy', params: {} }
  for (const { target } of disks)
    if (await hasJob(domain, target)) return { key: 'busy', params: { disk: target } }
  return null
}

async function copy(
  machine: Machine,
  xml: string,
  disks: readonly BackupDisk[],
  task: TaskContext,
): Promise<void> {
  const { domain, reach } = machine
  for (const { target, file } of disks) task.step('disk.copy', { disk: target, path: file })
  const back = async (signal: AbortSignal) => {
    const connection = await reach(signal)
    const again = await connection.domainLookupByUUIDString(domain.uuid)
    if (await isAtWork(again)) await end(again)
    for (const { file } of disks) await (await findVolume(connection, file))?.delete(0, { timeoutMs: 60_000 })
  }
  await seeThroughVm(machine, async (anew, _, isSecond) => {
    if (!isSecond) {
      await howItEnded(anew) // of an earlier job: libvirt says it once
      await withWayBack(task, 'undo.backup', () => anew.backupBegin(xml), back)
    }
    await follow(anew, task)
  })
}

/** QEMU goes on with it when the daemon is killed, and libvirt knows of it when it is back. */
async function follow(domain: Domain, task: TaskContext): Promise<void> {
  for (;;) {
    task.signal.throwIfAborted()
    const { type, dataTotalBytes, dataProcessedBytes } = await domain.getJobInfo()
    if (type === VIR_DOMAIN_JOB_NONE) break
    if (dataTotalBytes > 0) task.progress(Math.min(1, dataProcessedBytes / dataTotalBytes))
    await sleep(POLL_MS, undefined, { signal: task.signal }).catch(() => undefined)
  }
  const { type, why } = await howItEnded(domain)
  if (type !== VIR_DOMAIN_JOB_COMPLETED) throw new AppFailure('disk.backupFailed', {}, { detail: why })
}

async function isAtWork(domain: Domain): Promise<boolean> {
  return (await domain.getJobInfo()).type !== VIR_DOMAIN_JOB_NONE
}

/** Told to end it answers at once; its files are closed a moment later. */
async function end(domain: Domain): Promise<void> {
  await domain.abortJob().catch(() => undefined) // it ended by itself
  while (await isAtWork(domain)) await sleep(POLL_MS)
}

async function howItEnded(domain: Domain): Promise<{ readonly type: number; readonly why: string }> {
  const { type, params } = await domain.getJobStats(VIR_DOMAIN_JOB_STATS_COMPLETED)
  return { type, why: String(params['errmsg'] ?? '') }
}
