// One step on the running machine, and its way back.
import { setTimeout as sleep } from 'node:timers/promises'
import {
  cpuMap,
  type Domain,
  LibvirtError,
  VIR_DOMAIN_AFFECT_LIVE,
  VIR_DOMAIN_DEVICE_MODIFY_LIVE,
  VIR_DOMAIN_MEM_LIVE,
  VIR_DOMAIN_METADATA_DESCRIPTION,
  VIR_DOMAIN_METADATA_TITLE,
  VIR_DOMAIN_VCPU_LIVE,
} from 'node-libvirt'
import { AppFailure } from '../../../preload/model/error.ts'
import { withWayBack } from '../../hosts/unanswered.ts'
import type { TaskContext } from '../../tasks/tasks.ts'
import { describeDevice, hasDevice } from '../../xml/domain/live.ts'
import type { LiveStep } from '../../xml/domain/live-plan.ts'

/** Long enough for a guest that works; one without a system never answers. */
const GUEST_PATIENCE_MS = 15_000
const POLL_MS = 250
/** A guest that is asked to give up a device may take its time. */
const DETACH = { timeoutMs: 60_000 }

/** The machine over a connection that is there, for undoing after one was lost. */
export type Again = (signal: AbortSignal) => Promise<Domain>

export async function runLive(
  domain: Domain,
  step: LiveStep,
  task: TaskContext,
  again: Again,
): Promise<void> {
  const live = VIR_DOMAIN_DEVICE_MODIFY_LIVE
  switch (step.do) {
    case 'attach':
      task.step('hardware.attach')
      return withWayBack(
        task,
        'undo.attach',
        () => domain.attachDevice(step.xml, live),
        async (signal, isSure) => {
          const machine = await again(signal)
          await machine.detachDevice(step.xml, live, DETACH).catch(error => {
            if (isSure || !isMissing(error)) throw error
          })
        },
      )
    case 'detach':
      return detach(domain, step, task, again)
    case 'update':
      return update(domain, step, task, again)
    case 'cpus':
      task.step('hardware.cpus', { count: step.count })
      return withWayBack(
        task,
        'undo.change',
        () => domain.setVcpus(step.count, VIR_DOMAIN_VCPU_LIVE),
        async signal => (await again(signal)).setVcpus(step.before, VIR_DOMAIN_VCPU_LIVE),
      )
    case 'memory':
      task.step('hardware.memory', { mib: Math.round(step.kib / 1024) })
      return withWayBack(
        task,
        'undo.change',
        () => domain.setMemory(step.kib, VIR_DOMAIN_MEM_LIVE),
        async signal => (await again(signal)).setMemory(step.before, VIR_DOMAIN_MEM_LIVE),
      )
    case 'limit':
      task.step('hardware.update')
      return withWayBack(
        task,
        'undo.change',
        () => setLimit(domain, step, step.value),
        async signal => setLimit(await again(signal), step, step.before),
      )
    case 'tune':
      return tune(domain, step, task, again)
    case 'pin':
      return pin(domain, step, task, again)
    case 'words':
      return domain.setMetadata(
        step.what === 'title' ? VIR_DOMAIN_METADATA_TITLE : VIR_DOMAIN_METADATA_DESCRIPTION,
        step.text,
        null,
        null,
        VIR_DOMAIN_AFFECT_LIVE,
      )
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof LibvirtError && error.codeName === 'VIR_ERR_DEVICE_MISSING'
}

/** The way back is to where they really were: the definition may not have said. */
async function pin(
  domain: Domain,
  { of, number, cpus }: Extract<LiveStep, { do: 'pin' }>,
  task: TaskContext,
  again: Again,
): Promise<void> {
  const set = (machine: Domain, map: Uint8Array) => {
    if (of === 'emulator') return machine.pinEmulator(map, VIR_DOMAIN_AFFECT_LIVE)
    return of === 'vcpu'
      ? machine.pinVcpu(number, map, VIR_DOMAIN_AFFECT_LIVE)
      : machine.pinIOThread(number, map, VIR_DOMAIN_AFFECT_LIVE)
  }
  task.step('hardware.update')
  const before = await readPlace(domain, of, number)
  const back = async (signal: AbortSignal) => {
    if (before) await set(await again(signal), cpuMap(before))
  }
  // Emulated machines may run all of their processors in one thread.
  await orWaits(task, NOTHING_TO_WEIGH, () =>
    withWayBack(task, 'undo.change', () => set(domain, cpuMap(cpus)), back),
  )
}

async function readPlace(
  domain: Domain,
  of: 'vcpu' | 'emulator' | 'ioThread',
  number: number,
): Promise<readonly number[] | undefined> {
  if (of === 'emulator') return domain.getEmulatorPinInfo(VIR_DOMAIN_AFFECT_LIVE)
  if (of === 'vcpu') return (await domain.getVcpuPinInfo(VIR_DOMAIN_AFFECT_LIVE))[number]
  const threads = await domain.getIOThreadInfo(VIR_DOMAIN_AFFECT_LIVE)
  return threads.find(({ ioThreadId }) => ioThreadId === number)?.affinity
}

async function tune(
  domain: Domain,
  { of, name, value, before }: Extract<LiveStep, { do: 'tune' }>,
  task: TaskContext,
  again: Again,
): Promise<void> {
  const set = (machine: Domain, to: number) =>
    of === 'scheduler'
      ? machine.setSchedulerParameters({ [name]: to }, VIR_DOMAIN_AFFECT_LIVE)
      : machine.setBlkioParameters({ [name]: to }, VIR_DOMAIN_AFFECT_LIVE)
  task.step('hardware.update')
  const back = async (signal: AbortSignal) => {
    if (before !== null) await set(await again(signal), before)
  }
  await orWaits(task, NOTHING_TO_WEIGH, () =>
    withWayBack(task, 'undo.change', () => set(domain, value), back),
  )
}

/** What libvirt cannot do to the running machine is in the definition all the same. */
async function orWaits(
  task: TaskContext,
  refusals: ReadonlySet<string>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof LibvirtError) || !refusals.has(error.codeName)) throw error
    task.step('hardware.waits')
  }
}

/** The other limits of the disk stay: only what is named is set. */
function setLimit(
  domain: Domain,
  { disk, name }: Extract<LiveStep, { do: 'limit' }>,
  value: number,
): Promise<void> {
  return domain.setBlockIoTune(disk, { [name]: value }, VIR_DOMAIN_AFFECT_LIVE)
}

/** libvirt asks the guest and answers; the device goes when the guest lets go of it, or when it restarts. */
async function detach(
  domain: Domain,
  { xml, change }: Extract<LiveStep, { do: 'detach' }>,
  task: TaskContext,
  again: Again,
): Promise<void> {
  const device = describeDevice(change)
  task.step('hardware.detach', { device })
  await withWayBack(
    task,
    'undo.detach',
    () => domain.detachDevice(xml, VIR_DOMAIN_DEVICE_MODIFY_LIVE, DETACH),
    async signal => {
      const machine = await again(signal)
      // A guest that has not let go of it has it still.
      if (!hasDevice(await machine.getXMLDesc(), change))
        await machine.attachDevice(xml, VIR_DOMAIN_DEVICE_MODIFY_LIVE)
    },
  )
  const deadline = performance.now() + GUEST_PATIENCE_MS
  while (hasDevice(await domain.getXMLDesc(), change)) {
    if (performance.now() < deadline) await sleep(POLL_MS, undefined, { signal: task.signal })
    else if (change.deleteFile) throw new AppFailure('hardware.guestKeepsDisk', { disk: device })
    else return task.step('hardware.guestKeeps', { device })
  }
}

/**
 * What libvirt cannot change in a running machine is defined all the same, and waits for its restart. What a lost answer leaves
 * half done in QEMU, libvirt does not know of, and takes for done whatever it is told to undo: so it is told to do it once more.
 */
async function update(
  domain: Domain,
  { xml, before }: Extract<LiveStep, { do: 'update' }>,
  task: TaskContext,
  again: Again,
): Promise<void> {
  task.step('hardware.update')
  const live = VIR_DOMAIN_DEVICE_MODIFY_LIVE
  const back = async (signal: AbortSignal, isSure: boolean) => {
    const machine = await again(signal)
    if (!isSure) await machine.updateDevice(xml, live)
    await machine.updateDevice(before, live)
  }
  await orWaits(task, UNSUPPORTED, () =>
    withWayBack(task, 'undo.change', () => domain.updateDevice(xml, live), back),
  )
}

const UNSUPPORTED = new Set([
  'VIR_ERR_OPERATION_UNSUPPORTED',
  'VIR_ERR_CONFIG_UNSUPPORTED',
  'VIR_ERR_NO_SUPPORT',
])
/** What a host without cgroups says. */
const NOTHING_TO_WEIGH = new Set([...UNSUPPORTED, 'VIR_ERR_OPERATION_INVALID'])
