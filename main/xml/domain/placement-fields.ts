// Where the machine's processors and memory lie: who is pinned to which processor of the host (`<cputune>`), and the NUMA
// nodes that the guest sees (`<cpu><numa>`).
import {
  type GuestCell,
  type Pins,
  parseCells,
  parseCpuSet,
  parsePins,
  printCells,
  printCpuSet,
  printPins,
} from '../../../preload/model/placement.ts'
import { ensureElement, insertElement, removeElement, removeIfBare, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, element, elements } from '../lossless.ts'
import { unitBytes } from '../tree.ts'
import { el } from '../write.ts'
import type { FieldAccess } from './access.ts'
import { numaDistances, numaMemory } from './numa-fields.ts'

const TUNED = ['vcpu', 'vcpus', 'iothreads', 'iothreadids']

/** `<vcpupin vcpu='0' cpuset='0-3'/>`, and the like for the threads that serve disks. */
function pinsOf(name: string, who: string): FieldAccess {
  const all = (of: ElementNode) => elements(element(of, 'cputune'), name)
  return {
    read(of) {
      const pins: Pins = Object.fromEntries(
        all(of).map(pin => [attribute(pin, who) ?? '', attribute(pin, 'cpuset') ?? '']),
      )
      return printPins(pins)
    },
    write(of, value) {
      if (value === this.read(of)) return
      const wanted = new Map(Object.entries(parsePins(value)))
      for (const pin of all(of)) {
        const number = attribute(pin, who) ?? ''
        const cpus = wanted.get(number)
        if (cpus === undefined) removeElement(pin)
        else setAttribute(pin, 'cpuset', cpus)
        wanted.delete(number)
      }
      for (const [number, cpuset] of wanted)
        insertElement(ensureElement(of, 'cputune', TUNED), el(name, { [who]: number, cpuset }), [name])
      removeIfBare(element(of, 'cputune'))
    },
  }
}

export const numaCells: FieldAccess = {
  read: of => printCells(readCells(of)),
  write(of, value) {
    if (value === this.read(of)) return
    writeCells(of, parseCells(value))
  },
}

export function readCells(of: ElementNode): readonly GuestCell[] {
  return elements(element(of, 'cpu', 'numa'), 'cell').map(cell => ({
    cpus: parseCpuSet(attribute(cell, 'cpus') ?? '') ?? [],
    memoryKiB: cellKiB(cell),
  }))
}

function cellKiB(cell: ElementNode): number {
  const bytes = Number(attribute(cell, 'memory') ?? 0) * unitBytes(attribute(cell, 'unit') ?? 'KiB')
  return Math.round(bytes / 1024)
}

/** Cells that stay keep what else is said of them; what speaks of one that goes, goes too. */
export function writeCells(of: ElementNode, cells: readonly GuestCell[]): void {
  const cpu = cells.length === 0 ? element(of, 'cpu') : ensureElement(of, 'cpu', ['os', 'features'])
  if (!cpu) return
  const numa =
    cells.length === 0
      ? element(cpu, 'numa')
      : ensureElement(cpu, 'numa', ['model', 'vendor', 'topology', 'cache', 'feature'])
  const known = elements(numa, 'cell')
  for (const gone of known.slice(cells.length)) removeElement(gone)
  for (const [id, cell] of cells.entries())
    writeCell(known[id] ?? insertElement(numa ?? cpu, el('cell', { id }), ['cell']), cell)
  const isGone = (at: ElementNode, name: string) => Number(attribute(at, name)) >= cells.length
  for (const sibling of elements(numa, 'cell').flatMap(cell =>
    elements(element(cell, 'distances'), 'sibling'),
  ))
    if (isGone(sibling, 'id')) removeElement(sibling)
  for (const memory of elements(element(of, 'numatune'), 'memnode'))
    if (isGone(memory, 'cellid')) removeElement(memory)
  removeIfBare(element(of, 'numatune'))
  if (cells.length > 0) return
  if (numa) removeElement(numa)
  removeIfBare(cpu)
}

function writeCell(at: ElementNode, { cpus, memoryKiB }: GuestCell): void {
  const same = (parseCpuSet(attribute(at, 'cpus') ?? '') ?? []).join() === cpus.join()
  if (!same) setAttribute(at, 'cpus', cpus.length === 0 ? null : printCpuSet(cpus))
  if (cellKiB(at) === memoryKiB) return
  setAttribute(at, 'memory', String(memoryKiB))
  setAttribute(at, 'unit', 'KiB')
}

export const PLACEMENT_ACCESS: Readonly<Record<string, FieldAccess>> = {
  'machine.vcpuPins': pinsOf('vcpupin', 'vcpu'),
  'machine.ioThreadPins': pinsOf('iothreadpin', 'iothread'),
  'machine.numaCells': numaCells,
  'machine.numaDistances': numaDistances,
  'machine.numaMemory': numaMemory,
}
