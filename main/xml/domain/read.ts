// A domain's XML → what the window shows of a machine. Reads, never judges: what it does not know, it leaves out.
import type { Disk, Graphics, Nic, Vm } from '../../../preload/model/vm.ts'
import { printPciAddress } from '../pci-address.ts'
import { attr, child, children, parseXml, sizeBytes, text, type XmlElement } from '../tree.ts'
import { diskSource } from './disk-source.ts'
import { readLabels } from './labels.ts'

export type VmDefinition = Omit<Vm, 'host' | 'uuid' | 'state' | 'persistent' | 'autostart'>

export function readDomain(xml: string): VmDefinition {
  const domain = parseXml(xml)
  const devices = child(domain, 'devices')
  const type = child(domain, 'os', 'type')
  return {
    name: text(domain, 'name') ?? '',
    title: text(domain, 'title'),
    description: text(domain, 'description'),
    arch: attr(type, 'arch') ?? '',
    machine: attr(type, 'machine') ?? '',
    firmware: readFirmware(domain),
    virtType: attr(domain, 'type') ?? '',
    cpus: readCpus(domain),
    memoryKiB: Math.round(sizeBytes(child(domain, 'currentMemory') ?? child(domain, 'memory'), 'KiB') / 1024),
    disks: children(devices, 'disk').map(readDisk),
    nics: children(devices, 'interface').map(readNic),
    graphics: readGraphics(devices),
    serials: children(devices, 'serial').map((_, index) => `serial${index}`),
    osId: readOsId(domain),
    ...readLabels(children(child(domain, 'metadata'))),
  }
}

function readCpus(domain: XmlElement): number {
  const vcpu = child(domain, 'vcpu')
  const count = Number(attr(vcpu, 'current') ?? vcpu?.textContent ?? 1)
  return Number.isInteger(count) && count > 0 ? count : 1
}

function readFirmware(domain: XmlElement): Vm['firmware'] {
  const os = child(domain, 'os')
  if (text(os, 'kernel')) return 'kernel'
  const loader = child(os, 'loader')
  if (attr(os, 'firmware') === 'efi' || attr(loader, 'type') === 'pflash') return 'uefi'
  if (attr(os, 'firmware') === 'bios' || !loader) return 'bios'
  return 'other'
}

function readDisk(disk: XmlElement): Disk {
  const target = child(disk, 'target')
  const device = attr(disk, 'device') ?? 'disk'
  const source = child(disk, 'source')
  const at = (one: XmlElement | null) => (name: string) => attr(one, name)
  return {
    target: attr(target, 'dev') ?? '',
    bus: attr(target, 'bus') ?? '',
    device: device === 'cdrom' || device === 'floppy' || device === 'lun' ? device : 'disk',
    source: diskSource(attr(disk, 'type') ?? 'file', source && at(source), at(child(source, 'host'))),
    format: attr(child(disk, 'driver'), 'type'),
    readOnly: child(disk, 'readonly') !== null,
    backing: readBacking(disk),
  }
}

function readBacking(above: XmlElement): string[] {
  const below = child(above, 'backingStore')
  const source = child(below, 'source')
  const path = attr(source, 'file') ?? attr(source, 'dev')
  return below && path ? [path, ...readBacking(below)] : []
}

function readNic(nic: XmlElement): Nic {
  const source = child(nic, 'source')
  const kind = attr(nic, 'type') ?? ''
  return {
    mac: attr(child(nic, 'mac'), 'address') ?? '',
    kind,
    source: NAMES.map(name => attr(source, name)).find(name => name !== null) ?? placeOf(kind, nic, source),
    model: attr(child(nic, 'model'), 'type'),
  }
}

const NAMES = ['network', 'bridge', 'dev', 'path'] as const

function placeOf(kind: string, nic: XmlElement, source: XmlElement | null): string | null {
  if (kind === 'ethernet') return attr(child(nic, 'target'), 'dev')
  const device = kind === 'hostdev' ? child(source, 'address') : null
  if (device) return printPciAddress(part => attr(device, part))
  const port = attr(source, 'port')
  return port === null ? null : `${attr(source, 'address') ?? '*'}:${port}`
}

function readGraphics(devices: XmlElement | null): Graphics[] {
  return children(devices, 'graphics').flatMap((graphics, index): Graphics[] => {
    const kind = attr(graphics, 'type')
    return kind === 'spice' || kind === 'vnc' ? [{ kind, index }] : []
  })
}

/** libosinfo's metadata; other tools write it too, under whichever prefix they like. */
function readOsId(domain: XmlElement): string | null {
  for (const entry of children(child(domain, 'metadata'))) {
    if (entry.localName !== 'libosinfo') continue
    for (const os of children(entry)) if (os.localName === 'os') return attr(os, 'id')
  }
  return null
}
