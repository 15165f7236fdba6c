// Whether there is something at a path of a host, as far as that can be known: libvirt knows what lies in its pools, and of this
// computer we see for ourselves.
import { access } from 'node:fs/promises'
import type { Connection } from 'node-libvirt'

/** @param isLocal the host is this computer */
export async function isThere(connection: Connection, path: string, isLocal: boolean): Promise<boolean> {
  const isVolume = await connection.storageVolLookupByPath(path).then(
    () => true,
    () => false,
  )
  if (isVolume || !isLocal) return isVolume
  return access(path).then(
    () => true,
    () => false,
  )
}
