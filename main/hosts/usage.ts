// libvirt's statistics of a running machine as one reading: the fields of virConnectGetAllDomainStats, summed over disks and nics.
import {
  type Connection,
  type Domain,
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT,
  VIR_CONNECT_LIST_DOMAINS_ACTIVE,
  VIR_DOMAIN_STATS_BALLOON,
  VIR_DOMAIN_STATS_BLOCK,
  VIR_DOMAIN_STATS_CPU_TOTAL,
  VIR_DOMAIN_STATS_INTERFACE,
  VIR_DOMAIN_STATS_VCPU,
} from 'node-libvirt'
import type { DiskCounters, UsageReading } from '../../preload/model/usage.ts'

export type StatsParams = Readonly<Record<string, string | number | bigint | boolean>>

const STATS =
  VIR_DOMAIN_STATS_CPU_TOTAL |
  VIR_DOMAIN_STATS_BALLOON |
  VIR_DOMAIN_STATS_VCPU |
  VIR_DOMAIN_STATS_BLOCK |
  VIR_DOMAIN_STATS_INTERFACE

/** Of these machines, or of all that run. NOWAIT: a stuck or busy one says less and holds up nobody. */
export async function readUsages(
  connection: Connection,
  timeoutMs: number,
  domains: readonly Domain[] = [],
): Promise<Map<string, UsageReading>> {
  const flags =
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT | (domains.length === 0 ? VIR_CONNECT_LIST_DOMAINS_ACTIVE : 0)
  const records = await connection.getAllDomainStats(STATS, flags, { timeoutMs }, domains)
  const at = Date.now()
  return new Map(records.map(({ domain, params }) => [domain.uuid, readUsage(params, at)]))
}

export function readUsage(params: StatsParams, at: number): UsageReading {
  const number = (name: string) => Number(params[name] ?? 0)
  const says = (name: string) => params[name] !== undefined
  const sum = (kind: 'block' | 'net', field: string) => {
    let total = 0
    for (let n = 0; n < number(`${kind}.count`); n++) total += number(`${kind}.${n}.${field}`)
    return total
  }
  const available = number('balloon.available')
  const saysUse = available > 0 && says('balloon.usable')
  return {
    at,
    cpuNs: number('cpu.time'),
    cpus: number('vcpu.current') || 1,
    memory: {
      givenKiB: number('balloon.current'),
      usedKiB: saysUse ? Math.max(0, available - number('balloon.usable')) : null,
      heldKiB: says('balloon.rss') ? number('balloon.rss') : null,
    },
    // A busy machine's disks are named, without their counters.
    disk: Object.keys(params).some(name => /^block\.\d+\.rd\.bytes$/.test(name)) ? readDisks(sum) : null,
    network:
      number('net.count') > 0
        ? { receivedBytes: sum('net', 'rx.bytes'), sentBytes: sum('net', 'tx.bytes') }
        : null,
  }
}

function readDisks(sum: (kind: 'block', field: string) => number): DiskCounters {
  return {
    readBytes: sum('block', 'rd.bytes'),
    writtenBytes: sum('block', 'wr.bytes'),
    reads: sum('block', 'rd.reqs'),
    writes: sum('block', 'wr.reqs'),
    readNs: sum('block', 'rd.times'),
    writeNs: sum('block', 'wr.times'),
  }
}
