// A call that moves a guest's memory is a job of its machine: libvirt says how far it is (virDomainGetJobInfo) and can be told
// to stop it (virDomainAbortJob), after which the call itself fails.
import type { Domain } from 'node-libvirt'
import type { TaskContext } from '../tasks/tasks.ts'

const POLL_MS = 250

/** Shows how far the job is while `work` waits for it. */
export async function withProgress<T>(domain: Domain, task: TaskContext, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void showProgress(domain, task), POLL_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

/** The same for a job that a Cancel stops. */
export async function withCancel<T>(domain: Domain, task: TaskContext, work: () => Promise<T>): Promise<T> {
  const stop = () => void domain.abortJob().catch(() => undefined) // there is none any more: it ended by itself
  task.signal.addEventListener('abort', stop, { once: true })
  try {
    return await withProgress(domain, task, work)
  } finally {
    task.signal.removeEventListener('abort', stop)
  }
}

/** As far as libvirt knows: older ones do not say how far a dump is. */
async function showProgress(domain: Domain, task: TaskContext): Promise<void> {
  const job = await domain.getJobInfo().catch(() => null)
  if (job && job.dataTotalBytes > 0) task.progress(Math.min(1, job.dataProcessedBytes / job.dataTotalBytes))
}
