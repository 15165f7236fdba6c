// What is asked for a new device of each kind that the form can add; disks and nics have forms of their own.
import { z } from 'zod'

export const ADDED_KINDS = [
  'filesystem',
  'graphics',
  'video',
  'sound',
  'tpm',
  'rng',
  'watchdog',
  'input',
  'serial',
  'parallel',
  'console',
  'channel',
  'redirdev',
  'smartcard',
  'controller',
  'memory',
  'vsock',
  'panic',
  'iommu',
  'crypto',
  'shmem',
] as const
export const AddedKind = z.enum(ADDED_KINDS)
export type AddedKind = z.infer<typeof AddedKind>

export interface AddedField {
  readonly id: string
  readonly input: 'choice' | 'text' | 'number' | 'flag'
  /** Of a choice, where the host's capabilities do not say. */
  readonly values?: readonly string[]
  /** What it is at first: what most guests have a driver for. '' is nothing yet. */
  readonly usual: string
  /** Asked for only where another field has one of these values. */
  readonly where?: readonly [field: string, values: readonly string[]]
  /** It must be given, and look like this. */
  readonly pattern?: RegExp
}

const choice = (id: string, usual: string, ...values: string[]): AddedField => ({
  id,
  input: 'choice',
  usual,
  ...(values.length > 0 && { values }),
})

const PATH = /^\/[^\0]*$/
/** What a guest knows it by: `mount -t virtiofs NAME`. QEMU takes 36 bytes (virtio-fs, "tag"). */
const TAG = /^[\w.-]{1,31}$/
const CHANNEL = /^[\w.-]{1,120}$/
const path = (where?: AddedField['where']): AddedField => ({
  id: 'path',
  input: 'text',
  usual: '',
  pattern: PATH,
  ...(where && { where }),
})
const SERIAL = [choice('type', 'pty', 'pty', 'file', 'null'), path(['type', ['file']])]

export const ADDED: Readonly<Record<AddedKind, readonly AddedField[]>> = {
  filesystem: [
    choice('driver', 'virtiofs', 'virtiofs', 'path'),
    { id: 'sourceDir', input: 'text', usual: '', pattern: PATH },
    { id: 'target', input: 'text', usual: 'share', pattern: TAG },
    { id: 'readOnly', input: 'flag', usual: '', where: ['driver', ['path']] },
  ],
  graphics: [
    choice('type', 'spice', 'spice', 'vnc'),
    choice('listen', '127.0.0.1', '127.0.0.1', '0.0.0.0', '::1', '::'),
  ],
  video: [choice('model', 'virtio', 'virtio', 'qxl', 'vga', 'bochs', 'cirrus', 'vmvga', 'ramfb')],
  sound: [choice('model', 'ich9', 'ich9', 'ich6', 'ac97', 'usb')],
  tpm: [choice('model', 'tpm-crb', 'tpm-crb', 'tpm-tis')],
  rng: [choice('model', 'virtio')],
  watchdog: [choice('model', 'i6300esb', 'itco', 'i6300esb', 'ib700')],
  input: [choice('type', 'tablet', 'tablet', 'mouse', 'keyboard'), choice('bus', 'usb', 'usb', 'virtio')],
  serial: SERIAL,
  parallel: SERIAL,
  console: [],
  channel: [
    choice(
      'name',
      'org.qemu.guest_agent.0',
      'org.qemu.guest_agent.0',
      'com.redhat.spice.0',
      'org.spice-space.webdav.0',
      'other',
    ),
    { id: 'otherName', input: 'text', usual: '', pattern: CHANNEL, where: ['name', ['other']] },
  ],
  redirdev: [],
  smartcard: [choice('mode', 'passthrough', 'passthrough', 'host')],
  controller: [choice('type', 'usb', 'usb', 'scsi', 'virtio-serial', 'sata')],
  memory: [{ id: 'sizeMiB', input: 'number', usual: '1024', pattern: /^[1-9]\d{0,7}$/ }],
  vsock: [],
  panic: [choice('model', 'isa', 'isa', 'hyperv', 'pvpanic')],
  iommu: [choice('model', 'intel', 'intel', 'virtio')],
  crypto: [],
  shmem: [
    { id: 'name', input: 'text', usual: 'shared', pattern: /^[\w.-]{1,100}$/ },
    { id: 'sizeMiB', input: 'number', usual: '4', pattern: /^[1-9]\d{0,6}$/ },
  ],
}

/** libvirt takes one of these a machine. */
export const ONE_OF_A_KIND: ReadonlySet<AddedKind> = new Set(['tpm', 'watchdog', 'vsock', 'iommu'])

/** The fields that are asked for, given the others. */
export function askedFields(
  kind: AddedKind,
  values: Readonly<Record<string, string>>,
): readonly AddedField[] {
  return ADDED[kind].filter(({ where }) => !where || where[1].includes(values[where[0]] ?? ''))
}

/** The first field that is not as it must be; null where all are. */
export function missingField(kind: AddedKind, values: Readonly<Record<string, string>>): string | null {
  const wrong = askedFields(kind, values).find(({ id, pattern, input }) => {
    const value = values[id] ?? ''
    return pattern ? !pattern.test(value) : input === 'choice' && value === ''
  })
  return wrong?.id ?? null
}
