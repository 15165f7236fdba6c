// Distances between the guest's NUMA nodes (`<distances>` in `<cell>`) and where the memory of each comes from on the host
// (`<memnode>` in `<numatune>`): libvirt's formatdomain page, "CPU model and topology" and "NUMA Node Tuning".
import {
  type CellMemories,
  fitCellMemories,
  fitDistances,
  parseCellMemories,
  parseDistances,
  printCellMemories,
  printDistances,
} from '../../../preload/model/numa.ts'
import { ensureElement, insertElement, removeElement, removeIfBare, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, element, elements } from '../lossless.ts'
import { el } from '../write.ts'
import type { FieldAccess } from './access.ts'

const cellsOf = (of: ElementNode) => elements(element(of, 'cpu', 'numa'), 'cell')
const siblingsOf = (cell: ElementNode) => elements(element(cell, 'distances'), 'sibling')

/** What is not written is the same as the other way, or as if nothing were said: libvirt reads it so. */
export const numaDistances: FieldAccess = {
  read(of) {
    const cells = cellsOf(of)
    if (!cells.some(cell => element(cell, 'distances'))) return null
    const written = cells.map(cell => {
      const row: number[] = []
      for (const one of siblingsOf(cell))
        row[Number(attribute(one, 'id'))] = Number(attribute(one, 'value') ?? Number.NaN)
      return row
    })
    return printDistances(fitDistances(written, cells.length))
  },
  write(of, value) {
    if (value === this.read(of)) return
    const cells = cellsOf(of)
    if (value === null) {
      for (const old of cells.flatMap(cell => elements(cell, 'distances'))) removeElement(old)
      return
    }
    const wanted = fitDistances(parseDistances(value), cells.length)
    for (const [from, cell] of cells.entries())
      for (const [to, distance] of (wanted[from] ?? []).entries()) writeDistance(cell, to, distance)
  },
}

function writeDistance(cell: ElementNode, to: number, distance: number): void {
  const known = siblingsOf(cell).find(one => Number(attribute(one, 'id')) === to)
  if (known) setAttribute(known, 'value', String(distance))
  else insertElement(ensureElement(cell, 'distances'), el('sibling', { id: to, value: distance }))
}

export const numaMemory: FieldAccess = {
  read(of) {
    const memories: CellMemories = Object.fromEntries(
      memnodesOf(of).map(one => [
        attribute(one, 'cellid') ?? '',
        // libvirt's own word where none is written.
        { mode: attribute(one, 'mode') ?? 'strict', nodes: attribute(one, 'nodeset') ?? '' },
      ]),
    )
    return printCellMemories(memories)
  },
  write(of, value) {
    if (value === this.read(of)) return
    // Of nodes that are not there, libvirt wants no word.
    const memories = fitCellMemories(parseCellMemories(value), cellsOf(of).length)
    const wanted = new Map(Object.entries(memories))
    for (const one of memnodesOf(of)) {
      const cell = attribute(one, 'cellid') ?? ''
      const memory = wanted.get(cell)
      wanted.delete(cell)
      if (!memory) removeElement(one)
      else {
        if ((attribute(one, 'mode') ?? 'strict') !== memory.mode) setAttribute(one, 'mode', memory.mode)
        setAttribute(one, 'nodeset', memory.nodes)
      }
    }
    for (const [cellid, { mode, nodes }] of wanted) {
      const numatune = ensureElement(of, 'numatune', ['vcpu', 'iothreads', 'blkiotune', 'cputune'])
      insertElement(numatune, el('memnode', { cellid, mode, nodeset: nodes }), ['memory', 'memnode'])
    }
    removeIfBare(element(of, 'numatune'))
  },
}

function memnodesOf(of: ElementNode): ElementNode[] {
  return elements(element(of, 'numatune'), 'memnode')
}
