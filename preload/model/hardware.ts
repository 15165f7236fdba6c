// The hardware of a machine as a form: devices with named values, and the changes that can be asked for. A value is
// what libvirt's XML says, null where it says nothing; what it means and where it stands is main/xml/domain's.
import { z } from 'zod'
import { AddedKind } from './fields/added.ts'
import { HostDeviceName } from './host-device.ts'
import { Uuid, VmRef } from './ids.ts'
import { NicSource } from './nic-source.ts'
import type { HostNode } from './placement.ts'
import { type Risk, TrialWish } from './trial.ts'
import type { DiskSource } from './vm.ts'

export const DEVICE_KINDS = [
  'machine',
  'disk',
  'nic',
  'graphics',
  'video',
  'sound',
  'audio',
  'tpm',
  'rng',
  'watchdog',
  'filesystem',
  'hostdev',
  'input',
  'serial',
  'parallel',
  'console',
  'channel',
  'redirdev',
  'smartcard',
  'controller',
  'memory',
  'memballoon',
  'vsock',
  'panic',
  'iommu',
  'crypto',
  'shmem',
] as const
export const DeviceKind = z.enum(DEVICE_KINDS)
export type DeviceKind = z.infer<typeof DeviceKind>

/**
 * A disk by its target, a nic by its MAC address, a shared folder or channel by the name that the guest sees, the machine
 * itself by the empty key, everything else by its place among its kind. Valid for one revision of the definition.
 */
export const DeviceRef = z.object({ kind: DeviceKind, key: z.string().max(300) })
export type DeviceRef = z.infer<typeof DeviceRef>

export interface Device extends DeviceRef {
  readonly values: Readonly<Record<string, string | null>>
  /** Its element in the definition, without secrets; empty for the machine itself. */
  readonly xml: string
  /** Of a disk. */
  readonly disk?: {
    readonly device: 'disk' | 'cdrom' | 'floppy' | 'lun'
    readonly source: DiskSource
    readonly format: string | null
  }
  /** Of a nic; null for a kind that the form does not know. */
  readonly source?: NicSource | null
  /** The controller that it hangs on, where it hangs on one. */
  readonly hangsOn?: string
  /** Of a display: `spice`, `vnc`. */
  readonly type?: string
}

const Name = z.string().min(1).max(200)
const Path = z.string().max(4096).startsWith('/')
/** What QEMU reads a disk by and needs no secret for; others are written by hand. */
export const DISK_PROTOCOLS = ['nbd', 'iscsi', 'rbd', 'https', 'http'] as const
/** Where a disk's bytes come from. */
export const BytesOrigin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('new'), pool: Uuid, sizeGiB: z.number().positive().max(65536) }),
  z.object({ kind: z.literal('volume'), pool: Uuid, volume: Name }),
  z.object({ kind: z.literal('file'), path: Path }),
  z.object({
    kind: z.literal('network'),
    protocol: z.enum(DISK_PROTOCOLS),
    host: z.string().regex(/^[\w.:-]{1,253}$/),
    port: z.number().int().min(1).max(65_535).nullable(),
    /** May be empty for NBD alone. */
    name: z.string().max(1_000),
    format: z.enum(['raw', 'qcow2']),
  }),
])
export type BytesOrigin = z.infer<typeof BytesOrigin>
export const DiskOrigin = z.discriminatedUnion('kind', [
  BytesOrigin,
  /** A drive without a medium. */
  z.object({ kind: z.literal('none') }),
])
export type DiskOrigin = z.infer<typeof DiskOrigin>

const XmlSource = z
  .string()
  .min(1)
  .max(2 << 20)
/** A new device's element as somebody wrote it, in place of what the form makes of the rest. */
const Written = { xml: XmlSource.optional() }

export const HardwareChange = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('set'),
    device: DeviceRef,
    field: z.string().max(40),
    value: z.string().max(8000).nullable(),
  }),
  z.object({
    do: z.literal('addDisk'),
    /** `lun`: a disk of the host, with SCSI's own commands. */
    device: z.enum(['disk', 'cdrom', 'floppy', 'lun']),
    bus: z.string().max(20),
    origin: DiskOrigin,
    ...Written,
  }),
  /** With its address, so that the running guest and the definition get the same. */
  z.object({
    do: z.literal('addNic'),
    source: NicSource,
    model: z.string().max(40),
    mac: z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i),
    ...Written,
  }),
  /** Gives a device of the host to the machine. */
  z.object({ do: z.literal('addHostDevice'), name: HostDeviceName, ...Written }),
  /** What a new one is asked for is in `fields/added.ts`. */
  z.object({
    do: z.literal('addDevice'),
    kind: AddedKind,
    values: z.record(z.string().max(40), z.string().max(4096)),
    ...Written,
  }),
  /** `deleteFile`: the disk's volume goes too; keeping it is the default of every form. */
  z.object({ do: z.literal('remove'), device: DeviceRef, deleteFile: z.boolean() }),
  /** Null takes the medium out. */
  z.object({ do: z.literal('media'), device: DeviceRef, path: Path.nullable() }),
  /** Another source for a fixed disk; what it had stays where it is. */
  z.object({ do: z.literal('diskSource'), device: DeviceRef, origin: BytesOrigin }),
  z.object({ do: z.literal('nicSource'), device: DeviceRef, source: NicSource }),
  z.object({
    do: z.literal('grow'),
    device: DeviceRef,
    capacityBytes: z.number().int().positive(),
    /** What lies on it grows too, by the guest's agent. */
    fileSystems: z.boolean(),
  }),
  /** These start first, in this order; nothing else is started from. */
  z.object({ do: z.literal('bootOrder'), devices: z.array(DeviceRef).max(100) }),
  /** The whole definition as somebody wrote it, without secrets: those that it does not name stay as they are. */
  z.object({ do: z.literal('xml'), text: XmlSource }),
  /** One device's element. */
  z.object({ do: z.literal('deviceXml'), device: DeviceRef, text: XmlSource }),
  /** Takes back what waits for the restart: a field, or with null the whole device. */
  z.object({ do: z.literal('keepRunning'), device: DeviceRef, field: z.string().max(40).nullable() }),
])
export type HardwareChange = z.infer<typeof HardwareChange>

/** `base` is the revision that the changes were made on. */
export const HardwareRequest = VmRef.extend({
  base: z.string().max(100),
  changes: z
    .array(HardwareChange)
    .min(1)
    .max(200)
    // Text written on one version and edits made on another are not mixed.
    .refine(changes => changes.length === 1 || !changes.some(isWritten)),
  /** It goes back by itself unless it is kept. */
  trial: TrialWish.optional(),
})
export type HardwareRequest = z.infer<typeof HardwareRequest>

/** Something that is defined and that the running guest does not have yet. */
export interface Waiting extends DeviceRef {
  readonly what: 'added' | 'removed' | 'changed'
  /** The field that changed, with the running guest's value and the next. */
  readonly field: string | null
  readonly now: string | null
  readonly next: string | null
}

export interface Hardware {
  /** Changes with every change of the definition, whoever makes it. */
  readonly revision: string
  /** The definition without secrets, to show what another program changed. */
  readonly definition: string
  readonly running: boolean
  readonly devices: readonly Device[]
  /** What the firmware tries, in order. */
  readonly bootOrder: readonly DeviceRef[]
  readonly waiting: readonly Waiting[]
  /** What guests see of each disk, by target, where it can be known. */
  readonly capacities: Readonly<Record<string, number>>
  /** Whether something in the running guest has opened a channel, by the channel's name; none while it is off. */
  readonly channels: Readonly<Record<string, boolean>>
}

/** What a field can be on this host, for this machine type: `disk.bus`, `video.model`. Absent: not known. */
export interface HardwareOptions {
  readonly values: Readonly<Record<string, readonly string[]>>
  /** Kinds of device that it cannot have at all. */
  readonly refused: readonly AddedKind[]
  readonly maxCpus: number
  readonly bridges: readonly string[]
  readonly interfaces: readonly string[]
  /** How its processors lie; none where it does not say. */
  readonly nodes: readonly HostNode[]
}

/** When a change reaches the guest, and why not at once. */
export interface ChangeEffect {
  readonly at: 'now' | 'restart' | 'start'
  /** Key below `hardware.why.`. */
  readonly why: string | null
}

export interface HardwarePreview {
  /** The definition before and after, without secrets. */
  readonly before: string
  readonly after: string
  readonly risks: readonly Risk[]
  /** One for each change, in order. */
  readonly effects: readonly ChangeEffect[]
  /** The element of what each of them makes or changes, without secrets; null where none is left. */
  readonly made: readonly (string | null)[]
  /** Of a definition written by hand: what it does to the devices, as far as the form knows them. */
  readonly items: readonly ChangedItem[]
}

export type ChangedItem = Waiting & { readonly effect: ChangeEffect }

/** Gives a definition as a whole, which depends on the one that is there now. */
export type WrittenChange = Extract<HardwareChange, { do: 'xml' | 'deviceXml' | 'keepRunning' }>
export type FieldChange = Exclude<HardwareChange, WrittenChange>

export function isWritten(change: HardwareChange): change is WrittenChange {
  return change.do === 'xml' || change.do === 'deviceXml' || change.do === 'keepRunning'
}

/** A new device. */
export type Addition = Extract<HardwareChange, { do: 'addDisk' | 'addNic' | 'addHostDevice' | 'addDevice' }>

export function isAddition(change: HardwareChange): change is Addition {
  return ['addDisk', 'addNic', 'addHostDevice', 'addDevice'].includes(change.do)
}

/** What firmware can start from. */
export const BOOTABLE: ReadonlySet<DeviceKind> = new Set(['disk', 'nic', 'hostdev', 'redirdev'])

/** What a change is about: a later change of the same thing replaces an earlier one. Null: it stands for itself. */
export function changeKey(change: HardwareChange): string | null {
  switch (change.do) {
    case 'set':
      return `set ${deviceKey(change.device)} ${change.field}`
    case 'bootOrder':
    case 'xml':
      return change.do
    case 'addDisk':
    case 'addNic':
    case 'addDevice':
    case 'addHostDevice':
      return null
    default:
      return `${change.do} ${deviceKey(change.device)}`
  }
}

export function deviceKey({ kind, key }: DeviceRef): string {
  return `${kind}:${key}`
}

/** What somebody types in a shell for it: `machine`, `disk:vda`. */
export function commandName(device: DeviceRef): string {
  return device.key === '' ? device.kind : deviceKey(device)
}
