// "Is this computer ready?": every check, in the order in which a newcomer meets what they look at.
import type { LibvirtView, Readiness } from '../../preload/model/readiness.ts'
import type { Check } from './check.ts'
import { cpu } from './checks/cpu.ts'
import { daemon } from './checks/daemon.ts'
import { device } from './checks/device.ts'
import { disk } from './checks/disk.ts'
import { kvm } from './checks/kvm.ts'
import { libvirt } from './checks/libvirt.ts'
import { memory } from './checks/memory.ts'
import { modules } from './checks/modules.ts'
import { nested } from './checks/nested.ts'
import { network } from './checks/network.ts'
import { platform } from './checks/platform.ts'
import { pool } from './checks/pool.ts'
import { qemu } from './checks/qemu.ts'
import { rights } from './checks/rights.ts'
import { type Sources, systemSources } from './sources.ts'

export const CHECKS: readonly Check[] = [
  platform,
  cpu,
  modules,
  device,
  kvm,
  nested,
  qemu,
  libvirt,
  daemon,
  rights,
  network,
  pool,
  memory,
  disk,
]

/** @param given sources in place of this computer's own */
export async function checkReadiness(
  view: LibvirtView,
  { given = {}, signal }: { readonly given?: Partial<Sources>; readonly signal?: AbortSignal } = {},
): Promise<Readiness> {
  const sources = { ...(await systemSources(view, signal)), ...given }
  // Elsewhere than on Linux nothing of the rest can be there.
  const checks = sources.platform === 'linux' ? CHECKS : [platform]
  const findings = await Promise.all(checks.map(check => check.run(sources)))
  signal?.throwIfAborted()
  return { checkedAt: Date.now(), findings }
}
