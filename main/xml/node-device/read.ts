// A host's device as libvirt's node device driver describes it (formatnode page) → what the form tells, and the source of a
// `<hostdev>` that gives it to a machine.
import type { HostDevice, HostDeviceName } from '../../../preload/model/host-device.ts'
import { pciAttributes, printPciAddress } from '../pci-address.ts'
import { attr, child, children, parseXml, text, type XmlElement } from '../tree.ts'
import { el, type XmlSpec } from '../write.ts'

export interface NodeDevice extends Omit<HostDevice, 'carries' | 'usedBy' | 'group'> {
  /** Numbers of its IOMMU group and addresses of all its members. */
  readonly group: { readonly number: number; readonly members: readonly string[] } | null
  /** The `<source>` of a `<hostdev>`. A USB device by what it is, so that it is found again on another port. */
  readonly source: XmlSpec
  /** Of a mediated device: by which means a machine gets it. */
  readonly model?: string
}

const NETWORK_CLASS = 0x02
const BRIDGE_CLASS = 0x06
const HUB_VENDOR = '0x1d6b' // the kernel's own root hubs

/** Null for what cannot be given to a machine by its kind. */
export function readNodeDevice(xml: string): NodeDevice | null {
  const root = parseXml(xml)
  const name = text(root, 'name') as HostDeviceName
  for (const capability of children(root, 'capability')) {
    const read = READERS[attr(capability, 'type') ?? '']
    if (read) return { name, ...read(capability) }
  }
  return null
}

const NO_CARD = { isNetworkCard: false, functionOf: null } as const

type Read = (capability: XmlElement) => Omit<NodeDevice, 'name'>

const READERS: Readonly<Record<string, Read>> = { pci: readPci, usb_device: readUsb, mdev: readMdev }

function readPci(of: XmlElement): Omit<NodeDevice, 'name'> {
  const address = printPciAddress(part => text(of, part))
  const group = child(of, 'iommuGroup')
  const members = children(group, 'address').map(addressOf)
  const physical = children(of, 'capability').find(one => attr(one, 'type') === 'phys_function')
  const kind = Number(text(of, 'class') ?? 0) >>> 16
  return {
    kind: 'pci',
    title: titleOf(of),
    address,
    isNetworkCard: kind === NETWORK_CLASS,
    functionOf: physical ? addressOf(child(physical, 'address')) : null,
    group: group && { number: Number(attr(group, 'number') ?? 0), members },
    why: kind === BRIDGE_CLASS ? 'bridge' : null,
    source: el('source', {}, [el('address', pciAttributes(address))]),
  }
}

function addressOf(of: XmlElement | null): string {
  return printPciAddress(part => attr(of, part))
}

function readUsb(of: XmlElement): Omit<NodeDevice, 'name'> {
  const vendor = attr(child(of, 'vendor'), 'id') ?? ''
  const product = attr(child(of, 'product'), 'id') ?? ''
  return {
    kind: 'usb',
    title: titleOf(of),
    address: `${vendor}:${product}`.replaceAll('0x', ''),
    ...NO_CARD,
    group: null,
    why: vendor === HUB_VENDOR ? 'hub' : null,
    source: el('source', {}, [el('vendor', { id: vendor }), el('product', { id: product })]),
  }
}

function readMdev(of: XmlElement): Omit<NodeDevice, 'name'> {
  const uuid = text(of, 'uuid') ?? ''
  const type = attr(child(of, 'type'), 'id') ?? 'mdev'
  const source = el('source', {}, [el('address', { uuid })])
  return { kind: 'mdev', title: type, address: uuid, ...NO_CARD, group: null, why: null, source }
}

/** `Maker Thing`, or the numbers where the host's lists of names do not know them. */
export function titleOf(of: XmlElement): string {
  const part = (name: string) => text(of, name)?.trim() || attr(child(of, name), 'id') || ''
  return `${part('vendor')} ${part('product')}`.trim()
}

/** What hangs below a device that somebody may miss: `net_eth0_…` → eth0, `block_vda` → vda. */
export function readCarried(xml: string): { readonly parent: string; readonly name: string } | null {
  const root = parseXml(xml)
  const capability = children(root, 'capability').find(one =>
    ['net', 'storage'].includes(attr(one, 'type') ?? ''),
  )
  const name = text(capability ?? null, 'interface') ?? text(capability ?? null, 'block')
  return name ? { parent: text(root, 'parent') ?? '', name } : null
}
