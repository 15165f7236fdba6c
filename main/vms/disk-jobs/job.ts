// A block job of a running machine's disk (virDomainBlockCommit, -Pull, -Copy): begun, watched, switched over to where it wants
// that, and ended by a Cancel with the disk as it was. QEMU goes on with it when the daemon is killed, and so do we once that is
// back (libvirt.org/kbase/live_full_disk_backup.html, /html/libvirt-libvirt-domain.html#virDomainBlockJobAbort).
import { setTimeout as sleep } from 'node:timers/promises'
import { type Domain, LibvirtError, VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT } from 'node-libvirt'
import { AppFailure } from '../../../preload/model/error.ts'
import type { Disk } from '../../../preload/model/vm.ts'
import { seeThroughVm, withWayBack } from '../../hosts/unanswered.ts'
import type { Machine } from '../../hosts/vm-tasks.ts'
import type { TaskContext } from '../../tasks/tasks.ts'
import { readCopying } from '../../xml/domain/copying.ts'
import { readDomain } from '../../xml/domain/read.ts'

const POLL_MS = 250
/** What is under way is waited for. */
const AT_LEISURE = { timeoutMs: 0 } as const

export interface BlockJob {
  readonly target: string
  begin(domain: Domain): Promise<void>
  /** Whether the disk is as the job leaves it. */
  isDone(disk: Disk): boolean
  /** It copies until it is told to switch over; else it ends by itself. */
  readonly pivots: boolean
}

/** Throws `disk.jobFailed` where QEMU gave it up: the disk is as it was then. */
export async function runBlockJob(machine: Machine, job: BlockJob, task: TaskContext): Promise<void> {
  const { reach, domain } = machine
  const { target } = job
  const back = async (signal: AbortSignal) => {
    await stopJob(await (await reach(signal)).domainLookupByUUIDString(domain.uuid), target)
  }
  await seeThroughVm(machine, async (anew, _, isSecond) => {
    if (isSecond && (await isDone(anew, job))) return
    if (!(isSecond && (await isKnown(anew, job))))
      await withWayBack(task, 'undo.diskJob', () => job.begin(anew), back)
    await follow(anew, job, task)
  })
}

/**
 * A daemon that was killed just as QEMU began may know of the job and not of the file that it copies to: that job is ended, to be
 * begun again. Told to switch over, libvirt 9.0 would fall over.
 */
async function isKnown(domain: Domain, { target, pivots }: BlockJob): Promise<boolean> {
  if (!(await hasJob(domain, target))) return false
  if (!pivots || readCopying(await domain.getXMLDesc(), target) !== 'none') return true
  await stopJob(domain, target)
  return false
}

async function isReady(domain: Domain, target: string): Promise<boolean> {
  return readCopying(await domain.getXMLDesc(), target) === 'ready'
}

async function follow(domain: Domain, job: BlockJob, task: TaskContext): Promise<void> {
  const { target, pivots } = job
  for (;;) {
    if (task.signal.aborted) return cancel(domain, job, task)
    const info = await domain.getBlockJobInfo(target)
    if (!info) break
    const { cur, end } = info
    if (end > 0) task.progress(cur / end)
    if (pivots && (await isReady(domain, target)) && (await pivot(domain, target))) break
    await sleep(POLL_MS, undefined, { signal: task.signal }).catch(() => undefined)
  }
  if (!(await isDone(domain, job))) throw new AppFailure('disk.jobFailed', { disk: target })
}

/** One that came too late changes nothing: what is done is done. */
async function cancel(domain: Domain, job: BlockJob, task: TaskContext): Promise<void> {
  await stopJob(domain, job.target)
  if (!(await isDone(domain, job))) task.signal.throwIfAborted()
}

/** False where it is not that far yet: the guest wrote meanwhile. */
async function pivot(domain: Domain, target: string): Promise<boolean> {
  try {
    await domain.blockJobAbort(target, VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT, AT_LEISURE)
    return true
  } catch (error) {
    if (error instanceof LibvirtError && error.codeName === 'VIR_ERR_BLOCK_COPY_ACTIVE') return false
    throw error
  }
}

async function isDone(domain: Domain, { target, isDone: isSo }: BlockJob): Promise<boolean> {
  const disk = readDomain(await domain.getXMLDesc()).disks.find(one => one.target === target)
  return disk !== undefined && isSo(disk)
}

/** The disk stays as it is. Does nothing where there is no job. */
export async function stopJob(domain: Domain, target: string): Promise<void> {
  if (await hasJob(domain, target)) await domain.blockJobAbort(target, 0, AT_LEISURE)
}

/** Also what some other program began. */
export async function hasJob(domain: Domain, target: string): Promise<boolean> {
  return (await domain.getBlockJobInfo(target)) !== null
}
