// The host's bridges and network devices, for a nic that is tied to one. Hosts without libvirt's interface driver, or
// without the right to ask it, have none to offer: then a name is typed.
import type { Connection } from 'node-libvirt'
import { readInterface } from '../xml/interface/read.ts'

export interface HostInterfaces {
  readonly bridges: readonly string[]
  readonly devices: readonly string[]
}

export async function readInterfaces(connection: Connection): Promise<HostInterfaces> {
  try {
    const all = await connection.listAllInterfaces()
    const found = await Promise.all(all.map(async one => readInterface(await one.getXMLDesc())))
    const named = (isWanted: (type: string) => boolean) =>
      found
        .filter(({ name, type }) => name !== 'lo' && isWanted(type))
        .map(({ name }) => name)
        .sort()
    return { bridges: named(type => type === 'bridge'), devices: named(type => type !== 'bridge') }
  } catch {
    return { bridges: [], devices: [] }
  }
}
