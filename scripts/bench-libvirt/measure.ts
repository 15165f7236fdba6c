// Seconds of wall and processor time, and how a row of the report is written. The best round counts: whatever made
// another round longer was the rest of the computer.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export const PYTHON = '/usr/bin/python3'
export const run = promisify(execFile)
const ROUNDS = 3

export type Measured = readonly [wallS: number, cpuS: number]

/** Repeats `work` for so long, and three times at least. */
export async function measure(work: () => Promise<unknown>, seconds: number): Promise<Measured> {
  const end = performance.now() + seconds * 1_000
  let fastest: Measured | null = null
  for (let round = 0; round < ROUNDS || performance.now() < end; round++) {
    const cpu = process.cpuUsage()
    const begun = performance.now()
    await work()
    const wallS = (performance.now() - begun) / 1_000
    const { user, system } = process.cpuUsage(cpu)
    fastest = best(fastest, [wallS, (user + system) / 1e6])
  }
  return fastest ?? [0, 0]
}

/** A process from its start to its end. Its own clock: Node would count itself. */
const CHILD = `
import resource, subprocess, sys, time
begun = time.perf_counter()
subprocess.run(sys.argv[2:], stdin=open(sys.argv[1]), stdout=subprocess.DEVNULL, check=True)
wall = time.perf_counter() - begun
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(wall, used.ru_utime + used.ru_stime)`

/** @param input the file that is its standard input */
export async function measureProcess(
  command: string,
  args: readonly string[],
  input = '/dev/null',
): Promise<Measured> {
  let fastest: Measured | null = null
  for (let round = 0; round < ROUNDS; round++) {
    const { stdout } = await run(PYTHON, ['-c', CHILD, input, command, ...args])
    const [wallS = 0, cpuS = 0] = stdout.trim().split(' ').map(Number)
    fastest = best(fastest, [wallS, cpuS])
  }
  return fastest ?? [0, 0]
}

export function best(one: Measured | null, other: Measured): Measured {
  return one && one[0] <= other[0] ? one : other
}

/** @param bar the greatest ratio of wall time that we allow ourselves */
export function printRatio(what: string, ours: Measured, theirs: Measured, bar?: number): void {
  const part = (name: string, at: 0 | 1) =>
    `${name} ${(ours[at] * 1_000).toFixed(1)} / ${(theirs[at] * 1_000).toFixed(1)} ms = ${(ours[at] / theirs[at]).toFixed(2)}`
  const verdict = bar === undefined ? '' : judge(ours[0] / theirs[0] <= bar, `≤ ${bar}`)
  console.log(`  ${what.padEnd(50)} ${part('wall', 0).padEnd(34)} ${part('CPU', 1).padEnd(32)} ${verdict}`)
}

export function judge(met: boolean, bar: string): string {
  return `${met ? 'met' : 'NOT MET'} (${bar})`
}
