// The volumes of a pool, asked for when somebody looks.
import type { PoolRef } from '../../preload/model/ids.ts'
import type { Volume } from '../../preload/model/storage.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { eachLimited } from '../tasks/keyed-queue.ts'
import { readVolume } from '../xml/storage/read.ts'

export async function listVolumes(hosts: Hosts, ref: PoolRef): Promise<readonly Volume[]> {
  const pool = await hosts.get(ref.host).connection.storagePoolLookupByUUIDString(ref.pool)
  const volumes: Volume[] = []
  await eachLimited(await pool.listAllVolumes(), 8, async volume => {
    volumes.push(readVolume(await volume.getXMLDesc()))
  })
  return volumes.sort((a, b) => a.name.localeCompare(b.name))
}
