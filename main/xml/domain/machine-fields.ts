// Where the fields of the machine itself stand in a domain's XML: processors, memory, its words.
import { fitCells } from '../../../preload/model/placement.ts'
import {
  ensureElement,
  insertElement,
  removeElement,
  removeIfBare,
  setAttribute,
  setContent,
} from '../edit.ts'
import { attribute, content, element, elements } from '../lossless.ts'
import { el } from '../write.ts'
import { type FieldAccess, kibAt, readKiB, textAt } from './access.ts'
import { cpuFeatures } from './cpu-features.ts'
import { readCells, writeCells } from './placement-fields.ts'

/** `<currentMemory>` is what the guest has; where it is not said, all of it. */
const memoryKiB: FieldAccess = {
  read: of => readKiB(element(of, 'currentMemory')) ?? readKiB(element(of, 'memory')),
  write(of, value) {
    if (value === this.read(of)) return
    kibAt('currentMemory', ['memory', 'maxMemory']).write(of, value)
  },
}

/** With NUMA nodes libvirt counts what they have, and the modules: the nodes then share what was asked for. */
const memoryMaximum: FieldAccess = {
  read: of => readKiB(element(of, 'memory')),
  write(of, value) {
    if (value === null || value === this.read(of)) return
    kibAt('memory', ['name', 'uuid', 'title', 'description', 'metadata']).write(of, value)
    const cells = readCells(of)
    if (cells.length === 0) return
    const modules = elements(element(of, 'devices'), 'memory').map(module =>
      Number(readKiB(element(module, 'target', 'size')) ?? 0),
    )
    const own = Number(value) - modules.reduce((sum, kib) => sum + kib, 0)
    writeCells(of, fitCells(cells, { cpus: Number(cpusMaximum.read(of) ?? 1), memoryKiB: Math.max(1, own) }))
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
    const cells = readCells(of)
    const memoryKiB = cells.reduce((sum, cell) => sum + cell.memoryKiB, 0)
    if (cells.length > 0) writeCells(of, fitCells(cells, { cpus: Number(value), memoryKiB }))
  },
}

/** A mode, or the name of a model (mode `custom`). Another comes without what was chosen for the old one; topology and NUMA stay. */
const cpuMode: FieldAccess = {
  read(of) {
    const cpu = element(of, 'cpu')
    const mode = attribute(cpu, 'mode')
    const named = content(element(cpu, 'model'))?.trim()
    return (mode === null || mode === 'custom') && named ? named : mode
  },
  write(of, value) {
    if (value === this.read(of)) return
    const cpu = value === null ? element(of, 'cpu') : ensureElement(of, 'cpu', ['os', 'features'])
    if (!cpu) return
    for (const child of elements(cpu)) if (CHOSEN.has(child.name)) removeElement(child)
    for (const name of ['mode', 'match', 'check', 'migratable']) setAttribute(cpu, name, null)
    if (value === null) return removeIfBare(cpu)
    setAttribute(cpu, 'mode', CPU_MODES.has(value) ? value : 'custom')
    if (CPU_MODES.has(value)) return
    setAttribute(cpu, 'match', 'exact')
    insertElement(cpu, el('model', { fallback: 'forbid' }, value), [])
  },
}
export const CPU_MODES: ReadonlySet<string> = new Set(['host-passthrough', 'host-model', 'maximum', 'custom'])
const CHOSEN = new Set(['model', 'vendor', 'feature', 'maxphysaddr'])

export const MACHINE_ACCESS: Readonly<Record<string, FieldAccess>> = {
  'machine.title': textAt('title', ['name', 'uuid', 'genid']),
  'machine.description': textAt('description', ['name', 'uuid', 'genid', 'title']),
  'machine.cpus': cpus,
  'machine.cpusMaximum': cpusMaximum,
  'machine.memoryKiB': memoryKiB,
  'machine.memoryMaximumKiB': memoryMaximum,
  'machine.cpuMode': cpuMode,
  'machine.cpuFeatures': cpuFeatures,
}
