// What a host offers to a new machine: its size, what its QEMU can do, and whether KVM really works there.
import type { Connection } from 'node-libvirt'
import type { CreateOptions, VmDraft } from '../../preload/model/draft.ts'
import type { Host } from '../../preload/model/host.ts'
import type { Pool } from '../../preload/model/storage.ts'
import type { Host as LibvirtHost } from '../hosts/host.ts'
import { readInterfaces } from '../hosts/interfaces.ts'
import {
  type DomainCapabilities,
  readCapabilities,
  readDomainCapabilities,
} from '../xml/capabilities/read.ts'

/** Whether guests really run on this computer's KVM; capabilities only say that the device is there. */
export type KvmProbe = () => Promise<boolean>

export interface Offer extends Omit<HostOffer, 'options'> {
  readonly options: CreateOptions
}

/** What costs calls and seldom changes. */
export interface HostOffer {
  readonly options: Omit<CreateOptions, 'standardPoolPath'>
  readonly capabilities: DomainCapabilities
  readonly arch: string
  readonly machine: 'q35' | 'pc' | 'virt'
}

/** @param wanted the host's own architecture where it is not said */
export async function readOffer(
  host: LibvirtHost,
  kvmWorks: KvmProbe,
  wanted: string | undefined,
): Promise<HostOffer> {
  const connection = host.connection
  const info = host.view.info
  const own = info?.arch ?? 'x86_64'
  const arch = wanted ?? own
  const local = host.view.kind !== 'other'
  // Another architecture's processor is always played.
  const kvm = arch === own && (info?.kvm ?? false) && (!local || (await kvmWorks()))
  const machine = arch === 'x86_64' ? 'q35' : 'virt'
  const [guests, capabilities, interfaces, memory] = await Promise.all([
    connection.getCapabilities(),
    readGuestKind(connection, arch, machine, kvm),
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
      host: host.view.id,
      arch,
      archs: listArchs(guests, own),
      local,
      cpus: info?.cpus ?? 1,
      maxCpus: capabilities.maxCpus,
      memoryMiB,
      memoryFreeMiB: Math.floor(freeKiB / 1024),
      kvm,
      session: isSession(host.view.uri),
      bios: arch === 'x86_64',
      uefi: capabilities.firmwares.includes('efi'),
      secureBoot: capabilities.firmwares.includes('efi') && capabilities.secureBoot,
      tpm: capabilities.tpm,
      graphics: (['spice', 'vnc'] as const).filter(kind => capabilities.graphics.includes(kind)),
      sound: true,
      cpuModes: cpuModes(capabilities),
      ...interfaces,
    },
  }
}

/** Those that Vitrina knows how to build machines of. */
const BUILT = ['x86_64', 'aarch64']

function listArchs(capabilities: string, own: string): readonly string[] {
  const played = readCapabilities(capabilities).guests.map(({ arch }) => arch)
  return [own, ...BUILT.filter(arch => arch !== own && played.includes(arch))]
}

async function readGuestKind(
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

/** A daemon of its user's own: QEMU runs as that user. */
function isSession(uri: string): boolean {
  return /\/session(\?|$)/.test(uri)
}

/** Where libvirt's users expect disks; only offered while the host has no pool that works. */
export function findStandardPool(view: Host, pools: readonly Pool[]): string | null {
  if (pools.some(pool => pool.host === view.id && pool.active && pool.type === 'dir')) return null
  if (!isSession(view.uri)) return '/var/lib/libvirt/images'
  if (view.kind === 'other') return null // where that user's files are is not known here
  const home = process.env['HOME'] ?? ''
  return `${process.env['XDG_DATA_HOME'] ?? `${home}/.local/share`}/libvirt/images`
}
