// Devices of a host that a machine can be given: USB, PCI and mediated ones.
import { z } from 'zod'

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
  /** What of the host goes with it: disks, network interfaces. */
  readonly carries: readonly string[]
  /** Machines whose definition has it. */
  readonly usedBy: readonly string[]
  /** Of a PCI device: the IOMMU group, with whose other members it goes. null: the host's IOMMU is not on. */
  readonly group: { readonly number: number; readonly others: readonly string[] } | null
  /** Why it cannot be given away, a key below `hardware.why.`; null where it can. */
  readonly why: 'bridge' | 'hub' | null
}
