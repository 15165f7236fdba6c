// What the fields of the hardware form can be for one machine (virConnectGetDomainCapabilities; libvirt's
// formatdomaincaps page). A list that is missing is not known: the form then offers what libvirt has names for.
import { attribute, content, type ElementNode, element, elements, parseDocument } from '../lossless.ts'

export interface Choices {
  /** By `kind.field`. */
  readonly values: Readonly<Record<string, readonly string[]>>
  readonly maxCpus: number
}

/** Field → device and enumeration in the capabilities. */
const ENUMS: Readonly<Record<string, readonly [device: string, name: string]>> = {
  'disk.bus': ['disk', 'bus'],
  'video.model': ['video', 'modelType'],
  'tpm.model': ['tpm', 'model'],
  'tpm.version': ['tpm', 'backendVersion'],
  'tpm.backend': ['tpm', 'backendModel'],
  'rng.model': ['rng', 'model'],
  'graphics.type': ['graphics', 'type'],
  'filesystem.driver': ['filesystem', 'driverType'],
  'redirdev.bus': ['redirdev', 'bus'],
  'nic.backend': ['interface', 'backendType'],
  'crypto.backend': ['crypto', 'backendModel'],
}

/** libvirt has said of these since it has had them: where it says nothing, it has none. */
const SINCE_KNOWN = new Set(['crypto'])

export function readChoices(domainCapabilities: string): Choices {
  const { root } = parseDocument(domainCapabilities)
  const devices = element(root, 'devices')
  const values: Record<string, readonly string[]> = {}
  for (const [field, [device, name]] of Object.entries(ENUMS)) {
    const found = element(devices, device)
    if (!found && SINCE_KNOWN.has(device)) values[field] = []
    if (found) values[field] = attribute(found, 'supported') === 'no' ? [] : enumeration(found, name)
  }
  const modes = elements(element(root, 'cpu'), 'mode').filter(mode => attribute(mode, 'supported') === 'yes')
  // `custom` says nothing without a model: those that this host can play stand for it.
  const custom = modes.find(mode => attribute(mode, 'name') === 'custom') ?? null
  const models = elements(custom, 'model').filter(model => attribute(model, 'usable') !== 'no')
  values['machine.cpuMode'] = [
    ...modes.map(mode => attribute(mode, 'name') ?? '').filter(name => name !== 'custom'),
    ...models.map(model => content(model)?.trim() ?? '').sort(),
  ]
  values['machine.firmware'] = firmwares(element(root, 'os'), content(element(root, 'arch'))?.trim() ?? '')
  values['machine.launchSecurity'] = protections(element(root, 'features'))
  return { values, maxCpus: Number(attribute(element(root, 'vcpu'), 'max') ?? 0) }
}

/** What can keep a guest's memory from its host. Newer libvirt lists them; before, each had an element of its own. */
function protections(features: ElementNode | null): string[] {
  const isOn = (name: string) => attribute(element(features, name), 'supported') === 'yes'
  const listed = isOn('launchSecurity') ? enumeration(element(features, 'launchSecurity'), 'sectype') : []
  return [...new Set([...listed, ...['sev', 'tdx', 's390-pv'].filter(isOn)])]
}

/** Secure Boot takes a firmware file that was built for it. */
function firmwares(os: ElementNode | null, arch: string): string[] {
  const efi = os !== null && enumeration(os, 'firmware').includes('efi')
  const loader = element(os, 'loader')
  const secure = efi && loader !== null && enumeration(loader, 'secure').includes('yes')
  return [
    ...(arch === 'x86_64' || arch === 'i686' ? ['bios'] : []),
    ...(efi ? ['uefi'] : []),
    ...(secure ? ['uefi-secure'] : []),
  ]
}

/** The newest of each kind of machine that the host names for this architecture (virConnectGetCapabilities): `pc-q35-7.2`. */
export function readMachineTypes(capabilities: string, arch: string): string[] {
  const guests = elements(parseDocument(capabilities).root, 'guest').map(guest => element(guest, 'arch'))
  const machines = elements(
    guests.find(guest => attribute(guest, 'name') === arch),
    'machine',
  )
  const newest = machines.flatMap(machine => attribute(machine, 'canonical') ?? [])
  return [...new Set(newest)]
}

function enumeration(of: ElementNode | null, name: string): string[] {
  const found = elements(of, 'enum').find(one => attribute(one, 'name') === name)
  return elements(found, 'value').map(value => content(value)?.trim() ?? '')
}
