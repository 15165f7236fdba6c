// CPU and memory of all running VMs, every two seconds while a window is looking: one call a host
// (virConnectGetAllDomainStats), with NOWAIT so that a stuck guest holds up nobody.
import {
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT,
  VIR_CONNECT_LIST_DOMAINS_ACTIVE,
  VIR_DOMAIN_STATS_BALLOON,
  VIR_DOMAIN_STATS_CPU_TOTAL,
  VIR_DOMAIN_STATS_VCPU,
} from 'node-libvirt'
import { objectKey } from '../../preload/model/ids.ts'
import type { StatsBatch } from '../../preload/model/patch.ts'
import type { VmSample } from '../../preload/model/vm.ts'
import type { Log } from '../log.ts'
import type { Host } from './host.ts'
import type { Hosts } from './hosts.ts'

const INTERVAL_MS = 2_000
const STATS = VIR_DOMAIN_STATS_CPU_TOTAL | VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_VCPU
const FLAGS = VIR_CONNECT_LIST_DOMAINS_ACTIVE | VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT

type Params = Readonly<Record<string, string | number | bigint | boolean>>
interface CpuReading {
  readonly timeNs: number
  readonly atMs: number
}

export class Sampler {
  readonly #hosts: Hosts
  readonly #log: Log
  readonly #send: (batch: StatsBatch) => void
  #timer: NodeJS.Timeout | null = null
  #lastCpu = new Map<string, CpuReading>()

  constructor(hosts: Hosts, log: Log, send: (batch: StatsBatch) => void) {
    this.#hosts = hosts
    this.#log = log
    this.#send = send
  }

  /** Samples while somebody looks; a hidden window costs nothing. */
  setWatched(watched: boolean): void {
    if (watched === (this.#timer !== null)) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (watched) void this.#sample()
  }

  async #sample(): Promise<void> {
    const timer = setTimeout(() => void this.#sample(), INTERVAL_MS)
    this.#timer = timer
    const samples: Record<string, VmSample> = {}
    const cpu = new Map<string, CpuReading>()
    await Promise.all(
      this.#hosts
        .all()
        .filter(host => host.view.connection.state === 'ready')
        .map(host => this.#sampleHost(host, samples, cpu)),
    )
    this.#lastCpu = cpu
    if (this.#timer === timer && Object.keys(samples).length > 0) this.#send({ at: Date.now(), samples })
  }

  async #sampleHost(
    host: Host,
    samples: Record<string, VmSample>,
    cpu: Map<string, CpuReading>,
  ): Promise<void> {
    try {
      const records = await host.connection.getAllDomainStats(STATS, FLAGS, { timeoutMs: INTERVAL_MS * 2 })
      const atMs = performance.now()
      for (const { domain, params } of records) {
        const key = objectKey(host.view.id, domain.uuid)
        const now = { timeNs: Number(params['cpu.time'] ?? 0), atMs }
        cpu.set(key, now)
        samples[key] = { cpu: cpuShare(this.#lastCpu.get(key), now, params), ...memoryUse(params) }
      }
    } catch (error) {
      this.#log.info('no sample', { host: host.view.id, error })
    }
  }
}

/** 0…1 of all virtual processors, between two readings; 0 for the first. */
function cpuShare(before: CpuReading | undefined, now: CpuReading, params: Params): number {
  if (!before || now.atMs <= before.atMs) return 0
  const cpus = Number(params['vcpu.current'] ?? 1) || 1
  return clamp((now.timeNs - before.timeNs) / 1e6 / (now.atMs - before.atMs) / cpus)
}

/** What the guest says it uses, if it says; else what QEMU holds on the host, its own code included (all in KiB). */
function memoryUse(params: Params): Pick<VmSample, 'memory' | 'memorySeenBy'> {
  const available = Number(params['balloon.available'] ?? 0)
  if (available > 0 && params['balloon.usable'] !== undefined)
    return { memory: clamp(1 - Number(params['balloon.usable']) / available), memorySeenBy: 'guest' }
  const given = Number(params['balloon.current'] ?? 0)
  const held = params['balloon.rss']
  return {
    memory: given > 0 && held !== undefined ? clamp(Number(held) / given) : null,
    memorySeenBy: 'host',
  }
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share))
}
