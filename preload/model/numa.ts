// What is said of the guest's NUMA nodes beside what each of them has: how far they are from each other (ACPI's SLIT), and which of the
// host's nodes their memory comes from. Pure; the form and the XML count alike.

/** Rows of a table, from each node to each: as a field's value `10,21;21,10`. */
export type Distances = readonly (readonly number[])[]

/** To itself; libvirt takes nothing else. */
export const LOCAL = 10
/** Where nothing is said. */
export const REMOTE = 20
/** Nothing between 0 and 10 means anything, and 255 is no way at all. */
export const NEAREST = LOCAL + 1
export const FARTHEST = 255

export function printDistances(distances: Distances): string | null {
  return distances.length === 0 ? null : distances.map(row => row.join(',')).join(';')
}

export function parseDistances(value: string | null): Distances {
  return value?.split(';').map(row => row.split(',').map(Number)) ?? []
}

/** For that many nodes: known distances stay, new ones are as if nothing were said. */
export function fitDistances(distances: Distances, count: number): Distances {
  return Array.from({ length: count }, (_, from) =>
    Array.from(
      { length: count },
      (_, to) => distances[from]?.[to] ?? distances[to]?.[from] ?? (from === to ? LOCAL : REMOTE),
    ),
  )
}

/** Both ways: guests take a table that says otherwise for broken. */
export function setDistance(distances: Distances, a: number, b: number, wanted: number): Distances {
  if (a === b) return distances
  const value = Math.max(NEAREST, Math.min(FARTHEST, Math.round(wanted)))
  return distances.map((row, from) =>
    row.map((now, to) => ((from === a && to === b) || (from === b && to === a) ? value : now)),
  )
}

export const MEMORY_MODES = ['strict', 'preferred', 'interleave', 'restrictive'] as const

/** Where the memory of a guest's node comes from. */
export interface CellMemory {
  readonly mode: string
  /** Nodes of the host, as libvirt writes a set: `0-1`. */
  readonly nodes: string
}

/** By the guest's node; as a field's value `0:strict:0-1;2:preferred:3`. */
export type CellMemories = Readonly<Record<string, CellMemory>>

export function printCellMemories(memories: CellMemories): string | null {
  const all = Object.entries(memories)
  return all.length === 0 ? null : all.map(([cell, { mode, nodes }]) => `${cell}:${mode}:${nodes}`).join(';')
}

export function parseCellMemories(value: string | null): CellMemories {
  const all = value?.split(';').map(one => one.split(':')) ?? []
  return Object.fromEntries(all.map(([cell = '', mode = '', nodes = '']) => [cell, { mode, nodes }]))
}

/** Without those of nodes that are not there. */
export function fitCellMemories(memories: CellMemories, count: number): CellMemories {
  return Object.fromEntries(Object.entries(memories).filter(([cell]) => Number(cell) < count))
}
