// Which files hold a disk's content, and who builds on a file. A qcow2 file names the one below it; libvirt tells of that in
// the XML of a running machine and of a volume, so what lies in no pool of the host and runs nowhere is not known.
import {
  type Connection,
  isNotFound,
  LibvirtError,
  type StoragePool,
  type StorageVolume,
  VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE,
} from 'node-libvirt'
import type { DiskFile } from '../../preload/model/storage.ts'
import type { Disk, DiskSource, Vm } from '../../preload/model/vm.ts'
import { eachLimited } from '../tasks/keyed-queue.ts'
import { readBase, readPool, readVolume } from '../xml/storage/read.ts'

export interface DiskFiles {
  /** Of a file or device by itself or as a pool's volume; null for what is elsewhere, and for a volume that is not there. */
  pathOf(source: DiskSource): string | null
  /** Of files that lie in a pool; null for the others. */
  sizeOf(path: string): number | null
  /** Whether libvirt can delete it. */
  isVolume(path: string): boolean
  /** What lies below it, nearest first. */
  below(path: string): readonly string[]
  /** What is known to build straight on it. */
  above(path: string): readonly string[]
}

const AT_ONCE = 16

/**
 * Every pool with a folder is read again first: libvirt does not notice a file that a snapshot has begun, nor one that somebody
 * laid over another, in whichever pool.
 * @param disks of all machines of the host
 */
export async function readDiskFiles(connection: Connection, disks: readonly Disk[]): Promise<DiskFiles> {
  const sizes = new Map<string, number | null>()
  const bases = new Map<string, string>()
  const volumes = new Map<string, string>()
  const pools = await connection.listAllStoragePools(VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE)
  await eachLimited(pools, AT_ONCE, async pool => {
    await refreshIf(pool, () => true)
    await eachLimited(await pool.listAllVolumes(), AT_ONCE, async volume => {
      const xml = await volume.getXMLDesc().catch(() => null) // gone meanwhile
      if (xml === null) return
      const { path, allocationBytes } = readVolume(xml)
      const base = readBase(xml)
      volumes.set(volumeKey(pool.name, volume.name), path)
      sizes.set(path, allocationBytes)
      if (base !== null) bases.set(path, base)
    })
  })
  const pathOf = (source: DiskSource) => {
    if (source.kind === 'volume') return volumes.get(volumeKey(source.pool, source.volume)) ?? null
    return source.kind === 'file' || source.kind === 'block' ? source.path : null
  }
  for (const { source, backing } of disks) {
    const path = pathOf(source)
    if (path === null) continue
    backing.forEach((base, n) => {
      bases.set(n === 0 ? path : (backing[n - 1] ?? ''), base)
    })
  }
  return {
    pathOf,
    sizeOf: path => sizes.get(path) ?? null,
    isVolume: path => sizes.has(path),
    below: path => chain(bases, path),
    above: path => [...bases].filter(([, base]) => base === path).map(([above]) => above),
  }
}

/** Neither name can hold a NUL. */
function volumeKey(pool: string, volume: string): string {
  return `${pool}\0${volume}`
}

/** A chain that ends in itself ends. */
function chain(bases: ReadonlyMap<string, string>, path: string): string[] {
  const found: string[] = []
  for (let at = bases.get(path); at !== undefined && at !== path && !found.includes(at); at = bases.get(at))
    found.push(at)
  return found
}

/** The XML of the others names what their disks build on. */
const AT_REST: ReadonlySet<Vm['state']> = new Set(['off', 'saved', 'crashed'])

/** Names of the machines with disks of which nobody can say what they build on: off, and in no pool. */
export function listUnseen(vms: readonly Vm[], files: DiskFiles): string[] {
  const unseen = vms.filter(vm => AT_REST.has(vm.state) && vm.disks.some(disk => isUnseen(disk, files)))
  return unseen.map(vm => vm.name)
}

/** Raw files build on nothing. */
function isUnseen({ source, format, device, backing }: Disk, files: DiskFiles): boolean {
  if (device !== 'disk' || format === null || format === 'raw' || backing.length > 0) return false
  const path = files.pathOf(source)
  return path !== null && !files.isVolume(path)
}

/** From a disk's own file down. Sizes are of files that lie in a pool; null for the others. */
export async function readChain(
  connection: Connection,
  path: string,
  backing: readonly string[],
): Promise<DiskFile[]> {
  const files: DiskFile[] = []
  let at: string | null = path
  while (at !== null && !files.some(file => file.path === at)) {
    const xml: string | null = (await (await findVolume(connection, at))?.getXMLDesc()) ?? null
    files.push({ path: at, sizeBytes: xml === null ? null : readVolume(xml).allocationBytes })
    at = backing[files.length - 1] ?? (xml === null ? null : readBase(xml))
  }
  return files
}

/** By its path, also one that libvirt has not noticed yet; null for what lies in no pool. */
export async function findVolume(connection: Connection, path: string): Promise<StorageVolume | null> {
  const look = () => connection.storageVolLookupByPath(path).catch(nothing)
  const known = await look()
  if (known) return known
  const pools = await connection.listAllStoragePools(VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE)
  for (const pool of pools) await refreshIf(pool, folder => path.startsWith(`${folder}/`))
  return look()
}

/** The volume that a disk is; null for what lies in no pool that is active. */
export async function findSource(connection: Connection, source: DiskSource): Promise<StorageVolume | null> {
  if (source.kind === 'file' || source.kind === 'block') return findVolume(connection, source.path)
  if (source.kind !== 'volume') return null
  try {
    return await (await connection.storagePoolLookupByName(source.pool)).volLookupByName(source.volume)
  } catch (error) {
    if (error instanceof LibvirtError) return null
    throw error
  }
}

function nothing(error: unknown): null {
  if (isNotFound(error)) return null
  throw error
}

/** A pool that is at work cannot be read again: what it knew is what there is. */
async function refreshIf(pool: StoragePool, isWanted: (folder: string) => boolean): Promise<void> {
  const { path: folder } = readPool(await pool.getXMLDesc())
  if (folder === null || !isWanted(folder)) return
  await pool.refresh(0, { timeoutMs: 60_000 }).catch(() => undefined)
}
