// Cloning a VM that is off: each disk that it writes is copied within its pool, then the clone is defined. A failure or
// a Cancel removes the copies again.
import { posix } from 'node:path'
import {
  type Connection,
  VIR_DOMAIN_DEFINE_VALIDATE,
  VIR_DOMAIN_XML_INACTIVE,
  VIR_DOMAIN_XML_SECURE,
} from 'node-libvirt'
import type { ClonedDisk, ClonePlan, CloneRequest } from '../../preload/model/clone.ts'
import { AppFailure } from '../../preload/model/error.ts'
import { freeName } from '../../preload/model/free-name.ts'
import { objectKey, type TaskRef, type VmRef } from '../../preload/model/ids.ts'
import type { Label } from '../../preload/model/task.ts'
import type { Disk } from '../../preload/model/vm.ts'
import { findSource } from '../hosts/disk-files.ts'
import type { Reach } from '../hosts/hosts.ts'
import { makeVolume } from '../hosts/make-volume.ts'
import type { VmTasks } from '../hosts/vm-tasks.ts'
import type { TaskContext } from '../tasks/tasks.ts'
import { cloneDomain } from '../xml/domain/clone.ts'
import { readDomain } from '../xml/domain/read.ts'
import { buildVolume } from '../xml/storage/build.ts'
import { readVolume } from '../xml/storage/read.ts'
import { copyFirmwareSettings, findFirmwareSettings } from './firmware-settings.ts'
import { lookUp } from './power.ts'

export class VmClone {
  readonly #tasks: VmTasks

  constructor(tasks: VmTasks) {
    this.#tasks = tasks
  }

  async plan(ref: VmRef): Promise<ClonePlan> {
    const { connection } = this.#tasks.hosts.get(ref.host)
    const domain = await lookUp(connection, ref)
    const [xml, running, names] = await Promise.all([
      domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE),
      domain.isActive(),
      connection.listAllDomains().then(all => all.map(each => each.name)),
    ])
    const { disks, firmware } = readDomain(xml)
    const judged = await Promise.all(disks.map(disk => judge(connection, disk)))
    const stuck = judged.find(({ refusal }) => refusal !== null)?.refusal ?? null
    return {
      name: freeName(`${domain.name}-clone`, names),
      disks: judged.flatMap(({ disk }) => (disk ? [disk] : [])),
      hasFirmwareSettings: firmware === 'uefi',
      refusal: running ? { key: 'running', params: { name: domain.name } } : stuck,
    }
  }

  run({ name, ...ref }: CloneRequest): TaskRef {
    const label = (original: string) => ({ key: 'vm.clone', params: { name: original, clone: name } })
    return this.#tasks.start(ref, label, async ({ connection, domain, reach }, task) => {
      const { refusal, disks } = await this.plan(ref)
      if (refusal) throw new AppFailure(`clone.${refusal.key}`, refusal.params)
      const copies = new Map<string, string>()
      for (const disk of disks.filter(({ fate }) => fate === 'copied')) {
        task.signal.throwIfAborted()
        copies.set(disk.target, await copyDisk(connection, disk, name, task, reach))
      }
      task.signal.throwIfAborted()
      const xml = await domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE)
      const firmware = await copyFirmware(connection, xml, name, task, reach)
      task.step('create.define', { name })
      const defined = cloneDomain(xml, name, copies, firmware?.path ?? null)
      const clone = await connection.domainDefineXML(defined, VIR_DOMAIN_DEFINE_VALIDATE)
      task.result(objectKey(ref.host, clone.uuid))
      await firmware?.leave()
    })
  }
}

/** Named as libvirt names a machine's own, in the folder of the original's. */
async function copyFirmware(
  connection: Connection,
  xml: string,
  clone: string,
  task: TaskContext,
  reach: Reach,
): Promise<{ readonly path: string; readonly leave: () => Promise<void> } | null> {
  const from = await findFirmwareSettings(connection, xml)
  if (from === null) return null
  const path = posix.join(posix.dirname(from), `${clone}_VARS${posix.extname(from)}`)
  const leave = await copyFirmwareSettings(connection, from, path, task, reach)
  return leave && { path, leave }
}

async function judge(
  connection: Connection,
  disk: Disk,
): Promise<{ readonly disk: ClonedDisk | null; readonly refusal: Label | null }> {
  const { source, target } = disk
  if (source.kind === 'none') return { disk: null, refusal: null }
  const volume = await findSource(connection, source)
  const path = 'path' in source ? source.path : ((await volume?.getPath()) ?? null)
  if (disk.device === 'lun') return { disk: null, refusal: { key: 'lun', params: { disk: target } } }
  if (disk.device !== 'disk' || disk.readOnly)
    return { disk: path === null ? null : { target, path, sizeBytes: null, fate: 'shared' }, refusal: null }
  if (path === null || !volume) return { disk: null, refusal: { key: 'noPool', params: { disk: target } } }
  const { allocationBytes } = await volume.getInfo()
  return { disk: { target, path, sizeBytes: allocationBytes, fate: 'copied' }, refusal: null }
}

/** libvirt copies within the host: no byte of the disk comes here. It cannot be stopped midway; a Cancel waits for its end. */
async function copyDisk(
  connection: Connection,
  disk: ClonedDisk,
  clone: string,
  task: TaskContext,
  reach: Reach,
): Promise<string> {
  task.step('vm.copyDisk', { path: disk.path })
  const original = await connection.storageVolLookupByPath(disk.path)
  const pool = await original.storagePoolLookupByVolume()
  const { capacityBytes, format } = readVolume(await original.getXMLDesc())
  const kept = format === 'qcow2' ? 'qcow2' : 'raw'
  const name = `${clone}-${disk.target}.${kept === 'raw' ? 'img' : 'qcow2'}`
  const xml = buildVolume({ name, capacityBytes, format: kept, allocation: 'sparse' })
  const create = () => pool.volCreateXMLFrom(xml, original, 0, { timeoutMs: 0 })
  const copy = await makeVolume(pool, name, create, task, reach)
  return copy.getPath()
}
