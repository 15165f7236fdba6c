// Where a new file of a disk goes: a pool that is a folder, and a name there that nothing has.
import { posix } from 'node:path'
import type { Connection, StoragePool } from 'node-libvirt'
import { AppFailure } from '../../../preload/model/error.ts'
import { freeName } from '../../../preload/model/free-name.ts'
import { holdsFiles } from '../../../preload/model/storage.ts'
import { readPool } from '../../xml/storage/read.ts'

export interface Place {
  readonly pool: StoragePool
  readonly name: string
  readonly path: string
}

/** Throws `hardware.poolKind` for a pool that holds no files. @param extension with its dot */
export async function findPlace(
  connection: Connection,
  uuid: string,
  wish: string,
  extension: string,
): Promise<Place> {
  const pool = await connection.storagePoolLookupByUUIDString(uuid)
  const { type, path: folder } = readPool(await pool.getXMLDesc())
  if (folder === null || !holdsFiles({ type })) throw new AppFailure('hardware.poolKind', { type })
  // What came behind libvirt's back is there as well. A pool that is at work says what it knew.
  await pool.refresh(0, { timeoutMs: 60_000 }).catch(() => undefined)
  const taken = (await pool.listAllVolumes()).map(volume => posix.parse(volume.name).name)
  const name = `${freeName(wish, taken)}${extension}`
  return { pool, name, path: posix.join(folder, name) }
}
