// What our own connection to the system's libvirt knows, for the readiness checks.
import { HostId } from '../../preload/model/ids.ts'
import type { LibvirtView } from '../../preload/model/readiness.ts'
import type { Mirror } from '../state/mirror.ts'
import type { Hosts } from './hosts.ts'

const SYSTEM = HostId.parse('system')

export function viewLibvirt(hosts: Hosts, mirror: Mirror): LibvirtView {
  const host = hosts.all().find(h => h.view.id === SYSTEM)?.view
  const connection = host?.connection ?? { state: 'idle' }
  return {
    connected: connection.state === 'ready',
    connecting: connection.state === 'connecting',
    problem: 'error' in connection ? connection.error.code : null,
    libvirtVersion: host?.info?.libvirtVersion ?? null,
    qemuVersion: host?.info?.hypervisorVersion ?? null,
    networks: mirror.all('network').filter(network => network.host === SYSTEM),
    pools: mirror.all('pool').filter(pool => pool.host === SYSTEM),
  }
}
