// A new machine's XML from a specification in which everything is decided. Element by element after libvirt's
// formatdomain page; which value is right where is decided in main/create, not here.
import { el, writeXml, type XmlSpec } from '../write.ts'
import { OSINFO_URI } from './labels.ts'

export interface MachineSpec {
  readonly name: string
  readonly osId: string | null
  readonly virtType: 'kvm' | 'qemu'
  readonly arch: string
  readonly machine: 'q35' | 'pc' | 'virt'
  readonly memoryMiB: number
  readonly cpus: number
  readonly topology: { readonly sockets: number; readonly cores: number; readonly threads: number } | null
  readonly cpuMode: 'host-passthrough' | 'host-model' | 'maximum' | 'hypervisor-default'
  readonly boot: BootSpec
  readonly firmware: 'bios' | 'uefi' | 'uefi-secure'
  readonly tpm: boolean
  readonly windows: boolean
  readonly disks: readonly DiskSpec[]
  readonly nic: NicSpec | null
  readonly graphics: GraphicsSpec | null
  readonly video: string
  readonly sound: boolean
  readonly usb: 'qemu-xhci' | 'ich9'
  readonly agent: boolean
  readonly rng: boolean
}

export type BootSpec =
  | { readonly kind: 'devices' }
  | {
      readonly kind: 'kernel'
      readonly kernel: string
      readonly initrd: string | null
      readonly args: string
    }

export interface DiskSpec {
  readonly device: 'disk' | 'cdrom'
  readonly path: string
  readonly block: boolean
  readonly format: 'raw' | 'qcow2'
  readonly bus: 'virtio' | 'sata' | 'ide' | 'scsi'
  /** Place in the boot order, from 1; null: never booted from. */
  readonly boot: number | null
}

export interface NicSpec {
  readonly kind: 'network' | 'bridge' | 'direct' | 'user'
  readonly source: string | null
  readonly model: string
  readonly boot: number | null
}

/**
 * How the display is kept from others: on a socket in a folder of QEMU's user, or on loopback behind a password
 * that has already run out and is renewed for the seconds of connecting.
 */
export type GraphicsSpec =
  | { readonly kind: 'spice' | 'vnc'; readonly listen: 'socket' }
  | { readonly kind: 'spice' | 'vnc'; readonly listen: 'loopback'; readonly password: string }

/** @param uuid libvirt gives it one otherwise */
export function buildDomain(spec: MachineSpec, uuid?: string): string {
  return writeXml(
    el('domain', { type: spec.virtType }, [
      el('name', {}, spec.name),
      uuid !== undefined && el('uuid', {}, uuid),
      spec.osId !== null && metadata(spec.osId),
      el('memory', { unit: 'MiB' }, spec.memoryMiB),
      el('vcpu', {}, spec.cpus),
      os(spec),
      features(spec),
      cpu(spec),
      clock(spec),
      el('on_poweroff', {}, 'destroy'),
      el('on_reboot', {}, 'restart'),
      el('on_crash', {}, 'destroy'),
      isX86(spec) &&
        el('pm', {}, [el('suspend-to-mem', { enabled: 'no' }), el('suspend-to-disk', { enabled: 'no' })]),
      devices(spec),
    ]),
  )
}

function metadata(osId: string): XmlSpec {
  return el('metadata', {}, [
    el('libosinfo:libosinfo', { 'xmlns:libosinfo': OSINFO_URI }, [el('libosinfo:os', { id: osId })]),
  ])
}

function os(spec: MachineSpec): XmlSpec {
  const type = el('type', { arch: spec.arch, machine: spec.machine }, 'hvm')
  if (spec.boot.kind === 'kernel') {
    const { kernel, initrd, args } = spec.boot
    return el('os', firmwareAttr(spec), [
      type,
      ...firmwareElements(spec),
      el('kernel', {}, kernel),
      initrd !== null && el('initrd', {}, initrd),
      args !== '' && el('cmdline', {}, args),
    ])
  }
  return el('os', firmwareAttr(spec), [type, ...firmwareElements(spec)])
}

function firmwareAttr(spec: MachineSpec): XmlSpec['attrs'] {
  return spec.firmware === 'bios' ? {} : { firmware: 'efi' }
}

/** libvirt picks the firmware file by these features; without them it may pick one with Secure Boot on. */
function firmwareElements(spec: MachineSpec): XmlSpec[] {
  if (spec.firmware === 'bios') return []
  const enabled = spec.firmware === 'uefi-secure' ? 'yes' : 'no'
  return [
    el('firmware', {}, [
      el('feature', { enabled, name: 'enrolled-keys' }),
      ...(saysSecureBoot(spec) ? [el('feature', { enabled, name: 'secure-boot' })] : []),
    ]),
  ]
}

/** On x86 plain UEFI is the one without SMM; elsewhere only this tells it from one with Secure Boot and no keys. */
function saysSecureBoot(spec: MachineSpec): boolean {
  return spec.firmware === 'uefi-secure' || !isX86(spec)
}

function isX86({ arch }: MachineSpec): boolean {
  return arch === 'x86_64' || arch === 'i686'
}

function features(spec: MachineSpec): XmlSpec {
  const x86 = isX86(spec)
  return el('features', {}, [
    el('acpi'),
    x86 && el('apic'),
    spec.windows && spec.virtType === 'kvm' && hyperv(),
    x86 && el('vmport', { state: 'off' }),
    spec.firmware === 'uefi-secure' && x86 && el('smm', { state: 'on' }),
  ])
}

/** What Windows understands of KVM's help: less time spent waiting and counting. */
function hyperv(): XmlSpec {
  const on = { state: 'on' }
  return el('hyperv', {}, [
    el('relaxed', on),
    el('vapic', on),
    el('spinlocks', { state: 'on', retries: 8191 }),
    el('vpindex', on),
    el('synic', on),
    el('stimer', on),
    el('frequencies', on),
  ])
}

function cpu(spec: MachineSpec): XmlSpec | null {
  const topology = spec.topology && el('topology', { ...spec.topology })
  if (spec.cpuMode === 'hypervisor-default') return topology && el('cpu', {}, [topology])
  return el('cpu', { mode: spec.cpuMode }, [topology])
}

function clock(spec: MachineSpec): XmlSpec {
  return el('clock', { offset: spec.windows ? 'localtime' : 'utc' }, [
    isX86(spec) && el('timer', { name: 'rtc', tickpolicy: 'catchup' }),
    isX86(spec) && el('timer', { name: 'pit', tickpolicy: 'delay' }),
    isX86(spec) && el('timer', { name: 'hpet', present: 'no' }),
    spec.windows && spec.virtType === 'kvm' && el('timer', { name: 'hypervclock', present: 'yes' }),
  ])
}

function devices(spec: MachineSpec): XmlSpec {
  const spice = spec.graphics?.kind === 'spice'
  return el('devices', {}, [
    ...disks(spec.disks),
    ...rootPorts(spec),
    el('controller', { type: 'usb', model: spec.usb === 'qemu-xhci' ? 'qemu-xhci' : 'ich9-ehci1' }),
    spec.nic && nic(spec.nic),
    el('console', { type: 'pty' }),
    spec.agent &&
      el('channel', { type: 'unix' }, [el('target', { type: 'virtio', name: 'org.qemu.guest_agent.0' })]),
    spice &&
      el('channel', { type: 'spicevmc' }, [el('target', { type: 'virtio', name: 'com.redhat.spice.0' })]),
    spec.graphics && el('input', { type: 'tablet', bus: 'usb' }),
    // x86 has a keyboard of its chipset's.
    spec.graphics && !isX86(spec) && el('input', { type: 'keyboard', bus: 'usb' }),
    spec.tpm &&
      el('tpm', { model: isX86(spec) ? 'tpm-crb' : 'tpm-tis' }, [
        el('backend', { type: 'emulator', version: '2.0' }),
      ]),
    spec.graphics && graphics(spec.graphics),
    spec.sound && el('sound', { model: spec.machine === 'pc' ? 'ich6' : 'ich9' }),
    spec.sound && el('audio', { id: 1, type: spice ? 'spice' : 'none' }),
    el('video', {}, [el('model', { type: spec.graphics ? spec.video : 'none' })]),
    spec.rng && el('rng', { model: 'virtio' }, [el('backend', { model: 'random' }, '/dev/urandom')]),
  ])
}

/** PCI Express takes one device a port, and a running machine gets no new port: some stay free to plug into. */
const ROOT_PORTS = 14

function rootPorts({ machine }: MachineSpec): XmlSpec[] {
  if (machine === 'pc') return []
  const port = el('controller', { type: 'pci', model: 'pcie-root-port' })
  // Named, or libvirt would number the first port as the root.
  return [el('controller', { type: 'pci', index: 0, model: 'pcie-root' }), ...Array(ROOT_PORTS).fill(port)]
}

const TARGET_PREFIX = { virtio: 'vd', sata: 'sd', scsi: 'sd', ide: 'hd' } as const

/** Targets are counted for each prefix: vda, vdb; sda, sdb. */
function disks(specs: readonly DiskSpec[]): XmlSpec[] {
  const used = new Map<string, number>()
  return specs.map(spec => {
    const prefix = TARGET_PREFIX[spec.bus]
    const index = used.get(prefix) ?? 0
    used.set(prefix, index + 1)
    const target = `${prefix}${String.fromCharCode(97 + index)}`
    return el('disk', { type: spec.block ? 'block' : 'file', device: spec.device }, [
      el('driver', {
        name: 'qemu',
        type: spec.format,
        discard: spec.device === 'disk' ? 'unmap' : undefined,
        cache: spec.block && spec.device === 'disk' ? 'none' : undefined,
        io: spec.block && spec.device === 'disk' ? 'native' : undefined,
      }),
      el('source', spec.block ? { dev: spec.path } : { file: spec.path }),
      el('target', { dev: target, bus: spec.bus }),
      spec.device === 'cdrom' && el('readonly'),
      spec.boot !== null && el('boot', { order: spec.boot }),
    ])
  })
}

function nic(spec: NicSpec): XmlSpec {
  const sourceName = { network: 'network', bridge: 'bridge', direct: 'dev', user: '' }[spec.kind]
  return el('interface', { type: spec.kind }, [
    spec.source !== null &&
      el('source', { [sourceName]: spec.source, mode: spec.kind === 'direct' ? 'bridge' : undefined }),
    el('model', { type: spec.model }),
    spec.boot !== null && el('boot', { order: spec.boot }),
  ])
}

function graphics(spec: GraphicsSpec): XmlSpec {
  const compression = spec.kind === 'spice' && el('image', { compression: 'off' })
  if (spec.listen === 'socket') {
    return el('graphics', { type: spec.kind }, [el('listen', { type: 'socket' }), compression])
  }
  return el(
    'graphics',
    { type: spec.kind, autoport: 'yes', passwd: spec.password, passwdValidTo: '1970-01-01T00:00:01' },
    [el('listen', { type: 'address', address: '127.0.0.1' }), compression],
  )
}
