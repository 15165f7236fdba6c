// Whether anything is kept of calls that have ended.
import { connect } from '../../main/libvirt/index.ts'
import { judge } from './measure.ts'

const ROUNDS = 10
const CALLS = 10_000
const AT_ONCE = 100
const FLAT_MIB = 1

export async function measureMemory(uri: string): Promise<void> {
  const connection = await connect(uri)
  const heapMiB: number[] = []
  // The first round is not counted: its code is being compiled.
  for (let round = 0; round <= ROUNDS; round++) {
    for (let n = 0; n < CALLS; n += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, () => connection.getHostname()))
    globalThis.gc?.()
    heapMiB.push(process.memoryUsage().heapUsed / (1 << 20))
  }
  const grownMiB = (heapMiB.at(-1) ?? 0) - (heapMiB[0] ?? 0)
  console.log(
    `heap over ${ROUNDS * CALLS} calls: ${heapMiB.map(mib => mib.toFixed(1)).join(' ')} MiB ${judge(grownMiB <= FLAT_MIB, `≤ ${FLAT_MIB} more`)}`,
  )
  await connection.close()
}
