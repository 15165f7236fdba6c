// A valid draft, what the host offers and what is known of the guest's system → the machine, everything decided.
// The rules are virt-install's where they are good, with the improvements listed in ARCHITECTURE.md.
import { randomBytes } from 'node:crypto'
import type { VmDraft } from '../../preload/model/draft.ts'
import type { OsFacts } from '../../preload/model/os.ts'
import type { BootSpec, DiskSpec, GraphicsSpec, MachineSpec, NicSpec } from '../xml/domain/build.ts'
import type { Offer } from './options.ts'

/** The disk that the draft asks for, once its path is known. */
export interface SystemDisk {
  readonly path: string
  readonly format: 'raw' | 'qcow2'
}

/**
 * @param draft with its files where the host has them
 * @param disk null when the machine has none
 */
export function decideMachine(
  draft: VmDraft,
  offer: Offer,
  os: OsFacts | null,
  disk: SystemDisk | null,
): MachineSpec {
  const windows = os?.family === 'windows'
  const machine = offer.machine === 'q35' && os && !os.devices.q35 ? 'pc' : offer.machine
  return {
    name: draft.name,
    osId: draft.osId,
    virtType: draft.acceleration === 'kvm' ? 'kvm' : 'qemu',
    arch: offer.arch,
    machine,
    memoryMiB: draft.memoryMiB,
    cpus: draft.cpus,
    topology: draft.topology,
    cpuMode: decideCpuMode(draft, offer),
    boot: decideBoot(draft),
    firmware: draft.firmware,
    tpm: draft.tpm,
    windows,
    disks: decideDisks(draft, machine, os, disk),
    nic: decideNic(draft, machine, os),
    graphics: draft.graphics === 'none' ? null : decideGraphics(draft.graphics, offer.options.session),
    video: decideVideo(draft, offer, os),
    sound: draft.sound && draft.graphics !== 'none',
    usb: machine !== 'virt' && os && !os.devices.usb3 ? 'ich9' : 'qemu-xhci',
    agent: os?.devices.virtioSerial ?? true,
    rng: os?.devices.virtioRng ?? true,
  }
}

/** The host's own processor under KVM; under emulation the best that QEMU can play. */
function decideCpuMode(draft: VmDraft, { capabilities }: Offer): MachineSpec['cpuMode'] {
  if (draft.cpuMode !== 'default') return draft.cpuMode
  const offered = (mode: string) => capabilities.cpuModes.includes(mode)
  const kvm = draft.acceleration === 'kvm'
  if (kvm && offered('host-passthrough') && capabilities.hostPassthroughMigratable) return 'host-passthrough'
  if (kvm && offered('host-model')) return 'host-model'
  return offered('maximum') ? 'maximum' : 'hypervisor-default'
}

function decideBoot({ install }: VmDraft): BootSpec {
  if (install.kind !== 'kernel') return { kind: 'devices' }
  return { kind: 'kernel', kernel: install.kernel, initrd: install.initrd, args: install.args }
}

/**
 * A new disk comes before the CD: empty, it is passed over and the installer starts; installed, it starts itself.
 * One definition serves both, where others redefine the machine after the first reboot.
 * A disk that is not empty comes after a CD that the user chose to start.
 */
function decideDisks(
  draft: VmDraft,
  machine: MachineSpec['machine'],
  os: OsFacts | null,
  disk: SystemDisk | null,
): DiskSpec[] {
  const byDevices = draft.install.kind !== 'kernel'
  const cdFirst = draft.install.kind === 'iso' && draft.storage.kind !== 'new'
  const specs: DiskSpec[] = []
  if (disk) {
    const bus = (os?.devices.virtioDisk ?? true) ? 'virtio' : machine === 'pc' ? 'ide' : 'sata'
    specs.push({
      device: 'disk',
      ...disk,
      block: isBlock(disk.path),
      bus,
      boot: byDevices ? (cdFirst ? 2 : 1) : null,
    })
  }
  if (draft.install.kind === 'iso') {
    const { path } = draft.install
    const bus = machine === 'pc' ? 'ide' : machine === 'virt' ? 'scsi' : 'sata'
    const boot = cdFirst || !disk ? 1 : 2
    specs.push({ device: 'cdrom', path, format: 'raw', block: isBlock(path), bus, boot })
  }
  return specs
}

function isBlock(path: string): boolean {
  return path.startsWith('/dev/')
}

function decideNic(draft: VmDraft, machine: MachineSpec['machine'], os: OsFacts | null): NicSpec | null {
  if (draft.nic.kind === 'none') return null
  const plain = machine === 'q35' ? 'e1000e' : 'e1000'
  const best = (os?.devices.virtioNet ?? true) ? 'virtio' : plain
  const model = draft.nicModel === 'default' ? best : draft.nicModel
  const boot = draft.install.kind === 'network' ? (draft.storage.kind === 'none' ? 1 : 2) : null
  switch (draft.nic.kind) {
    case 'network':
      return { kind: 'network', source: draft.nic.network, model, boot }
    case 'bridge':
      return { kind: 'bridge', source: draft.nic.bridge, model, boot }
    case 'direct':
      return { kind: 'direct', source: draft.nic.device, model, boot }
    case 'user':
      return { kind: 'user', source: null, model, boot }
  }
}

/** VNC counts only eight characters of a password; SPICE takes sixty. */
function decideGraphics(kind: 'spice' | 'vnc', session: boolean): GraphicsSpec {
  if (session) return { kind, listen: 'socket' }
  return {
    kind,
    listen: 'loopback',
    password: randomBytes(24)
      .toString('base64url')
      .slice(0, kind === 'vnc' ? 8 : 32),
  }
}

function decideVideo(draft: VmDraft, { capabilities }: Offer, os: OsFacts | null): string {
  const offered = (model: string) => capabilities.videoModels.includes(model)
  if (offered('virtio') && (os?.devices.virtioGpu ?? true)) return 'virtio'
  if (draft.graphics === 'spice' && offered('qxl')) return 'qxl'
  return draft.firmware !== 'bios' && offered('bochs') ? 'bochs' : 'vga'
}
