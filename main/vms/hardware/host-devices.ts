// The host's devices that a machine can be given, who has them already, and what goes with them.
import {
  type Connection,
  VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV,
  VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET,
  VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV,
  VIR_CONNECT_LIST_NODE_DEVICES_CAP_STORAGE,
  VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV,
  VIR_DOMAIN_XML_INACTIVE,
} from 'node-libvirt'
import { AppFailure } from '../../../preload/model/error.ts'
import type { DeviceRef } from '../../../preload/model/hardware.ts'
import type { HostDevice, HostDeviceName } from '../../../preload/model/host-device.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import type { Hosts } from '../../hosts/hosts.ts'
import { eachLimited } from '../../tasks/keyed-queue.ts'
import { describeHostdev } from '../../xml/domain/device-fields.ts'
import { locateDevices } from '../../xml/domain/hardware.ts'
import { attribute, type ElementNode, parseDocument } from '../../xml/lossless.ts'
import { readMdev, readMdevParent } from '../../xml/node-device/mdev.ts'
import { type NodeDevice, readCarried, readNodeDevice } from '../../xml/node-device/read.ts'

const READS_AT_ONCE = 8
const GIVABLE =
  VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV |
  VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV |
  VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV
const CARRIED = VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET | VIR_CONNECT_LIST_NODE_DEVICES_CAP_STORAGE

/** By kind and title. Throws libvirt's own error on a host without a node device driver. */
export async function listHostDevices(hosts: Hosts, { host }: VmRef): Promise<readonly HostDevice[]> {
  const { connection } = hosts.get(host)
  const [devices, carried, users] = await Promise.all([
    readAll(connection, GIVABLE, readNodeDevice),
    readAll(connection, CARRIED, readCarried),
    readUsers(connection),
  ])
  return devices
    .map(({ source: _, group, ...device }) => ({
      ...device,
      carries: carried.filter(({ parent }) => parent === device.name).map(({ name }) => name),
      usedBy: users.get(device.address) ?? [],
      group: group && { number: group.number, others: group.members.filter(one => one !== device.address) },
    }))
    .sort((a, b) => a.kind.localeCompare(b.kind) || a.title.localeCompare(b.title))
}

async function readAll<T>(
  connection: Connection,
  flags: number,
  read: (xml: string) => T | null,
): Promise<T[]> {
  const found: T[] = []
  await eachLimited(await connection.listAllNodeDevices(flags), READS_AT_ONCE, async device => {
    // One that was pulled out meanwhile is no longer there to be listed.
    const xml = await device.getXMLDesc().catch(() => null)
    const one = xml && read(xml)
    if (one) found.push(one)
  })
  return found
}

/** Address → machines whose definition has it. */
async function readUsers(connection: Connection): Promise<Map<string, string[]>> {
  const users = new Map<string, string[]>()
  await eachLimited(await connection.listAllDomains(), READS_AT_ONCE, async domain => {
    const xml = await domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE).catch(() => null)
    if (!xml) return
    for (const { ref, of } of locateDevices(parseDocument(xml).root)) {
      const address = isGiven(ref, of) ? describeHostdev(of) : null
      if (address) users.set(address, [...(users.get(address) ?? []), domain.name])
    }
  })
  return users
}

/** As it is, or as a network card. */
function isGiven({ kind }: DeviceRef, of: ElementNode): boolean {
  return kind === 'hostdev' || (kind === 'nic' && attribute(of, 'type') === 'hostdev')
}

/** Read again, so that what is given away is what the name stands for now. Throws `hardware.noHostDevice`. */
export async function findHostDevice(connection: Connection, name: HostDeviceName): Promise<NodeDevice> {
  const device = await connection.nodeDeviceLookupByName(name).catch(() => null)
  const found = device && readNodeDevice(await device.getXMLDesc())
  if (!device || !found || found.why) throw new AppFailure('hardware.noHostDevice', { device: name })
  const model = found.kind === 'mdev' ? await readMeans(connection, await device.getXMLDesc()) : null
  return { ...found, ...(model && { model }) }
}

/** By which means a machine gets a part of a device: what is divided says so. Null where it does not. */
async function readMeans(connection: Connection, xml: string): Promise<string | null> {
  const mdev = readMdev(xml)
  const parent = mdev && (await connection.nodeDeviceLookupByName(mdev.parent).catch(() => null))
  const kinds = parent ? readMdevParent(await parent.getXMLDesc())?.kinds : []
  return kinds?.find(({ id }) => id === mdev?.kind)?.api || null
}
