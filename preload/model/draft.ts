// What the wizard collects, with the rules that both sides need. Nothing here touches a host.
import { z } from 'zod'
import type { AppError } from './error.ts'
import { HostId, Uuid } from './ids.ts'
import type { OsFacts } from './os.ts'
import type { Label } from './task.ts'

/** libvirt refuses `/`, control characters and the empty name; QEMU's files make 200 bytes a safe end. */
export const VmName = z
  .string()
  .min(1, 'draft.nameEmpty')
  .max(120, 'draft.nameLong')
  .refine(name => name.trim() === name, 'draft.nameSpace')
  .refine(name => !hasForbiddenCharacter(name), 'draft.nameCharacter')

function hasForbiddenCharacter(name: string): boolean {
  return [...name].some(c => c === '/' || c < ' ' || c === '\u007f') || name === '.' || name === '..'
}

const AbsolutePath = z
  .string()
  .max(4096)
  .refine(path => path.startsWith('/') && !path.includes('\0'), 'draft.pathRelative')

/** libvirt's name of a processor architecture: `x86_64`, `aarch64`. */
export const Arch = z.string().regex(/^\w{1,20}$/)

export const OptionsRequest = z.object({ host: HostId, arch: Arch.optional() })
export type OptionsRequest = z.infer<typeof OptionsRequest>

/** This computer may be a Windows one. */
const MediaPath = z
  .string()
  .max(4096)
  .refine(path => /^(\/|[A-Za-z]:[\\/])/.test(path) && !path.includes('\0'), 'draft.pathRelative')

/** Whose path it is: the host's, or this computer's, from where Create copies it into a pool of the host. */
const MediaPlace = z.enum(['host', 'here'])

export const Install = z.discriminatedUnion('kind', [
  /** A CD or DVD picture. */
  z.object({ kind: z.literal('iso'), on: MediaPlace, path: MediaPath }),
  /** A disk image with a system on it: the host's is used as it is. */
  z.object({
    kind: z.literal('image'),
    on: MediaPlace,
    path: MediaPath,
    format: z.enum(['raw', 'qcow2']),
  }),
  z.object({
    kind: z.literal('kernel'),
    kernel: AbsolutePath,
    initrd: AbsolutePath.nullable(),
    args: z.string().max(4000),
  }),
  z.object({ kind: z.literal('network') }),
  z.object({ kind: z.literal('empty') }),
])
export type Install = z.infer<typeof Install>

export const DraftStorage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('new'),
    /** `standard`: the pool that libvirt's users expect, made by Create where the host has none. */
    pool: z.union([Uuid, z.literal('standard')]),
    sizeGiB: z.number({ error: 'draft.diskSize' }).positive('draft.diskSize').max(65536, 'draft.diskSize'),
    format: z.enum(['qcow2', 'raw']),
    /** `sparse` takes space as the guest writes, `full` takes all of it now. */
    allocation: z.enum(['sparse', 'full']),
  }),
  z.object({ kind: z.literal('volume'), pool: Uuid, volume: z.string().min(1, 'draft.volumeMissing') }),
  z.object({ kind: z.literal('none') }),
])
export type DraftStorage = z.infer<typeof DraftStorage>

const DeviceName = z
  .string()
  .min(1, 'draft.sourceMissing')
  .max(64)
  .regex(/^[\w.:@-]+$/, 'draft.sourceCharacter')

export const DraftNic = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('network'), network: z.string().min(1, 'draft.sourceMissing') }),
  z.object({ kind: z.literal('bridge'), bridge: DeviceName }),
  z.object({ kind: z.literal('direct'), device: DeviceName }),
  z.object({ kind: z.literal('user') }),
  z.object({ kind: z.literal('none') }),
])
export type DraftNic = z.infer<typeof DraftNic>

export const VmDraft = z
  .object({
    host: HostId,
    arch: Arch,
    name: VmName,
    install: Install,
    /** osinfo id of the guest's system; null for one that nobody knows. */
    osId: z.string().max(300).nullable(),
    cpus: z.number({ error: 'draft.cpus' }).int('draft.cpus').min(1, 'draft.cpus').max(1024, 'draft.cpus'),
    topology: z
      .object({
        sockets: z.number().int().min(1),
        cores: z.number().int().min(1),
        threads: z.number().int().min(1),
      })
      .nullable(),
    /** By the processor (KVM), or played by QEMU: slow, and possible everywhere. */
    acceleration: z.enum(['kvm', 'none']),
    cpuMode: z.enum(['default', 'host-passthrough', 'host-model', 'maximum', 'hypervisor-default']),
    memoryMiB: z
      .number({ error: 'draft.memory' })
      .int('draft.memory')
      .min(16, 'draft.memory')
      .max(67_108_864, 'draft.memory'),
    storage: DraftStorage,
    nic: DraftNic,
    nicModel: z.enum(['default', 'virtio', 'e1000e', 'e1000', 'rtl8139']),
    firmware: z.enum(['bios', 'uefi', 'uefi-secure']),
    tpm: z.boolean(),
    graphics: z.enum(['spice', 'vnc', 'none']),
    sound: z.boolean(),
    startNow: z.boolean(),
  })
  .refine(d => d.topology === null || d.topology.sockets * d.topology.cores * d.topology.threads === d.cpus, {
    path: ['topology'],
    message: 'draft.topology',
  })
export type VmDraft = z.infer<typeof VmDraft>

/** What a host offers to a new machine, and what is sensible there. */
export interface CreateOptions {
  readonly host: HostId
  /** The architecture that all of this is said of, and all that new machines can have, the host's own first. */
  readonly arch: string
  readonly archs: readonly string[]
  /** Whether the host's files are this computer's. */
  readonly local: boolean
  readonly cpus: number
  readonly memoryMiB: number
  readonly memoryFreeMiB: number
  readonly kvm: boolean
  readonly session: boolean
  readonly bios: boolean
  readonly uefi: boolean
  readonly secureBoot: boolean
  readonly tpm: boolean
  readonly graphics: readonly ('spice' | 'vnc')[]
  readonly sound: boolean
  readonly cpuModes: readonly VmDraft['cpuMode'][]
  /** Names of the host's bridges, and of its devices for direct nics, as far as libvirt knows them. */
  readonly bridges: readonly string[]
  readonly devices: readonly string[]
  /** Where Create would make the standard pool; null when the host has an active one. */
  readonly standardPoolPath: string | null
  /** The largest vCPU count a guest can have. */
  readonly maxCpus: number
}

/** A question left open: `path` is the draft's field, `code` a key below `error.`. */
export interface DraftProblem {
  readonly path: string
  readonly error: AppError
}

export interface CreatePlan {
  /** What Create would do, in order. */
  readonly steps: readonly Label[]
  /** The XML that would be defined, for reading. */
  readonly xml: string
  readonly warnings: readonly Label[]
  readonly problems: readonly DraftProblem[]
  readonly os: OsFacts | null
}
