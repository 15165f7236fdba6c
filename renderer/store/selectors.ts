// Derived from the mirror, kept by the table it comes from, so that a selector gives the same array twice.
import type { HostId } from '../../preload/model/ids.ts'
import type { Vm } from '../../preload/model/vm.ts'

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
