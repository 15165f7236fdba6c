// Parts of the host's devices for machines (mediated devices): what can be divided, and a new part. Making one gives it to nobody.
import { randomUUID } from 'node:crypto'
import {
  type Connection,
  LibvirtError,
  type NodeDevice,
  VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV_TYPES,
} from 'node-libvirt'
import { HostDeviceName, type MdevParent, type NewMdev } from '../../../preload/model/host-device.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import type { Hosts } from '../../hosts/hosts.ts'
import { buildMdev, readMdevParent } from '../../xml/node-device/mdev.ts'

/** By title; none on hosts without such a device, which is most. */
export async function listMdevParents(hosts: Hosts, { host }: VmRef): Promise<readonly MdevParent[]> {
  const { connection } = hosts.get(host)
  const devices = await connection.listAllNodeDevices(VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV_TYPES)
  const parents = await Promise.all(devices.map(async device => readMdevParent(await device.getXMLDesc())))
  return parents.flatMap(parent => parent ?? []).sort((a, b) => a.title.localeCompare(b.title))
}

/** @returns libvirt's name of the new device */
export async function makeMdev(hosts: Hosts, { host, parent, kind, keep }: NewMdev): Promise<HostDeviceName> {
  const { connection } = hosts.get(host)
  const xml = buildMdev(parent, kind, randomUUID())
  const made = keep ? await defineAndStart(connection, xml) : await connection.nodeDeviceCreateXML(xml)
  return HostDeviceName.parse(made.name)
}

/** One that cannot be started is not left behind. */
async function defineAndStart(connection: Connection, xml: string): Promise<NodeDevice> {
  const device = await connection.nodeDeviceDefineXML(xml)
  try {
    await device.create()
    await device.setAutostart(true)
    return device
  } catch (error) {
    await device.destroy().catch(ignore)
    await device.undefine().catch(ignore)
    throw error
  }
}

function ignore(error: unknown): void {
  if (!(error instanceof LibvirtError)) throw error
}
