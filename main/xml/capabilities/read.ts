// What a host can do (virConnectGetCapabilities) and what one kind of guest can have there
// (virConnectGetDomainCapabilities). Format: libvirt's formatcaps and formatdomaincaps pages.
import { attr, child, children, parseXml, text, type XmlElement } from '../tree.ts'

export interface HostCapabilities {
  readonly arch: string
  readonly cpuModel: string
  /** Guests that this host can run, one for each (arch, type): `{ arch: 'x86_64', virtTypes: ['qemu', 'kvm'] }`. */
  readonly guests: readonly GuestCapabilities[]
}

export interface GuestCapabilities {
  readonly arch: string
  readonly osType: string
  readonly virtTypes: readonly string[]
}

export function readCapabilities(xml: string): HostCapabilities {
  const root = parseXml(xml)
  const cpu = child(root, 'host', 'cpu')
  return {
    arch: text(cpu, 'arch') ?? '',
    cpuModel: text(cpu, 'model') ?? '',
    guests: children(root, 'guest').map(guest => ({
      arch: attr(child(guest, 'arch'), 'name') ?? '',
      osType: text(guest, 'os_type') ?? '',
      virtTypes: children(child(guest, 'arch'), 'domain').map(domain => attr(domain, 'type') ?? ''),
    })),
  }
}

export interface DomainCapabilities {
  readonly machine: string
  readonly maxCpus: number
  readonly firmwares: readonly string[]
  readonly secureBoot: boolean
  readonly cpuModes: readonly string[]
  readonly hostPassthroughMigratable: boolean
  readonly graphics: readonly string[]
  readonly videoModels: readonly string[]
  readonly diskBuses: readonly string[]
  readonly tpm: boolean
  /** The emulator offers a spicevmc channel and USB redirection only where it was built with SPICE. */
  readonly emulator: string
}

export function readDomainCapabilities(xml: string): DomainCapabilities {
  const root = parseXml(xml)
  const devices = child(root, 'devices')
  const os = child(root, 'os')
  const modes = children(child(root, 'cpu'), 'mode').filter(mode => attr(mode, 'supported') === 'yes')
  const passthrough = modes.find(mode => attr(mode, 'name') === 'host-passthrough')
  return {
    machine: text(root, 'machine') ?? '',
    maxCpus: Number(attr(child(root, 'vcpu'), 'max') ?? 0),
    firmwares: supported(os) ? enumValues(os, 'firmware') : [],
    secureBoot: enumValues(child(os, 'loader'), 'secure').includes('yes'),
    cpuModes: modes.map(mode => attr(mode, 'name') ?? ''),
    hostPassthroughMigratable: enumValues(passthrough ?? null, 'hostPassthroughMigratable').includes('on'),
    graphics: enumValues(deviceOf(devices, 'graphics'), 'type'),
    videoModels: enumValues(deviceOf(devices, 'video'), 'modelType'),
    diskBuses: enumValues(deviceOf(devices, 'disk'), 'bus'),
    tpm: enumValues(deviceOf(devices, 'tpm'), 'backendModel').includes('emulator'),
    emulator: text(root, 'path') ?? '',
  }
}

function supported(of: XmlElement | null): boolean {
  return of !== null && attr(of, 'supported') !== 'no'
}

function deviceOf(devices: XmlElement | null, name: string): XmlElement | null {
  const found = child(devices, name)
  return supported(found) ? found : null
}

function enumValues(of: XmlElement | null, name: string): string[] {
  const found = children(of, 'enum').find(e => attr(e, 'name') === name)
  return children(found, 'value').map(value => (value.textContent ?? '').trim())
}
