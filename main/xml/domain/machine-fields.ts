// Where the fields of the machine itself stand in a domain's XML: processors, memory, its words.
import { ensureElement, removeElement, removeIfBare, setAttribute, setContent } from '../edit.ts'
import { attribute, content, element, elements } from '../lossless.ts'
import { attributeAt, type FieldAccess, kibAt, readKiB, textAt } from './access.ts'

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

export const MACHINE_ACCESS: Readonly<Record<string, FieldAccess>> = {
  'machine.title': textAt('title', ['name', 'uuid', 'genid']),
  'machine.description': textAt('description', ['name', 'uuid', 'genid', 'title']),
  'machine.cpus': cpus,
  'machine.cpusMaximum': cpusMaximum,
  'machine.memoryKiB': memoryKiB,
  'machine.memoryMaximumKiB': kibAt('memory', ['name', 'uuid', 'title', 'description', 'metadata']),
  'machine.cpuMode': cpuMode,
}
