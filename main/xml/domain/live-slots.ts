// Where a running machine has room for another PCI device.
import { attribute, type ElementNode, element, elements } from '../lossless.ts'

/** Room for PCI devices in the running machine, and why there may be none. */
export interface Slots {
  free: number
  readonly why: 'noSlot' | 'noAcpi'
}

/** PCI Express takes one device a root port; plain PCI has slots enough, and needs ACPI to tell the guest. */
export function countSlots(live: ElementNode): Slots {
  const devices = elements(element(live, 'devices'))
  const pci = devices.filter(d => d.name === 'controller' && attribute(d, 'type') === 'pci')
  if (!pci.some(c => attribute(c, 'model') === 'pcie-root')) {
    const acpi = element(live, 'features', 'acpi') !== null
    return { free: acpi ? Number.POSITIVE_INFINITY : 0, why: 'noAcpi' }
  }
  const taken = new Set(
    devices.map(device => {
      const address = element(device, 'address')
      return attribute(address, 'type') === 'pci' ? Number(attribute(address, 'bus')) : -1
    }),
  )
  const ports = pci.filter(c => attribute(c, 'model') === 'pcie-root-port')
  return { free: ports.filter(port => !taken.has(Number(attribute(port, 'index')))).length, why: 'noSlot' }
}
