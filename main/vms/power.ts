// Start, shut down, reboot, reset, force off, pause, resume, save. A guest is asked, not told: shutting down waits for the
// guest to do it and says so when it does not.

import type { Connection, Domain } from 'node-libvirt'
import {
  LibvirtError,
  VIR_DOMAIN_PAUSED,
  VIR_DOMAIN_PMSUSPENDED,
  VIR_DOMAIN_SHUTOFF,
  VIR_DOMAIN_START_FORCE_BOOT,
} from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'
import type { TaskRef, VmRef } from '../../preload/model/ids.ts'
import { setGuestClock } from '../hosts/guest-clock.ts'
import type { Reach } from '../hosts/hosts.ts'
import { withCancel } from '../hosts/job.ts'
import { isUnanswered } from '../hosts/unanswered.ts'
import type { VmTasks } from '../hosts/vm-tasks.ts'
import type { TaskContext } from '../tasks/tasks.ts'

/** A guest that has not shut down by then was asked in vain: it has no ACPI, or shows a question. */
const SHUTDOWN_PATIENCE_MS = 120_000
const POLL_MS = 500

type PowerAction =
  | 'start'
  | 'startAfresh'
  | 'shutdown'
  | 'reboot'
  | 'reset'
  | 'forceOff'
  | 'pause'
  | 'resume'
  | 'save'
  | 'discardSaved'

export class VmPower {
  readonly #tasks: VmTasks

  constructor(tasks: VmTasks) {
    this.#tasks = tasks
  }

  run(action: PowerAction, ref: VmRef): TaskRef {
    const label = (name: string) => ({ key: `vm.${action}`, params: { name } })
    // Forcing must not wait behind the shutdown that hangs.
    const lane = action === 'forceOff' || action === 'reset' ? ':force' : ''
    return this.#tasks.start(
      ref,
      label,
      ({ domain, reach }, task) => ACTIONS[action](domain, task, reach),
      lane,
    )
  }
}

/** By UUID, so that a rename in another window changes nothing. */
export function lookUp(connection: Connection, ref: VmRef): Promise<Domain> {
  return connection.domainLookupByUUIDString(ref.vm)
}

type Act = (domain: Domain, task: TaskContext, reach: Reach) => Promise<void>

const ACTIONS: Readonly<Record<PowerAction, Act>> = {
  start,
  startAfresh: (domain, { signal }) => domain.create(VIR_DOMAIN_START_FORCE_BOOT, { signal, ...START }),
  shutdown,
  reboot: (domain, { signal }) => domain.reboot(0, { signal }),
  reset: (domain, { signal }) => domain.reset(0, { signal }),
  forceOff: (domain, { signal }) => domain.destroy(0, { signal, timeoutMs: 60_000 }),
  pause: (domain, { signal }) => domain.suspend({ signal }),
  resume,
  save,
  discardSaved: (domain, { signal }) => domain.managedSaveRemove(0, { signal }),
}

/** Starting a guest may take the daemon long (image locks, big memory): two minutes, not the default. */
const START = { timeoutMs: 120_000 } as const

/** A saved machine goes on where it was. Why it cannot is told apart: then it can still be started without its saved state. */
async function start(domain: Domain, task: TaskContext): Promise<void> {
  const { signal } = task
  const wasSaved = await domain.hasManagedSaveImage()
  try {
    await domain.create(0, { signal, ...START })
  } catch (error) {
    if (!wasSaved || !(error instanceof LibvirtError) || !(await domain.hasManagedSaveImage())) throw error
    const source = { domain: error.domainName, code: error.codeName }
    throw new AppFailure('vm.cannotGoOn', { name: domain.name }, { detail: error.message, source })
  }
  if (wasSaved) await setGuestClock(domain, task, true)
}

async function shutdown(domain: Domain, { signal }: TaskContext): Promise<void> {
  await domain.shutdown(0, { signal })
  const deadline = performance.now() + SHUTDOWN_PATIENCE_MS
  while (performance.now() < deadline) {
    const { state } = await domain.getState(0, { signal })
    if (state === VIR_DOMAIN_SHUTOFF) return
    await pause(POLL_MS, signal)
  }
  throw new AppFailure('vm.shutdownIgnored', { name: domain.name })
}

/** Writes its memory to the host's disk and stops it; the next start goes on from there. A Cancel leaves it running. */
async function save(domain: Domain, task: TaskContext, reach: Reach): Promise<void> {
  try {
    await withCancel(domain, task, () => domain.managedSave(0, { timeoutMs: 0 }))
  } catch (error) {
    if (isUnanswered(error))
      task.undo('undo.file', async signal =>
        discardUnfinished(await (await reach(signal)).domainLookupByUUIDString(domain.uuid)),
      )
    throw error
  }
}

/** A daemon that was killed meanwhile lets the guest go on, and takes what it had written for a saved state. */
async function discardUnfinished(domain: Domain): Promise<void> {
  if (await domain.isActive()) await domain.managedSaveRemove()
}

/** Wakes what is paused; what the guest itself put to sleep is woken another way. */
async function resume(domain: Domain, task: TaskContext): Promise<void> {
  const { signal } = task
  const { state } = await domain.getState(0, { signal })
  if (state === VIR_DOMAIN_PMSUSPENDED) await domain.pmWakeup(0, { signal })
  else if (state === VIR_DOMAIN_PAUSED) {
    await domain.resume({ signal })
    await setGuestClock(domain, task, false)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}
