// Where a machine runs on its host: sets of processors, who is pinned to which, and the guest's own NUMA nodes. Pure; the form
// and the XML count alike.

export interface HostCpu {
  readonly id: number
  readonly socket: number
  readonly die: number
  readonly core: number
}

export interface HostNode {
  readonly id: number
  readonly memoryKiB: number
  readonly cpus: readonly HostCpu[]
}

/** `0-3,^2,8` → 0, 1, 3, 8; null for what is no set. libvirt's own limit is 16384. */
export function parseCpuSet(text: string): readonly number[] | null {
  const cpus = new Set<number>()
  for (const part of text.split(',').map(one => one.trim())) {
    const found = /^(\^?)(\d{1,5})(?:-(\d{1,5}))?$/.exec(part)
    if (!found) return null
    const [, not, first = '', last = first] = found
    if (Number(last) < Number(first) || Number(last) >= MOST_CPUS) return null
    for (let cpu = Number(first); cpu <= Number(last); cpu++) not ? cpus.delete(cpu) : cpus.add(cpu)
  }
  return [...cpus].sort((a, b) => a - b)
}
const MOST_CPUS = 16384

/** 0, 1, 3, 8 → `0-1,3,8`. */
export function printCpuSet(cpus: readonly number[]): string {
  const runs: [number, number][] = []
  for (const cpu of [...new Set(cpus)].sort((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run && run[1] === cpu - 1) run[1] = cpu
    else runs.push([cpu, cpu])
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}

/** Number of a processor or thread → the host's processors that it may run on. As a field's value: `0:0-3;1:4`. */
export type Pins = Readonly<Record<string, string>>

export function printPins(pins: Pins): string | null {
  const all = Object.entries(pins)
  return all.length === 0 ? null : all.map(([who, cpus]) => `${who}:${cpus}`).join(';')
}

export function parsePins(value: string | null): Pins {
  const pairs = value?.split(';').map(pair => pair.split(':')) ?? []
  return Object.fromEntries(pairs.map(([who = '', cpus = '']) => [who, cpus]))
}

/** Every processor of the guest on one of the host, neighbours beside neighbours. Null where the host has too few. */
export function pinOneToOne(count: number, nodes: readonly HostNode[]): Pins | null {
  const near = ({ socket, die, core, id }: HostCpu) => [socket, die, core, id]
  const order = nodes.flatMap(({ cpus }) => [...cpus].sort((a, b) => compare(near(a), near(b))))
  if (count > order.length) return null
  return Object.fromEntries(order.slice(0, count).map(({ id }, vcpu) => [vcpu, String(id)]))
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, n) => value !== b[n])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

/** A NUMA node of the guest. As a field's value: `0-1=524288;2-3=524288`. */
export interface GuestCell {
  readonly cpus: readonly number[]
  readonly memoryKiB: number
}

export function printCells(cells: readonly GuestCell[]): string | null {
  if (cells.length === 0) return null
  return cells.map(({ cpus, memoryKiB }) => `${printCpuSet(cpus)}=${memoryKiB}`).join(';')
}

export function parseCells(value: string | null): readonly GuestCell[] {
  const pairs = value?.split(';').map(pair => pair.split('=')) ?? []
  return pairs.map(([cpus = '', kib]) => ({ cpus: parseCpuSet(cpus) ?? [], memoryKiB: Number(kib) || 0 }))
}

/** All that the cells hold together: the machine's processors, and its memory less what its modules bring. */
export interface Whole {
  readonly cpus: number
  readonly memoryKiB: number
}

export function divideEvenly(count: number, { cpus, memoryKiB }: Whole): readonly GuestCell[] {
  const cut = (all: number, at: number) => Math.floor((all * at) / count)
  const mib = Math.floor(memoryKiB / 1024)
  const cells = Array.from({ length: count }, (_, at) => ({
    cpus: range(cut(cpus, at), cut(cpus, at + 1)),
    memoryKiB: (cut(mib, at + 1) - cut(mib, at)) * 1024,
  }))
  return fitCells(cells, { cpus, memoryKiB })
}

/** The same cells for other amounts: the last one takes what is left, and gives what is too much. */
export function fitCells(cells: readonly GuestCell[], { cpus, memoryKiB }: Whole): readonly GuestCell[] {
  const last = cells.length - 1
  const before = cells.slice(0, -1)
  const rest = memoryKiB - before.reduce((sum, cell) => sum + cell.memoryKiB, 0)
  if (last > 0 && rest < LEAST_KIB)
    return divideEvenly(cells.length, { cpus, memoryKiB: Math.max(memoryKiB, LEAST_KIB * cells.length) })
  const taken = new Set(before.flatMap(cell => cell.cpus))
  return cells.map((cell, at) =>
    at === last
      ? { cpus: range(0, cpus).filter(cpu => !taken.has(cpu)), memoryKiB: rest }
      : { ...cell, cpus: cell.cpus.filter(cpu => cpu < cpus) },
  )
}
/** What libvirt gives a cell at least. */
const LEAST_KIB = 1024

/** One of the cells gets these; the others lose them, and the last one has what nobody has. */
export function giveCpus(
  cells: readonly GuestCell[],
  at: number,
  given: readonly number[],
  whole: Whole,
): readonly GuestCell[] {
  const next = cells.map((cell, n) => ({
    ...cell,
    cpus: n === at ? given : cell.cpus.filter(cpu => !given.includes(cpu)),
  }))
  return fitCells(next, whole)
}

export function giveMemory(
  cells: readonly GuestCell[],
  at: number,
  memoryKiB: number,
  whole: Whole,
): readonly GuestCell[] {
  const others = cells.slice(0, -1).reduce((sum, cell, n) => (n === at ? sum : sum + cell.memoryKiB), 0)
  const most = whole.memoryKiB - others - LEAST_KIB
  const given = Math.max(LEAST_KIB, Math.min(memoryKiB, most))
  return fitCells(
    cells.map((cell, n) => (n === at ? { ...cell, memoryKiB: given } : cell)),
    whole,
  )
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n)
}
