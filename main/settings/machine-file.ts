// Where something is kept of one machine: in a folder a host, named by a digest, for a host's id is its URI and no file name.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { HostId } from '../../preload/model/ids.ts'

export function hostFolder(folder: string, host: HostId): string {
  return join(folder, createHash('sha256').update(host).digest('hex').slice(0, 16))
}

export function machineFile(folder: string, host: HostId, uuid: string): string {
  return join(hostFolder(folder, host), `${uuid}.json`)
}
