// Processor time and memory of a program with all its processes, known by a mark in their environment.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const TICKS_PER_SECOND = 100
export const MARK = 'VITRINA_BENCH'

/** Those that carry the mark and all that they started: a browser writes its children's names over their environment. */
export function processesOf(mark: string): number[] {
  const all = list('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
  const found = new Set(
    all.filter(pid => read(`/proc/${pid}/environ`).split('\0').includes(`${MARK}=${mark}`)),
  )
  const parents = new Map(all.map(pid => [pid, Number(statOf(`/proc/${pid}/stat`)[1])]))
  for (let before = -1; before !== found.size; ) {
    before = found.size
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid)
  }
  return [...found]
}

/**
 * Seconds since they began, those of children that ended included.
 * @param counts those that are; all of them unless said
 */
export function cpuSeconds(mark: string, counts: (pid: number) => boolean = () => true): number {
  let ticks = 0
  for (const pid of processesOf(mark).filter(counts)) {
    const fields = statOf(`/proc/${pid}/stat`)
    for (const at of [11, 12, 13, 14]) ticks += Number(fields[at] ?? 0)
  }
  return ticks / TICKS_PER_SECOND
}

/** Seconds of the threads of that name: a page's workers have one each. */
export function threadSeconds(mark: string, name: string): number {
  let ticks = 0
  for (const pid of processesOf(mark))
    for (const thread of list(`/proc/${pid}/task`)) {
      if (!read(`/proc/${pid}/task/${thread}/comm`).startsWith(name)) continue
      const fields = statOf(`/proc/${pid}/task/${thread}/stat`)
      ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
    }
  return ticks / TICKS_PER_SECOND
}

/** What started it, with its arguments. */
export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
}

export function hasThread(pid: number, name: string): boolean {
  return list(`/proc/${pid}/task`).some(thread => read(`/proc/${pid}/task/${thread}/comm`).startsWith(name))
}

export function pssMiB(mark: string, counts: (pid: number) => boolean = () => true): number {
  let kiB = 0
  for (const pid of processesOf(mark).filter(counts))
    kiB += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
  return kiB / 1024
}

/** Without what comes from files: of that, a share is counted that grows when another browser on the computer ends. */
export function ownMiB(mark: string, counts: (pid: number) => boolean = () => true): number {
  let kiB = 0
  for (const pid of processesOf(mark).filter(counts))
    for (const [, size] of read(`/proc/${pid}/smaps_rollup`).matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+)/gm))
      kiB += Number(size)
  return kiB / 1024
}

const IDLE_MS = 300
/** A browser's own clockwork. */
const IDLE_SHARE = 0.07

/** Until they have nothing more to do. */
export async function untilIdle(mark: string): Promise<void> {
  for (let before = cpuSeconds(mark), tries = 0; tries < 200; tries++) {
    await sleep(IDLE_MS)
    const now = cpuSeconds(mark)
    if (now - before <= (IDLE_SHARE * IDLE_MS) / 1_000) return
    before = now
  }
}

/** Fields from the third on (proc(5)): a name may have spaces. */
function statOf(path: string): string[] {
  const stat = read(path)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return [] // it ended meanwhile
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
