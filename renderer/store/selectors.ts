// Derived from the mirror, kept by the table it comes from, so that a selector gives the same array twice.
import type { Host } from '../../preload/model/host.ts'
import type { HostId } from '../../preload/model/ids.ts'
import type { Vm } from '../../preload/model/vm.ts'

/** Where the window opens: the first host that is connected, else the first. */
export function homeHost(hosts: Readonly<Record<string, Host>>): Host | undefined {
  const all = Object.values(hosts)
  return all.find(host => host.connection.state === 'ready') ?? all[0]
}

type VmTable = Readonly<Record<string, Vm>>
const known = new WeakMap<VmTable, Map<string, readonly Vm[]>>()

/** A host's VMs by name. */
export function vmsOf(table: VmTable, host: HostId): readonly Vm[] {
  const byHost = known.get(table) ?? new Map<string, readonly Vm[]>()
  known.set(table, byHost)
  let vms = byHost.get(host)
  if (!vms) {
    vms = Object.values(table)
      .filter(vm => vm.host === host)
      .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
    byHost.set(host, vms)
  }
  return vms
}
