// What deleting a machine would mean: each of its files, those that its disks build on and those of its snapshots among
// them, and why some are kept. No file ever goes from under another one that stays.
import type { Connection, Domain } from 'node-libvirt'
import type { DeletableDisk, DeletionPlan } from '../../preload/model/deletion.ts'
import type { VmRef } from '../../preload/model/ids.ts'
import type { Disk, Vm } from '../../preload/model/vm.ts'
import { type DiskFiles, listUnseen, readDiskFiles } from '../hosts/disk-files.ts'
import type { Mirror } from '../state/mirror.ts'
import { readDomain } from '../xml/domain/read.ts'
import { readSnapshotFiles } from '../xml/snapshot/read.ts'
import { lookUp } from './power.ts'

/** A file of the machine before it is judged. */
type OwnFile = Pick<DeletableDisk, 'target' | 'role' | 'path' | 'device'> & { readonly readOnly: boolean }

export async function planDeletion(
  connection: Connection,
  ref: VmRef,
  mirror: Mirror,
): Promise<DeletionPlan> {
  const domain = await lookUp(connection, ref)
  const [xml, running, managedSave, snapshots] = await Promise.all([
    domain.getXMLDesc(),
    domain.isActive(),
    domain.hasManagedSaveImage(),
    readSnapshots(domain),
  ])
  const { disks, firmware } = readDomain(xml)
  const others = mirror.all('vm').filter(vm => vm.host === ref.host && vm.uuid !== ref.vm)
  const files = await readDiskFiles(connection, [...disks, ...others.flatMap(vm => vm.disks)])
  return {
    running,
    managedSave,
    snapshots: snapshots.count,
    nvram: firmware === 'uefi',
    disks: [
      ...judge(listOwn(disks, snapshots.files, files), files, others),
      ...disks.flatMap(disk => listMissing(disk, files)),
    ],
    unseen: listUnseen(others, files),
  }
}

/** A driver without snapshots has none. */
async function readSnapshots(domain: Domain): Promise<{ count: number; files: string[] }> {
  const found = await domain.listAllSnapshots().catch(() => [])
  const all = await Promise.all(found.map(async one => readSnapshotFiles(await one.getXMLDesc())))
  return {
    count: all.length,
    files: all.flatMap(({ disks, memory }) => [...disks, ...(memory ? [memory] : [])]),
  }
}

/** Each file once, before what it builds on. */
function listOwn(disks: readonly Disk[], ofSnapshots: readonly string[], files: DiskFiles): OwnFile[] {
  const tops = disks.flatMap(({ target, device, readOnly, ...disk }): OwnFile[] => {
    const path = files.pathOf(disk.source)
    return path === null ? [] : [{ target, role: 'disk', path, device, readOnly }]
  })
  const inUse = new Set(tops.flatMap(({ path }) => [path, ...files.below(path)]))
  const apart = ofSnapshots.filter(path => !inUse.has(path) && files.isVolume(path))
  const branches = apart.map(
    (path): OwnFile => ({ target: '', role: 'snapshot', path, device: 'disk', readOnly: false }),
  )
  const bases = [...tops, ...branches].flatMap(({ target, path }) =>
    files
      .below(path)
      .map((base): OwnFile => ({ target, role: 'base', path: base, device: 'disk', readOnly: false })),
  )
  const once = new Map([...bases, ...branches, ...tops].map(file => [file.path, file]))
  const depth = ({ path }: OwnFile) => files.below(path).length
  return [...once.values()].sort((a, b) => depth(b) - depth(a))
}

function judge(own: readonly OwnFile[], files: DiskFiles, others: readonly Vm[]): DeletableDisk[] {
  const judged: DeletableDisk[] = []
  for (const { readOnly, ...file } of own) {
    const { path } = file
    const over = files.above(path)
    const staying = over.filter(above => judged.find(one => one.path === above)?.kept !== null)
    const machines = others.filter(vm => vm.disks.some(disk => uses(disk, path, files))).map(vm => vm.name)
    const kept = whyKept(file, readOnly, files.isVolume(path), machines.length > 0, staying.length > 0)
    judged.push({
      ...file,
      sizeBytes: files.sizeOf(path),
      kept,
      usedBy: kept === 'base' ? staying : machines,
      over: over.filter(above => !staying.includes(above)),
    })
  }
  return judged
}

/** A CD may go only from a pool, where Create copies those that QEMU cannot reach; elsewhere it is somebody's file. */
function whyKept(
  { device }: Pick<OwnFile, 'device'>,
  readOnly: boolean,
  isVolume: boolean,
  isShared: boolean,
  isBase: boolean,
): DeletableDisk['kept'] {
  if (device !== 'disk' && !isVolume) return 'media'
  if (isShared) return 'shared'
  if (isBase) return 'base'
  if (device === 'disk' && readOnly) return 'readOnly'
  return isVolume ? null : 'noPool'
}

function uses(disk: Disk, path: string, files: DiskFiles): boolean {
  return files.pathOf(disk.source) === path || disk.backing.includes(path)
}

/** A volume whose pool is not active has no path and cannot go; it is named by both. */
function listMissing({ target, device, source }: Disk, files: DiskFiles): DeletableDisk[] {
  if (source.kind !== 'volume' || files.pathOf(source) !== null) return []
  const path = `${source.pool}/${source.volume}`
  return [{ target, role: 'disk', path, device, sizeBytes: null, kept: 'away', usedBy: [], over: [] }]
}
