// The snapshots of a VM: listed when somebody looks (libvirt has no event for them), taken, gone back to, deleted.
import { posix } from 'node:path'
import {
  type Connection,
  type Domain,
  LibvirtError,
  VIR_DOMAIN_RUNNING,
  VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC,
  VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT,
  VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY,
  VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE,
  VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE,
  VIR_DOMAIN_SNAPSHOT_REVERT_FORCE,
  VIR_DOMAIN_SNAPSHOT_XML_SECURE,
  VIR_ERR_SNAPSHOT_REVERT_RISKY,
} from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'
import type { TaskRef, VmRef } from '../../preload/model/ids.ts'
import type {
  DiskChain,
  Snapshot,
  SnapshotList,
  SnapshotRef,
  SnapshotRequest,
  SnapshotReturn,
  SnapshotWords,
} from '../../preload/model/snapshot.ts'
import type { Disk } from '../../preload/model/vm.ts'
import { findVolume, readChain } from '../hosts/disk-files.ts'
import { setGuestClock } from '../hosts/guest-clock.ts'
import { withProgress } from '../hosts/job.ts'
import { isUnanswered, seeThrough } from '../hosts/unanswered.ts'
import type { Machine, VmTasks } from '../hosts/vm-tasks.ts'
import { eachLimited } from '../tasks/keyed-queue.ts'
import type { TaskContext } from '../tasks/tasks.ts'
import { hasAgent } from '../xml/domain/agent.ts'
import { readDomain } from '../xml/domain/read.ts'
import { buildSnapshot } from '../xml/snapshot/build.ts'
import { describeSnapshot } from '../xml/snapshot/edit.ts'
import { hasDefinition, readSnapshot } from '../xml/snapshot/read.ts'
import { judgeDeletion, judgeFreeze, judgeSnapshots } from './judge.ts'
import { type KeptPictures, pictureOf, withPictures } from './pictures.ts'
import { seeThroughDeletion } from './remove.ts'
import { type Attempt, hasSnapshot, takeBack } from './take-back.ts'

/** Memory is written out, disks are merged: as long as it takes. */
const AT_LEISURE = { timeoutMs: 0 } as const

export class Snapshots {
  readonly #tasks: VmTasks
  readonly #pictures: KeptPictures

  constructor(tasks: VmTasks, pictures: KeptPictures) {
    this.#tasks = tasks
    this.#pictures = pictures
  }

  async list(ref: VmRef): Promise<SnapshotList> {
    const { connection, view } = this.#tasks.hosts.get(ref.host)
    const domain = await connection.domainLookupByUUIDString(ref.vm)
    const snapshots: Omit<Snapshot, 'picture' | 'noDelete'>[] = []
    await eachLimited(await domain.listAllSnapshots(), 8, async snapshot => {
      const [xml, isCurrent] = await Promise.all([snapshot.getXMLDesc(), snapshot.isCurrent()])
      snapshots.push({ ...readSnapshot(xml), isCurrent: Boolean(isCurrent) })
    })
    const version = view.info?.libvirtVersion ?? 0
    const [isOn, xml] = await Promise.all([domain.isActive(), domain.getXMLDesc()])
    const { disks, firmware } = readDomain(xml)
    snapshots.sort((a, b) => a.takenAt - b.takenAt)
    const judged = snapshots.map(one => ({ ...one, noDelete: judgeDeletion(one, snapshots, isOn, version) }))
    return {
      ...judgeSnapshots({ disks, firmware }, version),
      noFreeze: judgeFreeze(isOn ? hasAgent(xml) : null),
      snapshots: await withPictures(ref, judged, this.#pictures),
      chains: await readChains(connection, disks),
    }
  }

  async #judge(ref: VmRef, domain: Domain): Promise<Pick<SnapshotList, 'refusals' | 'noReturn'>> {
    const version = this.#tasks.hosts.get(ref.host).view.info?.libvirtVersion ?? 0
    return judgeSnapshots(readDomain(await domain.getXMLDesc()), version)
  }

  take(request: SnapshotRequest): TaskRef {
    return this.#run('take', request, request.name, async (machine, task) => {
      task.undo('undo.snapshot', await this.#take(machine, request, task))
      task.signal.throwIfAborted()
    })
  }

  /**
   * The present is lost, but for the snapshot that is taken of it first where that was asked for. That one stays when
   * going back fails: it may be all that is left of the present then. A daemon that is killed meanwhile leaves a guest
   * that is neither here nor there, so it is told again.
   */
  goBack({ keepPresentAs, ...ref }: SnapshotReturn): TaskRef {
    return this.#run('goBack', ref, ref.name, async (machine, task) => {
      const { connection, domain, reach } = machine
      await domain.snapshotLookupByName(ref.name)
      if (keepPresentAs !== null) {
        task.step('snapshot.keepPresent', { name: keepPresentAs })
        const present = { description: '', kind: 'internal', memory: true, freeze: false } as const
        await this.#take(machine, { ...ref, ...present, name: keepPresentAs }, task)
      }
      task.signal.throwIfAborted()
      task.step('snapshot.goBack', { name: ref.name, vm: domain.name })
      let last = domain
      await seeThrough(connection, reach, async anew => {
        last = await anew.domainLookupByUUIDString(ref.vm)
        await revert(last, ref.name)
      })
      await setGuestClock(last, task, true)
    })
  }

  /** What a lost answer leaves unknown is taken back. @returns how to take it back when it was answered */
  async #take(
    { connection, domain, reach }: Machine,
    request: SnapshotRequest,
    task: TaskContext,
  ): Promise<(signal: AbortSignal) => Promise<void>> {
    const attempt = await this.#prepare(connection, domain, request)
    const wasFree = !(await hasSnapshot(domain, request.name))
    const undo = async (signal: AbortSignal) => {
      const anew = await reach(signal)
      await takeBack(anew, await anew.domainLookupByUUIDString(request.vm), attempt)
    }
    try {
      await this.#create(domain, request, attempt, task)
    } catch (error) {
      if (wasFree && isUnanswered(error)) task.undo('undo.snapshot', undo)
      throw error
    }
    return undo
  }

  /** All else of it stays as it is written, secrets in the definition that it holds among it. */
  describe({ description, ...ref }: SnapshotWords): TaskRef {
    return this.#run('describe', ref, ref.name, async ({ domain }) => {
      const snapshot = await domain.snapshotLookupByName(ref.name)
      const [xml, isCurrent] = await Promise.all([
        snapshot.getXMLDesc(VIR_DOMAIN_SNAPSHOT_XML_SECURE),
        snapshot.isCurrent(),
      ])
      const current = isCurrent ? VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT : 0
      const flags = VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE | current
      await domain.snapshotCreateXML(describeSnapshot(xml, description), flags)
    })
  }

  /** Its children stay, and follow its parent. */
  delete(ref: SnapshotRef): TaskRef {
    return this.#run('delete', ref, ref.name, async machine => {
      const { snapshots } = await this.list(ref)
      const refusal = snapshots.find(({ name }) => name === ref.name)?.noDelete
      if (refusal) throw new AppFailure(`snapshot.${refusal.key}`, refusal.params)
      await seeThroughDeletion(machine, ref.name)
    })
  }

  /** Judges it, and says what it will make. */
  async #prepare(connection: Connection, domain: Domain, request: SnapshotRequest): Promise<Attempt> {
    const { refusals } = await this.#judge(request, domain)
    const refusal = refusals[request.kind]
    if (refusal) throw new AppFailure(`snapshot.${refusal.key}`, refusal.params)
    if (isFrozen(request)) {
      const noFreeze = judgeFreeze((await domain.isActive()) ? hasAgent(await domain.getXMLDesc()) : null)
      if (noFreeze) throw new AppFailure(`snapshot.${noFreeze.key}`, noFreeze.params)
    }
    const { state } = await domain.getState()
    const { name, kind, memory } = request
    const isOn = Boolean(await domain.isActive())
    const memoryFile = kind === 'external' && isOn && memory ? await memoryPath(domain, name) : null
    const files =
      kind === 'external' ? [...(await newFiles(domain, name)), ...(memoryFile ? [memoryFile] : [])] : []
    const ours: string[] = []
    for (const path of files) if (!(await findVolume(connection, path))) ours.push(path)
    return { name, kind, isRunning: state === VIR_DOMAIN_RUNNING, memoryFile, files: ours }
  }

  /** Without a signal: libvirt cannot be stopped in the middle of it, so a Cancel waits for the end and deletes it again. */
  async #create(
    domain: Domain,
    request: SnapshotRequest,
    { kind, memoryFile }: Attempt,
    task: TaskContext,
  ): Promise<void> {
    const png = (await domain.isActive()) ? await this.#pictures.look(request) : null
    const { name, description } = request
    const disksOnly = memoryFile ? 0 : VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY
    const still = isFrozen(request) ? VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE : 0
    const flags = kind === 'internal' ? 0 : VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC | disksOnly | still
    const xml = buildSnapshot({ name, description, memoryFile })
    await withProgress(domain, task, () => domain.snapshotCreateXML(xml, flags, AT_LEISURE))
    if (png) await this.#keepPicture(domain, request, png).catch(() => undefined) // the snapshot is there all the same
  }

  async #keepPicture(domain: Domain, { host, vm, name }: SnapshotRef, png: Uint8Array): Promise<void> {
    const snapshot = await domain.snapshotLookupByName(name)
    const picture = pictureOf(readSnapshot(await snapshot.getXMLDesc()))
    await this.#pictures.keep({ host, vm, picture }, png)
  }

  #run(
    action: 'take' | 'goBack' | 'describe' | 'delete',
    ref: VmRef,
    name: string,
    work: (machine: Machine, task: TaskContext) => Promise<void>,
  ): TaskRef {
    return this.#tasks.start(ref, vm => ({ key: `snapshot.${action}`, params: { name, vm } }), work)
  }
}

/** What its memory is in needs no rest: it goes on in the middle of what it wrote. */
function isFrozen({ kind, memory, freeze }: SnapshotRequest): boolean {
  return freeze && kind === 'external' && !memory
}

async function revert(domain: Domain, name: string): Promise<void> {
  const snapshot = await domain.snapshotLookupByName(name)
  try {
    await domain.revertToSnapshot(snapshot, 0, AT_LEISURE)
  } catch (error) {
    if (!(error instanceof LibvirtError) || error.code !== VIR_ERR_SNAPSHOT_REVERT_RISKY) throw error
    // QEMU must start anew for it. The definition in the snapshot says how, so nothing is guessed.
    if (!hasDefinition(await snapshot.getXMLDesc())) throw error
    await domain.revertToSnapshot(snapshot, VIR_DOMAIN_SNAPSHOT_REVERT_FORCE, AT_LEISURE)
  }
}

async function readChains(connection: Connection, disks: readonly Disk[]): Promise<DiskChain[]> {
  const chains = await Promise.all(
    disks.map(async ({ target, source, backing }) => {
      const isFile = source.kind === 'file' || source.kind === 'block'
      return { target, files: isFile ? await readChain(connection, source.path, backing) : [] }
    }),
  )
  return chains.filter(({ files }) => files.length > 1)
}

/** Beside the machine's first disk, as libvirt puts the disks' own new files. */
async function memoryPath(domain: Domain, name: string): Promise<string> {
  const [first] = await diskFiles(domain)
  if (first === undefined) throw new AppFailure('snapshot.noDisk')
  return posix.join(posix.dirname(first), `${domain.name}.${name}.memory`)
}

/** The files that libvirt begins beside the disks' present ones, by its own rule. */
async function newFiles(domain: Domain, name: string): Promise<string[]> {
  const paths = await diskFiles(domain)
  return paths.map(path => posix.join(posix.dirname(path), `${posix.parse(path).name}.${name}`))
}

async function diskFiles(domain: Domain): Promise<string[]> {
  const { disks } = readDomain(await domain.getXMLDesc())
  return disks.flatMap(({ device, readOnly, source }) =>
    device === 'disk' && !readOnly && source.kind === 'file' ? source.path : [],
  )
}
