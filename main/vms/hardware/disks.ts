// What changes of disks need beside the XML: where the bytes are, a new volume, more room in an old one.
import { basename } from 'node:path/posix'
import { type Connection, type Domain, VIR_DOMAIN_BLOCK_RESIZE_BYTES } from 'node-libvirt'
import { AppFailure } from '../../../preload/model/error.ts'
import { type BytesOrigin, type HardwareChange, isWritten } from '../../../preload/model/hardware.ts'
import { holdsFiles } from '../../../preload/model/storage.ts'
import type { Reach } from '../../hosts/hosts.ts'
import { makeVolume } from '../../hosts/make-volume.ts'
import type { TaskContext } from '../../tasks/tasks.ts'
import type { DecidedChange } from '../../xml/domain/change.ts'
import { type DiskBytes, sourceAt } from '../../xml/domain/disk-source.ts'
import { locateDevice, readDevices } from '../../xml/domain/hardware.ts'
import { parseDocument } from '../../xml/lossless.ts'
import { buildVolume } from '../../xml/storage/build.ts'
import { readPool, readVolume } from '../../xml/storage/read.ts'
import { findHostDevice } from './host-devices.ts'

type Grow = Extract<HardwareChange, { do: 'grow' }>

/** A volume that is made before the machine is defined with it. */
export interface NewVolume {
  readonly pool: string
  readonly name: string
  readonly sizeGiB: number
}

export interface Decision {
  readonly changes: readonly DecidedChange[]
  readonly volumes: readonly NewVolume[]
}

/** Everything that the XML needs and the request leaves open. Makes nothing. */
export async function decide(
  connection: Connection,
  machine: string,
  changes: readonly HardwareChange[],
): Promise<Decision> {
  const decided: DecidedChange[] = []
  const volumes: NewVolume[] = []
  for (const change of changes) {
    if (change.do === 'addDisk') {
      const { origin, xml } = change
      const bytes =
        origin.kind === 'none' ? null : await decideBytes(connection, machine, origin, volumes, xml)
      decided.push({ ...change, bytes })
    } else if (change.do === 'diskSource')
      decided.push({ ...change, bytes: await decideBytes(connection, machine, change.origin, volumes) })
    else if (change.do === 'addHostDevice')
      decided.push({ ...change, given: await findHostDevice(connection, change.name) })
    else if (!isWritten(change)) decided.push(change)
  }
  return { changes: decided, volumes }
}

/** @param written the new disk's element, where somebody wrote it */
async function decideBytes(
  connection: Connection,
  machine: string,
  origin: BytesOrigin,
  volumes: NewVolume[],
  written?: string,
): Promise<DiskBytes> {
  if (origin.kind === 'file')
    return { source: sourceAt(origin.path), format: await formatOfFile(connection, origin.path) }
  if (origin.kind === 'network') {
    const { format, ...source } = origin
    return { source, format }
  }
  const pool = await connection.storagePoolLookupByUUIDString(origin.pool)
  if (origin.kind === 'volume') {
    const volume = readVolume(await (await pool.volLookupByName(origin.volume)).getXMLDesc())
    return { source: sourceAt(volume.path), format: volume.format === 'qcow2' ? 'qcow2' : 'raw' }
  }
  const { type, path } = readPool(await pool.getXMLDesc())
  // A pool of block devices cuts its volumes from a disk: there is no file to hold a qcow2.
  if (path === null || !holdsFiles({ type })) throw new AppFailure('hardware.poolKind', { type })
  const taken = new Set([
    ...(await pool.listAllVolumes()).map(volume => volume.name),
    ...volumes.filter(volume => volume.pool === origin.pool).map(volume => volume.name),
  ])
  const name = freeVolumeName(machine, taken)
  // Somebody who wrote another source wants no file that nothing uses.
  if (written === undefined || written.includes(`${path}/${name}`))
    volumes.push({ pool: origin.pool, name, sizeGiB: origin.sizeGiB })
  return { source: sourceAt(`${path}/${name}`), format: 'qcow2' }
}

/** libvirt knows the format of what lies in a pool; elsewhere the name has to say. */
async function formatOfFile(connection: Connection, path: string): Promise<string> {
  const volume = await connection.storageVolLookupByPath(path).catch(() => null)
  const format = volume ? readVolume(await volume.getXMLDesc()).format : null
  return format === 'qcow2' || (format === null && basename(path).endsWith('.qcow2')) ? 'qcow2' : 'raw'
}

function freeVolumeName(machine: string, taken: ReadonlySet<string>): string {
  for (let n = 2; ; n++) {
    const name = `${machine}-${n}.qcow2`
    if (!taken.has(name)) return name
  }
}

export async function makeDisk(
  connection: Connection,
  { pool, name, sizeGiB }: NewVolume,
  task: TaskContext,
  reach: Reach,
): Promise<void> {
  task.step('hardware.makeDisk', { volume: name, size: sizeGiB })
  const within = await connection.storagePoolLookupByUUIDString(pool)
  const capacityBytes = Math.round(sizeGiB * 2 ** 30)
  const xml = buildVolume({ name, capacityBytes, format: 'qcow2', allocation: 'sparse' })
  await makeVolume(within, name, () => within.volCreateXML(xml, 0, { timeoutMs: 60_000 }), task, reach)
}

/** More room, in the running guest's disk or in the file. There is no way back: cutting a disk off loses what is there. */
export async function growDisk(
  connection: Connection,
  domain: Domain,
  { device, capacityBytes }: Grow,
  running: boolean,
  task: TaskContext,
): Promise<void> {
  task.step('hardware.grow', { disk: device.key })
  const { capacityBytes: now } = await domain.getBlockInfo(device.key)
  if (capacityBytes === now) return
  if (capacityBytes < now) throw new AppFailure('hardware.shrink', { disk: device.key })
  if (running) return domain.blockResize(device.key, capacityBytes, VIR_DOMAIN_BLOCK_RESIZE_BYTES)
  const root = parseDocument(await domain.getXMLDesc()).root
  const of = readDevices(root).find(({ kind, key }) => kind === 'disk' && key === device.key)
  const source = of?.disk?.source
  if (!locateDevice(root, device) || !source || !('path' in source)) throw new AppFailure('hardware.noVolume')
  const volume = await connection.storageVolLookupByPath(source.path).catch(() => null)
  if (!volume) throw new AppFailure('hardware.noVolume', { disk: device.key })
  await volume.resize(capacityBytes, 0, { timeoutMs: 60_000 })
}
