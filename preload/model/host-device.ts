// Devices of a host that a machine can be given: USB, PCI and mediated ones.
import { z } from 'zod'
import { VmRef } from './ids.ts'

/** libvirt's name of it (virNodeDevice): `pci_0000_00_03_0`, `usb_1_2`, `mdev_…`. */
export const HostDeviceName = z
  .string()
  .max(100)
  .regex(/^(pci|usb|mdev)_[\w.-]+$/)
export type HostDeviceName = z.infer<typeof HostDeviceName>

export interface HostDevice {
  readonly name: HostDeviceName
  readonly kind: 'usb' | 'pci' | 'mdev'
  /** As its maker calls it; where nobody knows, its numbers. */
  readonly title: string
  /** `0000:00:03.0`, `1234:5678`, a UUID. */
  readonly address: string
  readonly isNetworkCard: boolean
  /** Of a virtual function (SR-IOV): the address of the device that it is a part of. */
  readonly functionOf: string | null
  /** What of the host goes with it: disks, network interfaces. */
  readonly carries: readonly string[]
  /** Machines whose definition has it. */
  readonly usedBy: readonly string[]
  /** Of a PCI device: the IOMMU group, with whose other members it goes. null: the host's IOMMU is not on. */
  readonly group: { readonly number: number; readonly others: readonly string[] } | null
  /** Why it cannot be given away, a key below `hardware.why.`; null where it can. */
  readonly why: 'bridge' | 'hub' | null
}

/** A device of the host that its driver can divide among machines: a graphics card, a channel of a mainframe. */
export interface MdevParent {
  /** libvirt's name of it. */
  readonly name: string
  readonly title: string
  readonly kinds: readonly MdevKind[]
}

/** One way to divide it. */
export interface MdevKind {
  readonly id: string
  /** What its driver calls it; null where it does not. */
  readonly name: string | null
  /** By which means a machine gets it: `vfio-pci`, `vfio-ccw`, `vfio-ap`. */
  readonly api: string
  /** How many more there can be now. */
  readonly free: number
}

export const NewMdev = VmRef.extend({
  parent: z.string().regex(/^[\w.-]{1,100}$/),
  kind: z.string().regex(/^[\w.-]{1,100}$/),
  /** It is there again after the host was restarted. */
  keep: z.boolean(),
})
export type NewMdev = z.infer<typeof NewMdev>
