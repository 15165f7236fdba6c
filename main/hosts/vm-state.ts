// libvirt's virDomainState → the states that the window has marks for.
import {
  VIR_DOMAIN_BLOCKED,
  VIR_DOMAIN_CRASHED,
  VIR_DOMAIN_PAUSED,
  VIR_DOMAIN_PMSUSPENDED,
  VIR_DOMAIN_RUNNING,
  VIR_DOMAIN_SHUTDOWN,
  VIR_DOMAIN_SHUTOFF,
} from 'node-libvirt'
import type { VmState } from '../../preload/model/vm.ts'

/** @param saved whether a managed save image waits: such a machine is off, yet wakes where it was */
export function readVmState({ state }: { readonly state: number }, saved: boolean): VmState {
  switch (state) {
    case VIR_DOMAIN_RUNNING:
    case VIR_DOMAIN_BLOCKED:
      return 'running'
    case VIR_DOMAIN_PAUSED:
      return 'paused'
    case VIR_DOMAIN_SHUTDOWN:
      return 'shutting-down'
    case VIR_DOMAIN_SHUTOFF:
      return saved ? 'saved' : 'off'
    case VIR_DOMAIN_CRASHED:
      return 'crashed'
    case VIR_DOMAIN_PMSUSPENDED:
      return 'suspended'
    default:
      return 'unknown'
  }
}
