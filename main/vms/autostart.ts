// Whether a machine starts with its host (virDomainSetAutostart): nothing of its definition changes, and libvirt has no event for it.
import type { VmRef } from '../../preload/model/ids.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { lookUp } from './power.ts'

export async function setAutostart(
  hosts: Hosts,
  { on, ...ref }: VmRef & { readonly on: boolean },
): Promise<void> {
  const host = hosts.get(ref.host)
  await (await lookUp(host.connection, ref)).setAutostart(on)
  await host.refresh('vm', ref.vm)
}
