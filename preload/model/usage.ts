// What a running machine uses: counters at a moment, and what went on between two moments. Both sides reckon alike.

/** Sums over all its disks and nics; null where libvirt does not say. */
export interface UsageReading {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly cpuNs: number
  readonly cpus: number
  readonly memory: MemoryUse
  readonly disk: DiskCounters | null
  readonly network: { readonly receivedBytes: number; readonly sentBytes: number } | null
}

export interface MemoryUse {
  /** What the balloon leaves it. */
  readonly givenKiB: number
  /** What its guest says it uses; null where it says nothing. */
  readonly usedKiB: number | null
  /** What QEMU holds of the host's memory; null while libvirt does not say. */
  readonly heldKiB: number | null
}

export interface DiskCounters {
  readonly readBytes: number
  readonly writtenBytes: number
  readonly reads: number
  readonly writes: number
  readonly readNs: number
  readonly writeNs: number
}

/** Rates a second; latencies are the mean of the requests since the point before, null where there were none. */
export interface UsagePoint extends MemoryUse {
  readonly at: number
  /** 0…1 of all its processors. */
  readonly cpu: number
  readonly readBytesPerSec: number | null
  readonly writtenBytesPerSec: number | null
  readonly readMs: number | null
  readonly writeMs: number | null
  readonly receivedBytesPerSec: number | null
  readonly sentBytesPerSec: number | null
}

/** Null for readings that do not belong together: the machine started anew between them, or time stood still. */
export function usageBetween(before: UsageReading, now: UsageReading): UsagePoint | null {
  const seconds = (now.at - before.at) / 1_000
  if (seconds <= 0 || now.cpuNs < before.cpuNs) return null
  const rate = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? null : Math.max(0, to - from) / seconds
  const [a, b] = [before.disk, now.disk]
  return {
    at: now.at,
    ...now.memory,
    cpu: Math.min(1, (now.cpuNs - before.cpuNs) / 1e9 / seconds / Math.max(1, now.cpus)),
    readBytesPerSec: rate(a?.readBytes, b?.readBytes),
    writtenBytesPerSec: rate(a?.writtenBytes, b?.writtenBytes),
    readMs: a && b ? meanMs(b.readNs - a.readNs, b.reads - a.reads) : null,
    writeMs: a && b ? meanMs(b.writeNs - a.writeNs, b.writes - a.writes) : null,
    receivedBytesPerSec: rate(before.network?.receivedBytes, now.network?.receivedBytes),
    sentBytesPerSec: rate(before.network?.sentBytes, now.network?.sentBytes),
  }
}

function meanMs(ns: number, requests: number): number | null {
  return requests > 0 && ns >= 0 ? ns / 1e6 / requests : null
}
