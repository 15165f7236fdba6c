// What a machine is built on: its firmware, and the machine type that QEMU plays. Changing either is like moving a disk to
// another computer: what belongs to the old one is taken away, and libvirt makes it anew.
import { ensureElement, insertElement, removeElement, removeIfBare, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, element, elements } from '../lossless.ts'
import { el } from '../write.ts'
import type { FieldAccess } from './access.ts'
import { changeBus } from './disk-bus.ts'

/** A loader that somebody named is theirs: `custom`, which is shown and not offered. */
export const firmware: FieldAccess = {
  read(of) {
    const os = element(of, 'os')
    const loader = element(os, 'loader')
    if (attribute(os, 'firmware') === 'efi')
      return hasFeature(os, 'secure-boot') || attribute(loader, 'secure') === 'yes' ? 'uefi-secure' : 'uefi'
    if (loader) return 'custom'
    return attribute(os, 'firmware') ?? 'bios'
  },
  write(of, value) {
    if (value === this.read(of) || value === null || value === 'custom') return
    const os = ensureElement(of, 'os')
    for (const old of elements(os)) if (OF_FIRMWARE.has(old.name)) removeElement(old)
    setAttribute(os, 'firmware', value === 'bios' ? null : 'efi')
    setSmm(of, value === 'uefi-secure')
    if (value === 'bios') return
    // libvirt picks the file by these; without them it may pick one with Secure Boot on.
    const enabled = value === 'uefi-secure' ? 'yes' : 'no'
    const names = value === 'uefi-secure' || !isX86(of) ? ['enrolled-keys', 'secure-boot'] : ['enrolled-keys']
    insertElement(
      os,
      el(
        'firmware',
        {},
        names.map(name => el('feature', { enabled, name })),
      ),
      ['type'],
    )
  },
}

const OF_FIRMWARE = new Set(['firmware', 'loader', 'nvram'])

function hasFeature(os: ElementNode | null, name: string): boolean {
  return elements(element(os, 'firmware'), 'feature').some(
    one => attribute(one, 'name') === name && attribute(one, 'enabled') === 'yes',
  )
}

/** Elsewhere, plain UEFI is told from one with Secure Boot and no keys by saying so. */
export function isX86(domain: ElementNode): boolean {
  const arch = attribute(element(domain, 'os', 'type'), 'arch')
  return arch === null || arch === 'x86_64' || arch === 'i686'
}

/** Secure Boot on x86 needs memory that only the firmware sees; what it was switched on for is gone without it. */
function setSmm(of: ElementNode, isOn: boolean): void {
  if (!isX86(of)) return
  const features = isOn ? ensureElement(of, 'features', ['os']) : element(of, 'features')
  const smm = element(features, 'smm')
  if (isOn && features) setAttribute(smm ?? ensureElement(features, 'smm'), 'state', 'on')
  else if (smm) removeElement(smm)
  if (!isOn) removeIfBare(features)
}

/** Of `pc-q35-7.2` and `q35`: `q35`; of `pc-i440fx-7.2` and `pc`: `pc`; others are families of their own. */
export function familyOf(machine: string): string {
  if (/(^|-)q35/.test(machine)) return 'q35'
  return /^pc($|-)/.test(machine) ? 'pc' : machine.replace(/-[\d.]+$/, '')
}

/** Another chipset has other slots: addresses and PCI controllers go, and libvirt deals them out anew. */
export const machineType: FieldAccess = {
  read: of => attribute(element(of, 'os', 'type'), 'machine'),
  write(of, value) {
    const before = this.read(of)
    const type = element(of, 'os', 'type')
    if (value === before || value === null || !type) return
    setAttribute(type, 'machine', value)
    if (familyOf(before ?? '') !== familyOf(value)) leaveChipset(of, familyOf(value))
  },
}

function leaveChipset(domain: ElementNode, family: string): void {
  const devices = element(domain, 'devices')
  for (const device of elements(devices)) {
    const type = attribute(device, 'type')
    const model = attribute(device, 'model') ?? ''
    const isOfChipset = type === 'pci' || type === 'ide' || (type === 'usb' && /^(ich9|piix)/.test(model))
    if (device.name === 'controller' && isOfChipset) removeElement(device)
    else
      for (const address of elements(device, 'address'))
        if (attribute(address, 'type') === 'pci') removeElement(address)
  }
  // Each chipset has one kind of drive of its own; the other's is unknown to it.
  const [from, to] = family === 'pc' ? ['sata', 'ide'] : ['ide', 'sata']
  for (const disk of elements(devices, 'disk'))
    if (attribute(element(disk, 'target'), 'bus') === from) {
      changeBus(disk, to ?? null)
      for (const address of elements(disk, 'address')) removeElement(address)
    }
}
