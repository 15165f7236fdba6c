// What a host's libvirt takes for one machine, where the domain capabilities do not say: it is asked to write down what it would
// start for that machine with the device added (virConnectDomainXMLToNative). Nothing is defined or started by that.
import { type Connection, LibvirtError } from 'node-libvirt'
import { ADDED, type AddedKind } from '../../../preload/model/fields/added.ts'
import { FIELDS } from '../../../preload/model/fields/devices.ts'
import { applyChanges, type DecidedChange } from '../../xml/domain/change.ts'
import { isX86 } from '../../xml/domain/platform.ts'
import { insertElement, removeElement } from '../../xml/edit.ts'
import {
  type ElementNode,
  element,
  elements,
  parseDocument,
  printDocument,
  type XmlDocument,
} from '../../xml/lossless.ts'
import { el, type XmlSpec } from '../../xml/write.ts'

export interface Offered {
  /** By `kind.field`: what is taken of the values that the form has for it. Absent: not known. */
  readonly values: Readonly<Record<string, readonly string[]>>
  /** Kinds that the machine can have none of. */
  readonly refused: readonly AddedKind[]
}

/** Fields that decide whether a device is taken, of kinds that capabilities leave out. */
const DECIDING = [
  ['sound', 'model'],
  ['watchdog', 'model'],
  ['panic', 'model'],
  ['iommu', 'model'],
  ['input', 'bus'],
  ['nic', 'model'],
] as const
/** Kinds that are asked about as a whole. */
const WHOLE = ['serial', 'parallel', 'redirdev', 'smartcard', 'vsock', 'shmem', 'memory'] as const

/** QEMU has these on an ISA bus only, which libvirt does not look at. */
const ISA_ONLY: ReadonlySet<string> = new Set(['watchdog ib700', 'parallel', 'input ps2'])

/** What was asked already: a host's libvirt answers the same for the same machine, and writes each refusal to its log. */
const known = new WeakMap<Connection, Map<string, Promise<Offered>>>()

/** @param definition the machine's own, without secrets */
export function readOffered(connection: Connection, definition: string): Promise<Offered> {
  const answers = known.get(connection) ?? new Map<string, Promise<Offered>>()
  known.set(connection, answers)
  const machine = printDocument(withoutDevices(definition))
  const answer = answers.get(machine) ?? askOffered(connection, definition)
  answers.set(machine, answer)
  answer.catch(() => answers.delete(machine))
  return answer
}

async function askOffered(connection: Connection, definition: string): Promise<Offered> {
  // What it is refused without a device says nothing of devices.
  if (!(await takes(connection, definition, () => undefined))) return { values: {}, refused: [] }
  const hasIsa = isX86(parseDocument(definition).root)
  const isTaken = (name: string, edit: Edit) =>
    !hasIsa && ISA_ONLY.has(name) ? Promise.resolve(false) : takes(connection, definition, edit)
  const values = await Promise.all(
    DECIDING.map(async ([kind, field]) => {
      const known = FIELDS[kind].find(({ id }) => id === field)?.values ?? []
      const taken = await Promise.all(
        known.map(value => isTaken(`${kind} ${value}`, domain => add(domain, kind, { [field]: value }))),
      )
      return [`${kind}.${field}`, known.filter((_, at) => taken[at])] as const
    }),
  )
  const whole = await Promise.all(WHOLE.map(kind => isTaken(kind, domain => add(domain, kind, {}))))
  return { values: Object.fromEntries(values), refused: WHOLE.filter((_, at) => !whole[at]) }
}

/** Whether a network card of that kind would be taken; what the daemon cannot judge counts as no. */
export function takesInterface(connection: Connection, definition: string, nic: XmlSpec): Promise<boolean> {
  return takes(connection, definition, domain => {
    const devices = element(domain, 'devices')
    if (devices) insertElement(devices, nic)
  })
}

export const PASST_NIC = el('interface', { type: 'user' }, [el('backend', { type: 'passt' })])

type Edit = (domain: ElementNode) => void

async function takes(connection: Connection, definition: string, edit: Edit): Promise<boolean> {
  const document = withoutDevices(definition)
  edit(document.root)
  try {
    await connection.domainXMLToNative('qemu-argv', printDocument(document))
    return true
  } catch (error) {
    if (error instanceof LibvirtError) return false
    throw error
  }
}

/** Another device of the kind, or one that cannot be started, is no reason: only the machine's own build is asked about. */
function withoutDevices(definition: string): XmlDocument {
  const document = parseDocument(definition)
  for (const device of elements(element(document.root, 'devices')))
    if (!BUILD.has(device.name)) removeElement(device)
  return document
}

const BUILD: ReadonlySet<string> = new Set(['emulator', 'controller'])

function add(domain: ElementNode, kind: AddedKind | 'nic', values: Readonly<Record<string, string>>): void {
  const devices = element(domain, 'devices')
  // What goes through a SPICE display is asked about with one: that it takes one is said by itself.
  if (devices && (kind === 'redirdev' || kind === 'smartcard'))
    insertElement(devices, el('graphics', { type: 'spice' }))
  applyChanges(domain, [kind === 'nic' ? newNic(values) : newDevice(kind, values)])
}

function newDevice(kind: AddedKind, values: Readonly<Record<string, string>>): DecidedChange {
  const usual = Object.fromEntries(ADDED[kind].map(field => [field.id, field.usual]))
  // A mouse or tablet of the old kind is none of libvirt's: there it is asked about a keyboard.
  const of = values['bus'] === 'ps2' ? { type: 'keyboard' } : {}
  return { do: 'addDevice', kind, values: { ...usual, ...of, ...values } }
}

function newNic({ model = 'virtio' }: Readonly<Record<string, string>>): DecidedChange {
  return { do: 'addNic', source: { kind: 'user' }, model, mac: '52:54:00:00:00:01' }
}
