// A guest's file systems grow after their disk has: first the partition, then the file system, by the guest's own programs.
// Only what lies straight on a disk or on a partition of it; a partition with another behind it stays as it is.
import type { Domain } from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'
import type { GuestFileSystem } from '../../preload/model/guest.ts'
import { isUnanswered, seeThroughVm } from '../hosts/unanswered.ts'
import type { Machine } from '../hosts/vm-tasks.ts'
import { waitForAgent } from '../hosts/wait-for-agent.ts'
import type { TaskContext } from '../tasks/tasks.ts'
import { growerOf, type Program } from './file-systems.ts'
import { readFileSystems } from './guest.ts'
import { type GuestRun, runInGuest } from './guest-exec.ts'

/** How long it may take to be back after the daemon. */
const AGENT_MS = 30_000

/**
 * Begun again where the daemon is killed in the middle of it: each program does nothing where there is nothing left to do.
 * @param target of the disk that has grown: `vda`
 */
export async function growFileSystems(machine: Machine, target: string, task: TaskContext): Promise<void> {
  let before: GuestFileSystem[] | null = null
  await seeThroughVm(machine, async (domain, _, isSecond) => {
    if (isSecond) await waitForAgent(domain, AGENT_MS)
    before ??= await ofDisk(domain, target)
    await growAll(domain, target, before, task)
  })
}

async function growAll(
  domain: Domain,
  target: string,
  before: readonly GuestFileSystem[],
  task: TaskContext,
): Promise<void> {
  for (const fileSystem of before) {
    const program = growerOf(fileSystem)
    if (!program || fileSystem.device === null) continue
    task.step('hardware.growFileSystem', { mountPoint: fileSystem.mountPoint })
    await growPartition(domain, fileSystem.device)
    expectDone(program, await run(domain, program))
  }
  const after = await ofDisk(domain, target)
  const sizeOf = (list: readonly GuestFileSystem[], at: string) =>
    list.find(({ mountPoint }) => mountPoint === at)?.totalBytes ?? 0
  if (!before.some(({ mountPoint }) => sizeOf(after, mountPoint) > sizeOf(before, mountPoint)))
    throw new AppFailure('guest.notLast', { disk: target })
}

async function ofDisk(domain: Domain, target: string): Promise<GuestFileSystem[]> {
  return (await readFileSystems(domain)).filter(
    ({ disks, growth }) => growth === 'can' && disks.includes(target),
  )
}

/** Up to what comes behind it, or to the end of the disk. Does nothing to a disk without partitions. */
async function growPartition(domain: Domain, device: string): Promise<void> {
  const name = device.slice('/dev/'.length)
  const { code, said: number } = await run(domain, ['cat', `/sys/class/block/${name}/partition`])
  if (code !== 0) return
  const link = await run(domain, ['readlink', '-f', `/sys/class/block/${name}`])
  const disk = `/dev/${link.said.split('/').at(-2)}`
  const grow: Program = ['sfdisk', '--no-reread', '--no-tell-kernel', '--force', '-N', number, disk]
  expectDone(grow, await run(domain, grow, ',+\n'))
  const tell: Program = ['partx', '--update', '--nr', number, disk]
  expectDone(tell, await run(domain, tell))
}

async function run(domain: Domain, [name, ...args]: Program, input?: string): Promise<GuestRun> {
  try {
    return await runInGuest(domain, name, args, input)
  } catch (error) {
    if (error instanceof AppFailure || isUnanswered(error)) throw error
    const detail = error instanceof Error ? error.message : String(error)
    throw new AppFailure('guest.cannotRun', { program: name }, { detail })
  }
}

function expectDone([name]: Program, { code, said }: GuestRun): void {
  if (code !== 0) throw new AppFailure('guest.programFailed', { program: name }, { detail: said })
}
