// What a host offers to a new machine: its size, what its QEMU can do, and whether KVM really works there.
import type { Connection } from 'node-libvirt'
import type { CreateOptions, VmDraft } from '../../preload/model/draft.ts'
import type { HostRef } from '../../preload/model/ids.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { readInterfaces } from '../hosts/interfaces.ts'
import type { Mirror } from '../state/mirror.ts'
import { type DomainCapabilities, readDomainCapabilities } from '../xml/capabilities/read.ts'

/** Whether guests really run on this computer's KVM; capabilities only say that the device is there. */
export type KvmProbe = () => Promise<boolean>

export interface Offer {
  readonly options: CreateOptions
  readonly capabilities: DomainCapabilities
  readonly arch: string
  readonly machine: 'q35' | 'pc' | 'virt'
}

export async function readOffer(
  hosts: Hosts,
  mirror: Mirror,
  kvmWorks: KvmProbe,
  ref: HostRef,
): Promise<Offer> {
  const host = hosts.get(ref.host)
  const connection = host.connection
  const info = host.view.info
  const arch = info?.arch ?? 'x86_64'
  const local = host.view.kind !== 'other'
  const kvm = (info?.kvm ?? false) && (!local || (await kvmWorks()))
  const machine = arch === 'x86_64' ? 'q35' : 'virt'
  const [capabilities, interfaces, memory] = await Promise.all([
    readCapabilities(connection, arch, machine, kvm),
    readInterfaces(connection),
    connection.nodeGetMemoryStats().catch(() => null),
  ])
  const memoryMiB = Math.floor((info?.memoryKiB ?? 0) / 1024)
  const freeKiB = memory
    ? (memory['free'] ?? 0) + (memory['cached'] ?? 0) + (memory['buffers'] ?? 0)
    : memoryMiB * 1024
  return {
    arch,
    machine,
    capabilities,
    options: {
      host: ref.host,
      cpus: info?.cpus ?? 1,
      maxCpus: capabilities.maxCpus,
      memoryMiB,
      memoryFreeMiB: Math.floor(freeKiB / 1024),
      kvm,
      session: host.view.kind === 'session',
      uefi: capabilities.firmwares.includes('efi'),
      secureBoot: capabilities.firmwares.includes('efi') && capabilities.secureBoot,
      tpm: capabilities.tpm,
      graphics: (['spice', 'vnc'] as const).filter(kind => capabilities.graphics.includes(kind)),
      sound: true,
      cpuModes: cpuModes(capabilities),
      ...interfaces,
      standardPoolPath: standardPoolPath(hosts, mirror, ref),
    },
  }
}

async function readCapabilities(
  connection: Connection,
  arch: string,
  machine: string,
  kvm: boolean,
): Promise<DomainCapabilities> {
  const virttype = kvm ? 'kvm' : 'qemu'
  return readDomainCapabilities(await connection.getDomainCapabilities({ arch, machine, virttype }))
}

function cpuModes(capabilities: DomainCapabilities): VmDraft['cpuMode'][] {
  const known = (['host-passthrough', 'host-model', 'maximum'] as const).filter(mode =>
    capabilities.cpuModes.includes(mode),
  )
  return ['default', ...known, 'hypervisor-default']
}

/** Where libvirt's users expect disks; only offered while the host has no pool that works. */
function standardPoolPath(hosts: Hosts, mirror: Mirror, { host }: HostRef): string | null {
  if (mirror.all('pool').some(pool => pool.host === host && pool.active && pool.type === 'dir')) return null
  if (hosts.get(host).view.kind !== 'session') return '/var/lib/libvirt/images'
  const home = process.env['HOME'] ?? ''
  return `${process.env['XDG_DATA_HOME'] ?? `${home}/.local/share`}/libvirt/images`
}
