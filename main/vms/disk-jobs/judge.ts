// What may be done to the files of a disk while its guest runs: decided before, never found out after. No file that something
// else builds on is written to or goes.
import type { Connection, Domain } from 'node-libvirt'
import type { DiskRef, MergeInto } from '../../../preload/model/disk-job.ts'
import { AppFailure } from '../../../preload/model/error.ts'
import type { Label } from '../../../preload/model/task.ts'
import type { Disk, Vm } from '../../../preload/model/vm.ts'
import { type DiskFiles, readDiskFiles } from '../../hosts/disk-files.ts'
import type { Mirror } from '../../state/mirror.ts'
import { readDomain } from '../../xml/domain/read.ts'
import { hasJob } from './job.ts'

export interface FoundDisk {
  readonly disk: Disk
  /** The file that is written, then what it builds on. */
  readonly chain: readonly string[]
  readonly files: DiskFiles
  /** Machines of the host but this one. */
  readonly others: readonly Vm[]
  /** They, and this one without this disk. */
  readonly users: readonly User[]
}

export type User = Pick<Vm, 'name' | 'disks'>

/** Throws `hardware.noDevice` for a disk that is not there. */
export async function findDisk(
  connection: Connection,
  domain: Domain,
  { host, target }: DiskRef,
  mirror: Mirror,
): Promise<FoundDisk> {
  const { disks } = readDomain(await domain.getXMLDesc())
  const disk = disks.find(one => one.target === target)
  if (!disk) throw new AppFailure('hardware.noDevice', { device: target })
  const others = mirror.all('vm').filter(vm => vm.host === host && vm.uuid !== domain.uuid)
  const files = await readDiskFiles(connection, [...disks, ...others.flatMap(vm => vm.disks)])
  const path = files.pathOf(disk.source)
  const users = [...others, { name: domain.name, disks: disks.filter(one => one !== disk) }]
  return { disk, files, others, users, chain: path === null ? [] : [path, ...files.below(path)] }
}

/** Of any job of that disk. A snapshot's files must stay what they are: deleting it puts them together. */
export async function refuseJob(domain: Domain, { disk }: FoundDisk): Promise<Label | null> {
  const { target } = disk
  if (!(await domain.isActive())) return why('off')
  if (disk.device !== 'disk' || disk.readOnly) return why('readOnly', { disk: target })
  if (await hasJob(domain, target)) return why('busy', { disk: target })
  const snapshots = await domain.listAllSnapshots()
  return snapshots.length > 0 ? why('snapshots', { count: snapshots.length }) : null
}

/** Into each file below the one that is written, nearest first. */
export function judgeMerges({ chain, files, users }: FoundDisk): MergeInto[] {
  return chain.slice(1).map((into, n) => {
    const above = chain.slice(0, n + 1)
    const touched = [...above, into]
    return {
      into,
      goes: above.filter(files.isVolume),
      left: above.filter(path => !files.isVolume(path)),
      refusal: touched.map(path => refuseFile(path, chain, files, users)).find(Boolean) ?? null,
    }
  })
}

/** Why a file of the chain may not be written to or deleted; null where only this chain needs it. */
export function refuseFile(
  path: string,
  chain: readonly string[],
  files: DiskFiles,
  users: readonly User[],
): Label | null {
  const above = files.above(path).find(file => !chain.includes(file))
  if (above !== undefined) return why('base', { path, above })
  const vm = users.find(({ disks }) =>
    disks.some(disk => files.pathOf(disk.source) === path || disk.backing.includes(path)),
  )
  return vm ? why('shared', { path, vm: vm.name }) : null
}

function why(key: string, params: Label['params'] = {}): Label {
  return { key, params }
}
