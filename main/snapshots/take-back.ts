// Taking a snapshot back, also one whose answer never came. A daemon that is killed in the middle of it leaves what libvirt does
// not know of: an internal one in the disk's file, the files of an external one, and a guest that stands still.
import {
  type Connection,
  type Domain,
  isNotFound,
  VIR_DOMAIN_PAUSED,
  VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE,
  VIR_DOMAIN_XML_INACTIVE,
} from 'node-libvirt'
import type { SnapshotKind } from '../../preload/model/snapshot.ts'
import { readDomain } from '../xml/domain/read.ts'
import { buildRecord } from '../xml/snapshot/build.ts'
import { removeFile, removeSnapshot } from './remove.ts'

/** Memory is written out, disks are merged: as long as it takes. */
const AT_LEISURE = { timeoutMs: 0 } as const

/** What is about to be taken, and how things are before. */
export interface Attempt {
  readonly name: string
  readonly kind: SnapshotKind
  readonly isRunning: boolean
  /** Of an external one: where the memory goes; null without. */
  readonly memoryFile: string | null
  /** That an external one makes; none of them was there before. */
  readonly files: readonly string[]
}

/** Whatever of it there is. */
export async function takeBack(connection: Connection, domain: Domain, attempt: Attempt): Promise<void> {
  const { name, kind, isRunning, files } = attempt
  if (await hasSnapshot(domain, name)) await removeSnapshot(connection, domain, name)
  else if (kind === 'internal') await removeUnknown(domain, name, isRunning)
  else await removeUnused(connection, domain, files)
  const { state } = await domain.getState()
  if (isRunning && state === VIR_DOMAIN_PAUSED) await domain.resume()
}

export async function hasSnapshot(domain: Domain, name: string): Promise<boolean> {
  try {
    await domain.snapshotLookupByName(name)
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}

/** libvirt deletes only what it knows, so it is told of it first. What is in no disk's file is no error to it. */
async function removeUnknown(domain: Domain, name: string, isRunning: boolean): Promise<void> {
  const definition = await domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE)
  const record = buildRecord({ name, state: isRunning ? 'running' : 'shutoff', definition })
  const snapshot = await domain.snapshotCreateXML(record, VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE)
  await snapshot.delete(0, AT_LEISURE)
}

async function removeUnused(connection: Connection, domain: Domain, files: readonly string[]): Promise<void> {
  const { disks } = readDomain(await domain.getXMLDesc())
  const used = new Set(
    disks.flatMap(({ source, backing }) => ['path' in source ? source.path : '', ...backing]),
  )
  for (const path of files) if (!used.has(path)) await removeFile(connection, path)
}
