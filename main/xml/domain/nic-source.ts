// Where a network card is plugged in: the type of its `<interface>`, its `<source>` and what belongs to that, both ways
// (libvirt's formatdomain page, "Network interfaces").
import { isGeneratedTap, NicSource, needsVirtio } from '../../../preload/model/nic-source.ts'
import { insertElement, removeElement, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, element, elements } from '../lossless.ts'
import { pciAttributes, printPciAddress } from '../pci-address.ts'
import { el, type XmlSpec } from '../write.ts'

/** Null for a kind that the form does not know, and for one that it could not write. */
export function readNicSource(of: ElementNode): NicSource | null {
  const source = element(of, 'source')
  // A running machine's card says what its network gave it; the network is what was asked for.
  const kind = attribute(source, 'network') === null ? (attribute(of, 'type') ?? '') : 'network'
  const read = READERS[kind]?.(of, source)
  return NicSource.safeParse(read).data ?? null
}

type Loose = { readonly [key: string]: string | number | boolean | null | undefined }
type Read = (of: ElementNode, source: ElementNode | null) => Loose

const named =
  (kind: string, name: string): Read =>
  (_, source) => ({ kind, name: attribute(source, name) })

function socket(kind: string, source: ElementNode | null): Loose {
  return {
    kind,
    address: attribute(source, 'address') ?? undefined,
    port: Number(attribute(source, 'port')),
  }
}

const READERS: Readonly<Record<string, Read>> = {
  network: (_, source) => ({
    kind: 'network',
    name: attribute(source, 'network'),
    portgroup: attribute(source, 'portgroup') ?? undefined,
  }),
  bridge: named('bridge', 'bridge'),
  direct: named('direct', 'dev'),
  vdpa: named('vdpa', 'dev'),
  user: () => ({ kind: 'user' }),
  ethernet(of) {
    const target = element(of, 'target')
    const name = attribute(target, 'dev') ?? ''
    return {
      kind: 'ethernet',
      name: isGeneratedTap(name) ? '' : name,
      made: attribute(target, 'managed') !== 'no',
    }
  },
  hostdev(of, source) {
    const tags = elements(element(of, 'vlan'), 'tag')
    const at = element(source, 'address')
    return {
      kind: 'hostdev',
      address: at && printPciAddress(part => attribute(at, part)),
      // Several are a trunk's: they are left alone.
      vlan: tags.length === 1 ? Number(attribute(tags[0] ?? null, 'id')) : undefined,
    }
  },
  vhostuser: (_, source) => ({
    kind: 'vhostuser',
    path: attribute(source, 'path'),
    mode: attribute(source, 'mode'),
  }),
  mcast: (_, source) => socket('mcast', source),
  server: (_, source) => socket('server', source),
  client: (_, source) => socket('client', source),
  udp(_, source) {
    const local = element(source, 'local')
    return {
      ...socket('udp', source),
      localAddress: attribute(local, 'address'),
      localPort: Number(attribute(local, 'port')),
    }
  },
}

/** One that is so already changes nothing. The model that some kinds need is a change of its own (`neededForSource`). */
export function setNicSource(of: ElementNode, source: NicSource): void {
  const now = readNicSource(of)
  if (JSON.stringify(now) === JSON.stringify(source)) return
  const kinds = [now?.kind, source.kind]
  setAttribute(of, 'type', source.kind)
  if (kinds[0] !== kinds[1]) setAttribute(of, 'managed', source.kind === 'hostdev' ? 'yes' : null)
  // A port of the old network and what is said to its switch have no meaning in the new one.
  const gone = new Set(BOUND)
  if (source.kind !== 'ethernet' && source.kind !== 'bridge') for (const name of SCRIPTS) gone.add(name)
  // A card keeps a function in its VLAN, a switch another card.
  if (kinds.includes('hostdev') && vlanOf(now) !== vlanOf(source)) gone.add('vlan')
  for (const old of elements(of)) if (gone.has(old.name)) removeElement(old)
  let after = 'mac'
  for (const spec of partsOf(source))
    if (spec.name !== 'vlan' || !element(of, 'vlan')) after = insertElement(of, spec, [after]).name
}

const BOUND = ['source', 'virtualport', 'target', 'backend', 'portForward', 'actual']
const SCRIPTS = ['script', 'downscript']

/** Null for what is no card's function. */
function vlanOf(source: NicSource | null): number | null | undefined {
  return source?.kind === 'hostdev' ? source.vlan : null
}

/** A new card. */
export function nicSpec(source: NicSource, mac: string, model: string): XmlSpec {
  return el('interface', { type: source.kind, managed: source.kind === 'hostdev' ? 'yes' : undefined }, [
    el('mac', { address: mac }),
    ...partsOf(source),
    el('model', { type: needsVirtio(source) ? 'virtio' : model }),
  ])
}

/** Elements that say where it is, in the order in which libvirt prints them. */
function partsOf(source: NicSource): readonly XmlSpec[] {
  switch (source.kind) {
    case 'user':
      return []
    case 'network':
      return [el('source', { network: source.name, portgroup: source.portgroup })]
    case 'bridge':
      return [el('source', { bridge: source.name })]
    case 'direct':
      return [el('source', { dev: source.name, mode: 'bridge' })]
    case 'vdpa':
      return [el('source', { dev: source.name })]
    case 'ethernet':
      return source.name === ''
        ? []
        : [el('target', { dev: source.name, managed: source.made ? 'yes' : 'no' })]
    case 'hostdev':
      return [
        el('source', {}, [el('address', { type: 'pci', ...pciAttributes(source.address) })]),
        ...(source.vlan === undefined ? [] : [el('vlan', {}, [el('tag', { id: source.vlan })])]),
      ]
    case 'vhostuser':
      return [el('source', { type: 'unix', path: source.path, mode: source.mode })]
    case 'udp':
      return [
        el('source', { address: source.address, port: source.port }, [
          el('local', { address: source.localAddress, port: source.localPort }),
        ]),
      ]
    default:
      return [el('source', { address: source.address, port: source.port })]
  }
}
