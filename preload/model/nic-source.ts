// What a network card of a machine hangs on (libvirt's formatdomain page, "Network interfaces"), and what else the machine needs
// for that. What is none of these stays as it is in the XML: VMware's kinds, which QEMU has not; libvirt 9.0 even defines a `null`
// card, and its daemon falls when that machine starts.
import { z } from 'zod'
import type { Device, HardwareChange } from './hardware.ts'

const Name = z.string().min(1).max(200)
/** QEMU's sockets take IPv4 addresses; libvirt's schema no names. */
const Address = z.ipv4()
const Port = z.number().int().min(1).max(65_535)
const GENERATED = /^(vnet|macvtap|macvlan)/

/** libvirt's own names for the devices that it makes: it forgets one that somebody chose. */
export function isGeneratedTap(name: string): boolean {
  return GENERATED.test(name)
}

export const NicSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('network'), name: Name, portgroup: Name.optional() }),
  z.object({ kind: z.literal('bridge'), name: Name }),
  z.object({ kind: z.literal('direct'), name: Name }),
  z.object({ kind: z.literal('user') }),
  /** A network card's own virtio, by its device on the host: `/dev/vhost-vdpa-0`. */
  z.object({ kind: z.literal('vdpa'), name: z.string().max(200).startsWith('/dev/') }),
  /**
   * A tap device of the host, which nothing is connected to by libvirt. `made`: libvirt makes it and takes it away again;
   * without a name it finds one.
   */
  z
    .object({
      kind: z.literal('ethernet'),
      // The kernel's IFNAMSIZ, less the last byte.
      name: z.string().regex(/^[\w.-]{0,15}$/),
      made: z.boolean(),
    })
    .refine(({ name, made }) => !isGeneratedTap(name) && (made || name !== ''), { path: ['name'] }),
  /** A virtual function of a card (SR-IOV), by its PCI address. */
  z.object({
    kind: z.literal('hostdev'),
    address: z.string().regex(/^[\da-f]{4}:[\da-f]{2}:[01][\da-f]\.[0-7]$/),
    /** The VLAN that the card keeps it in. */
    vlan: z.number().int().min(1).max(4094).optional(),
  }),
  /** A switch that is a program of the host. `server`: QEMU makes the socket, the switch connects to it. */
  z.object({
    kind: z.literal('vhostuser'),
    path: z
      .string()
      .max(107) // sun_path
      .regex(/^\/[^\0]+$/),
    mode: z.enum(['client', 'server']),
  }),
  /** All machines of a group are one network. */
  z.object({
    kind: z.literal('mcast'),
    address: Address.refine(address => Number.parseInt(address, 10) >> 4 === 14), // 224 to 239
    port: Port,
  }),
  /** Two machines by TCP: one waits, on all of the host's addresses where none is named, the other connects. */
  z.object({ kind: z.literal('server'), address: Address.optional(), port: Port }),
  z.object({ kind: z.literal('client'), address: Address, port: Port }),
  z.object({
    kind: z.literal('udp'),
    address: Address,
    port: Port,
    localAddress: Address,
    localPort: Port,
  }),
])
export type NicSource = z.infer<typeof NicSource>
export const NIC_KINDS: ReadonlySet<string> = new Set(NicSource.options.map(({ shape }) => shape.kind.value))

/** Names of fields that are not as they must be. */
export function wrongFields(source: NicSource): ReadonlySet<string> {
  const issues = NicSource.safeParse(source).error?.issues ?? []
  return new Set(issues.map(({ path }) => String(path[0])))
}

/** Where it is, as one line, in no language: `192.168.1.2:5558`, `eth0`. Empty where there is nothing to say. */
export function placeOf(source: NicSource): string {
  switch (source.kind) {
    case 'user':
      return ''
    case 'network':
      return source.portgroup ? `${source.name}, ${source.portgroup}` : source.name
    case 'hostdev':
      return source.vlan === undefined ? source.address : `${source.address}, VLAN ${source.vlan}`
    case 'vhostuser':
      return source.path
    case 'mcast':
    case 'client':
      return `${source.address}:${source.port}`
    case 'server':
      return `${source.address ?? '*'}:${source.port}`
    case 'udp':
      return `${source.localAddress}:${source.localPort} → ${source.address}:${source.port}`
    default:
      return source.name
  }
}

/** Kinds that speak virtio with something beside QEMU: no other model goes with them. */
export function needsVirtio({ kind }: NicSource): boolean {
  return kind === 'vhostuser' || kind === 'vdpa'
}

type Set = Extract<HardwareChange, { do: 'set' }>

/**
 * Changes that go with another source of this card. What only the old one needed is what it was before.
 * @param devices as they are defined
 * @param before the source that is shown now
 */
export function neededForSource(
  nic: Device,
  before: NicSource,
  next: NicSource,
  devices: readonly Device[],
): Set[] {
  const isOf = (kind: NicSource['kind']) => next.kind === kind || before.kind === kind
  const set = ({ kind, key, values }: Device, field: string, wanted?: string | null): Set => ({
    do: 'set',
    device: { kind, key },
    field,
    value: wanted === undefined ? (values[field] ?? null) : wanted,
  })
  const machine = devices.find(({ kind }) => kind === 'machine')
  const shared = next.kind === 'vhostuser' ? 'shared' : undefined
  // Memory that nothing can be shown of cannot be shared: huge pages and files are good for it.
  const hasSource = machine?.values['hugepages'] || machine?.values['memorySource']
  return [
    ...['backend', 'portForwards'].map(field => set(nic, field, next.kind === 'user' ? undefined : null)),
    ...(needsVirtio(next) || needsVirtio(before)
      ? [set(nic, 'model', needsVirtio(next) ? 'virtio' : undefined)]
      : []),
    ...(machine && isOf('vhostuser')
      ? [
          set(machine, 'memoryAccess', shared),
          set(machine, 'memorySource', shared && !hasSource ? 'memfd' : undefined),
        ]
      : []),
  ]
}
