// A virtual machine as the window shows it: read from libvirt's XML and state, never XML itself.
import type { HostId, Uuid } from './ids.ts'
import type { VmIcon } from './labels.ts'

export type VmState =
  | 'running'
  | 'paused'
  | 'saved'
  | 'off'
  | 'shutting-down'
  | 'crashed'
  | 'suspended'
  | 'unknown'

export interface Disk {
  /** The guest's name of it: `vda`, `sda`. Unique in a VM. */
  readonly target: string
  readonly bus: string
  readonly device: 'disk' | 'cdrom' | 'floppy' | 'lun'
  readonly source: DiskSource
  readonly format: string | null
  readonly readOnly: boolean
  /** Files below its own, nearest first, as far as the XML names them: a running machine's names all. */
  readonly backing: readonly string[]
}

export type DiskSource =
  | { readonly kind: 'none' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'block'; readonly path: string }
  | { readonly kind: 'volume'; readonly pool: string; readonly volume: string }
  | {
      readonly kind: 'network'
      readonly protocol: string
      /** An export, an image, a path: what the server calls it. */
      readonly name: string
      /** The first of its servers, or a socket of the host. */
      readonly host: string | null
      readonly port: number | null
    }
  | { readonly kind: 'other'; readonly type: string }

export interface Nic {
  readonly mac: string
  readonly kind: string
  /** The network, bridge or device it hangs on; null for user mode and where libvirt names none. */
  readonly source: string | null
  readonly model: string | null
}

export interface Graphics {
  readonly kind: 'spice' | 'vnc'
  /** Position among the `<graphics>` elements of the VM. */
  readonly index: number
}

export interface Vm {
  readonly host: HostId
  readonly uuid: Uuid
  readonly name: string
  readonly title: string | null
  readonly description: string | null
  readonly state: VmState
  readonly persistent: boolean
  readonly autostart: boolean
  readonly arch: string
  readonly machine: string
  readonly firmware: 'bios' | 'uefi' | 'kernel' | 'other'
  /** `kvm` runs on the processor, `qemu` is emulated and slow. */
  readonly virtType: string
  readonly cpus: number
  readonly memoryKiB: number
  readonly disks: readonly Disk[]
  readonly nics: readonly Nic[]
  readonly graphics: readonly Graphics[]
  /** Serial and console devices that a text console can be opened on, by alias or target. */
  readonly serials: readonly string[]
  /** osinfo id from the metadata, e.g. `http://debian.org/debian/12`. */
  readonly osId: string | null
  readonly tags: readonly string[]
  readonly icon: VmIcon | null
}

/** One sample of a running VM. Shares are 0…1 of what the VM was given. */
export interface VmSample {
  readonly cpu: number
  /** Null where libvirt does not say, as while the machine is saved or a snapshot of it is taken. */
  readonly memory: number | null
  /** Whether that is what the guest uses, or what the host has set aside for it. */
  readonly memorySeenBy: 'guest' | 'host'
}
