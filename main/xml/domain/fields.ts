// Where each field of the hardware form stands in a domain's XML: libvirt's formatdomain page, element by element.
// Reading a value and writing it back changes nothing.
import { ensureElement, removeElement, removeIfBare, setAttribute, setContent } from '../edit.ts'
import { attribute, content, type ElementNode, element, elements } from '../lossless.ts'
import { unitBytes } from '../tree.ts'
import { changeBus } from './disk-bus.ts'

export interface FieldAccess {
  read(of: ElementNode): string | null
  write(of: ElementNode, value: string | null): void
}

/** An attribute of the element at a path below the device. */
function attributeAt(path: readonly string[], name: string): FieldAccess {
  return {
    read: of => attribute(element(of, ...path), name),
    write(of, value) {
      if (value === this.read(of)) return
      const found = element(of, ...path)
      if (value === null) {
        if (!found) return
        setAttribute(found, name, null)
        if (found !== of) removeIfBare(found)
        return
      }
      setAttribute(found ?? path.reduce((at, step) => ensureElement(at, step), of), name, value)
    },
  }
}

/** A child that is there or not. */
function flagAt(name: string): FieldAccess {
  return {
    read: of => (element(of, name) ? 'yes' : null),
    write(of, value) {
      if (value !== null) ensureElement(of, name)
      else for (const found of elements(of, name)) removeElement(found)
    },
  }
}

/** The text of a child. */
function textAt(name: string, after: readonly string[] = []): FieldAccess {
  const read = (of: ElementNode) => content(element(of, name))?.trim() ?? null
  return {
    read,
    write(of, value) {
      if (value === read(of)) return
      const found = element(of, name)
      if (value !== null) setContent(found ?? ensureElement(of, name, after), value)
      else if (found) removeElement(found)
    },
  }
}

/** A size in KiB, whatever its unit is written in. */
function kibAt(name: string, after: readonly string[]): FieldAccess {
  const read = (of: ElementNode) => readKiB(element(of, name))
  return {
    read,
    write(of, value) {
      if (value === null || value === read(of)) return
      const found = ensureElement(of, name, after)
      setAttribute(found, 'unit', 'KiB')
      setContent(found, value)
    },
  }
}

function readKiB(of: ElementNode | null): string | null {
  const value = Number(content(of) ?? Number.NaN)
  if (!Number.isFinite(value)) return null
  return String(Math.round((value * unitBytes(attribute(of, 'unit') ?? 'KiB')) / 1024))
}

/** `<currentMemory>` is what the guest has; where it is not said, all of it. */
const memoryKiB: FieldAccess = {
  read: of => readKiB(element(of, 'currentMemory')) ?? readKiB(element(of, 'memory')),
  write(of, value) {
    if (value === this.read(of)) return
    kibAt('currentMemory', ['memory', 'maxMemory']).write(of, value)
  },
}

/** `<vcpu current='2'>4</vcpu>`: two now, at most four. */
const cpus: FieldAccess = {
  read: of => attribute(element(of, 'vcpu'), 'current') ?? cpusMaximum.read(of),
  write(of, value) {
    const vcpu = element(of, 'vcpu')
    if (value === null || value === this.read(of)) return
    if (vcpu && value === cpusMaximum.read(of)) setAttribute(vcpu, 'current', null)
    else setAttribute(vcpu ?? ensureElement(of, 'vcpu', MEMORY), 'current', value)
  },
}

const MEMORY = ['memory', 'currentMemory']
const cpusMaximum: FieldAccess = {
  read: of => content(element(of, 'vcpu'))?.trim() ?? null,
  write(of, value) {
    if (value === null || value === this.read(of)) return
    // What the guest has now stays: it was said by the maximum.
    const now = cpus.read(of)
    const vcpu = ensureElement(of, 'vcpu', MEMORY)
    setContent(vcpu, value)
    if (now !== null && Number(now) < Number(value)) setAttribute(vcpu, 'current', now)
    else setAttribute(vcpu, 'current', null)
  },
}

/** Another mode comes without the model and features that were chosen for the old one; topology and NUMA stay. */
const cpuMode: FieldAccess = {
  ...attributeAt(['cpu'], 'mode'),
  write(of, value) {
    if (value === this.read(of)) return
    const cpu = value === null ? element(of, 'cpu') : ensureElement(of, 'cpu', ['os', 'features'])
    if (!cpu) return
    for (const child of elements(cpu)) if (CHOSEN.has(child.name)) removeElement(child)
    for (const name of ['mode', 'match', 'check', 'migratable']) setAttribute(cpu, name, null)
    if (value === null) removeIfBare(cpu)
    else setAttribute(cpu, 'mode', value)
  },
}
const CHOSEN = new Set(['model', 'vendor', 'feature', 'maxphysaddr'])

const boot = attributeAt(['boot'], 'order')
const model = attributeAt(['model'], 'type')

/** By `kind.field`; every field of preload/model/hardware.ts is here (fields.test.ts). */
export const ACCESS: Readonly<Record<string, FieldAccess>> = {
  'machine.title': textAt('title', ['name', 'uuid', 'genid']),
  'machine.description': textAt('description', ['name', 'uuid', 'genid', 'title']),
  'machine.cpus': cpus,
  'machine.cpusMaximum': cpusMaximum,
  'machine.memoryKiB': memoryKiB,
  'machine.memoryMaximumKiB': kibAt('memory', ['name', 'uuid', 'title', 'description', 'metadata']),
  'machine.cpuMode': cpuMode,
  'disk.bus': { read: of => attribute(element(of, 'target'), 'bus'), write: changeBus },
  'disk.cache': attributeAt(['driver'], 'cache'),
  'disk.io': attributeAt(['driver'], 'io'),
  'disk.discard': attributeAt(['driver'], 'discard'),
  'disk.readOnly': flagAt('readonly'),
  'disk.shareable': flagAt('shareable'),
  'disk.serial': textAt('serial', ['target']),
  'disk.boot': boot,
  'nic.model': model,
  'nic.link': attributeAt(['link'], 'state'),
  'nic.mac': attributeAt(['mac'], 'address'),
  'nic.boot': boot,
  'video.model': model,
  'video.heads': attributeAt(['model'], 'heads'),
  'sound.model': attributeAt([], 'model'),
  'tpm.model': attributeAt([], 'model'),
  'tpm.version': attributeAt(['backend'], 'version'),
  'rng.model': attributeAt([], 'model'),
  'watchdog.model': attributeAt([], 'model'),
  'watchdog.action': attributeAt([], 'action'),
}
