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
  // `custom` says nothing without a model, which the form has no field for.
  values['machine.cpuMode'] = modes
    .map(mode => attribute(mode, 'name') ?? '')
    .filter(name => name !== 'custom')
  return { values, maxCpus: Number(attribute(element(root, 'vcpu'), 'max') ?? 0) }
}

function enumeration(of: ElementNode, name: string): string[] {
  const found = elements(of, 'enum').find(one => attribute(one, 'name') === name)
  return elements(found, 'value').map(value => content(value)?.trim() ?? '')
}
