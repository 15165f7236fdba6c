// The hardware form's contents: what is defined, what runs, what waits for the next start; and what the host offers.
import { createHash } from 'node:crypto'
import { type Domain, VIR_DOMAIN_XML_INACTIVE } from 'node-libvirt'
import type { Hardware, HardwareOptions } from '../../../preload/model/hardware.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import type { Hosts } from '../../hosts/hosts.ts'
import { readInterfaces } from '../../hosts/interfaces.ts'
import { readChoices, readMachineTypes } from '../../xml/capabilities/choices.ts'
import { readHostNodes } from '../../xml/capabilities/topology.ts'
import { readChannels } from '../../xml/domain/agent.ts'
import { compareDevices, readBootOrder, readDevices } from '../../xml/domain/hardware.ts'
import { readDomain } from '../../xml/domain/read.ts'
import { parseDocument } from '../../xml/lossless.ts'
import { lookUp } from '../power.ts'
import { PASST_NIC, readOffered, takesInterface } from './offered.ts'

/** Of the definition without secrets: what the window may know. */
export function revisionOf(inactiveXml: string): string {
  return createHash('sha256').update(inactiveXml).digest('hex')
}

export async function readHardware(hosts: Hosts, ref: VmRef): Promise<Hardware> {
  const domain = await lookUp(hosts.get(ref.host).connection, ref)
  const [inactive, running] = await Promise.all([
    domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE),
    domain.isActive(),
  ])
  const defined = parseDocument(inactive).root
  const devices = readDevices(defined)
  const liveRoot = running ? parseDocument(await domain.getXMLDesc()).root : null
  const live = liveRoot ? readDevices(liveRoot) : devices
  const disks = devices.filter(({ disk }) => disk && disk.source.kind !== 'none')
  const targets = disks.map(({ key }) => key)
  return {
    revision: revisionOf(inactive),
    definition: inactive,
    running,
    devices,
    bootOrder: readBootOrder(defined),
    waiting: compareDevices(live, devices),
    capacities: await readCapacities(domain, targets),
    channels: liveRoot ? readChannels(liveRoot) : {},
  }
}

/** What cannot be read (a file that is gone, a source that is not there yet) has no size. */
async function readCapacities(domain: Domain, targets: readonly string[]): Promise<Record<string, number>> {
  const sizes = await Promise.all(
    targets.map(async target => {
      const info = await domain.getBlockInfo(target).catch(() => null)
      return [target, info?.capacityBytes ?? 0] as const
    }),
  )
  return Object.fromEntries(sizes.filter(([, size]) => size > 0))
}

export async function readHardwareOptions(hosts: Hosts, ref: VmRef): Promise<HardwareOptions> {
  const connection = hosts.get(ref.host).connection
  const domain = await lookUp(connection, ref)
  const definition = await domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE)
  const { arch, machine, virtType } = readDomain(definition)
  const [capabilities, host, interfaces, offered] = await Promise.all([
    connection.getDomainCapabilities({ arch, machine, virttype: virtType }),
    connection.getCapabilities(),
    readInterfaces(connection),
    readOffered(connection, definition),
  ])
  const choices = readChoices(capabilities)
  // libvirt took passt before its capabilities said so.
  const backends =
    choices.values['nic.backend'] ??
    ((await takesInterface(connection, definition, PASST_NIC)) ? ['passt'] : [])
  return {
    ...choices,
    refused: offered.refused,
    values: {
      ...offered.values,
      ...choices.values,
      'nic.backend': backends,
      'machine.machineType': readMachineTypes(host, arch),
    },
    bridges: interfaces.bridges,
    interfaces: interfaces.devices,
    nodes: readHostNodes(host),
  }
}
