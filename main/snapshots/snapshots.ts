// The snapshots of a VM: listed when somebody looks (libvirt has no event for them), taken, gone back to, deleted.
import { posix } from 'node:path'
import {
  type Connection,
  type Domain,
  LibvirtError,
  VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC,
  VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY,
  VIR_DOMAIN_SNAPSHOT_REVERT_FORCE,
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
} from '../../preload/model/snapshot.ts'
import type { Disk } from '../../preload/model/vm.ts'
import { findVolume, readChain } from '../hosts/disk-files.ts'
import type { Machine, VmTasks } from '../hosts/vm-tasks.ts'
import { eachLimited } from '../tasks/keyed-queue.ts'
import type { TaskContext } from '../tasks/tasks.ts'
import { readDomain } from '../xml/domain/read.ts'
import { buildSnapshot } from '../xml/snapshot/build.ts'
import { hasDefinition, readSnapshot, readSnapshotFiles } from '../xml/snapshot/read.ts'
import { judgeDeletion, judgeSnapshots } from './judge.ts'
import { type KeptPictures, pictureOf, withPictures } from './pictures.ts'

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
      snapshots: await withPictures(ref, judged, this.#pictures),
      chains: await readChains(connection, disks),
    }
  }

  async #judge(ref: VmRef, domain: Domain): Promise<Pick<SnapshotList, 'refusals' | 'noReturn'>> {
    const version = this.#tasks.hosts.get(ref.host).view.info?.libvirtVersion ?? 0
    return judgeSnapshots(readDomain(await domain.getXMLDesc()), version)
  }

  take(request: SnapshotRequest): TaskRef {
    return this.#run('take', request, request.name, async ({ domain, reach }, task) => {
      await this.#take(domain, request)
      task.undo('undo.snapshot', async signal => {
        const connection = await reach(signal)
        await remove(connection, await connection.domainLookupByUUIDString(request.vm), request.name)
      })
      task.signal.throwIfAborted()
    })
  }

  /**
   * The present is lost, but for the snapshot that is taken of it first where that was asked for. That one stays when
   * going back fails: it may be all that is left of the present then.
   */
  goBack({ keepPresentAs, ...ref }: SnapshotReturn): TaskRef {
    return this.#run('goBack', ref, ref.name, async ({ domain }, task) => {
      const snapshot = await domain.snapshotLookupByName(ref.name)
      if (keepPresentAs !== null) {
        task.step('snapshot.keepPresent', { name: keepPresentAs })
        const request = { ...ref, name: keepPresentAs, description: '', memory: true } as const
        await this.#take(domain, { ...request, kind: 'internal' })
      }
      task.signal.throwIfAborted()
      task.step('snapshot.goBack', { name: ref.name })
      try {
        await domain.revertToSnapshot(snapshot, 0, AT_LEISURE)
      } catch (error) {
        if (!(error instanceof LibvirtError) || error.code !== VIR_ERR_SNAPSHOT_REVERT_RISKY) throw error
        // QEMU must start anew for it. The definition in the snapshot says how, so nothing is guessed.
        if (!hasDefinition(await snapshot.getXMLDesc())) throw error
        await domain.revertToSnapshot(snapshot, VIR_DOMAIN_SNAPSHOT_REVERT_FORCE, AT_LEISURE)
      }
    })
  }

  /** Its children stay, and follow its parent. */
  delete(ref: SnapshotRef): TaskRef {
    return this.#run('delete', ref, ref.name, async ({ connection, domain }) => {
      const { snapshots } = await this.list(ref)
      const refusal = snapshots.find(({ name }) => name === ref.name)?.noDelete
      if (refusal) throw new AppFailure(`snapshot.${refusal.key}`, refusal.params)
      await remove(connection, domain, ref.name)
    })
  }

  /** Without a signal: libvirt cannot be stopped in the middle of it, so a Cancel waits for the end and deletes it again. */
  async #take(domain: Domain, request: SnapshotRequest): Promise<void> {
    const { refusals } = await this.#judge(request, domain)
    const refusal = refusals[request.kind]
    if (refusal) throw new AppFailure(`snapshot.${refusal.key}`, refusal.params)
    const isOn = Boolean(await domain.isActive())
    const png = isOn ? await this.#pictures.look(request) : null
    await this.#create(domain, request, isOn && request.memory)
    if (png) await this.#keepPicture(domain, request, png).catch(() => undefined) // the snapshot is there all the same
  }

  async #keepPicture(domain: Domain, { host, vm, name }: SnapshotRef, png: Uint8Array): Promise<void> {
    const snapshot = await domain.snapshotLookupByName(name)
    const picture = pictureOf(readSnapshot(await snapshot.getXMLDesc()))
    await this.#pictures.keep({ host, vm, picture }, png)
  }

  async #create(domain: Domain, request: SnapshotRequest, withMemory: boolean): Promise<void> {
    const { name, description, kind } = request
    if (kind === 'internal') {
      await domain.snapshotCreateXML(buildSnapshot({ name, description, memoryFile: null }), 0, AT_LEISURE)
      return
    }
    const memoryFile = withMemory ? await memoryPath(domain, name) : null
    const flags = VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC | (withMemory ? 0 : VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY)
    await domain.snapshotCreateXML(buildSnapshot({ name, description, memoryFile }), flags, AT_LEISURE)
  }

  #run(
    action: 'take' | 'goBack' | 'delete',
    ref: VmRef,
    name: string,
    work: (machine: Machine, task: TaskContext) => Promise<void>,
  ): TaskRef {
    return this.#tasks.start(ref, vm => ({ key: `snapshot.${action}`, params: { name, vm } }), work)
  }
}

/** With the file of its memory, which libvirt leaves. */
async function remove(connection: Connection, domain: Domain, name: string): Promise<void> {
  const snapshot = await domain.snapshotLookupByName(name)
  const { memory } = readSnapshotFiles(await snapshot.getXMLDesc())
  await snapshot.delete(0, AT_LEISURE)
  if (memory !== null) await (await findVolume(connection, memory))?.delete(0, { timeoutMs: 60_000 })
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
  const { disks } = readDomain(await domain.getXMLDesc())
  const source = disks.find(disk => disk.device === 'disk' && disk.source.kind === 'file')?.source
  if (source?.kind !== 'file') throw new AppFailure('snapshot.noDisk')
  return posix.join(posix.dirname(source.path), `${domain.name}.${name}.memory`)
}
