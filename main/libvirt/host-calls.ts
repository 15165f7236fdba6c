// What a connection is asked of its host: its processors and memory, and what its hypervisor can do.
import type { CallOptions } from './calls.ts'
import { readCpuMap } from './cpumap.ts'
import * as c from './generated/connect.gen.ts'
import { ConnectionCalls } from './generated/connection-calls.gen.ts'
import type {
  virConnectBaselineCPUFlags,
  virConnectCompareCPUFlags,
  virNodeAllocPagesFlags,
} from './generated/constants.gen.ts'
import { charsText } from './params.ts'

export interface NodeInfo {
  readonly model: string
  readonly memoryKiB: number
  readonly cpus: number
  readonly mhz: number
  readonly nodes: number
  readonly sockets: number
  readonly cores: number
  readonly threads: number
}

export interface DomainCapabilitiesQuery {
  readonly emulatorbin?: string
  readonly arch?: string
  readonly machine?: string
  readonly virttype?: string
  readonly flags?: number
}

/** Which CPU is asked about: of the host, where it says nothing. */
export interface HypervisorCPUQuery {
  readonly emulator?: string
  readonly arch?: string
  readonly machine?: string
  readonly virttype?: string
}

/** REMOTE_NODE_MAX_CELLS */
const CELLS_MAX = 1_024

export class HostCalls extends ConnectionCalls {
  /** XML, see libvirt.org/formatdomaincaps.html. virConnectGetDomainCapabilities, since libvirt 1.2.7. */
  async getDomainCapabilities(query: DomainCapabilitiesQuery = {}, options?: CallOptions): Promise<string> {
    const { emulatorbin = null, arch = null, machine = null, virttype = null, flags = 0 } = query
    const args = { emulatorbin, arch, machine, virttype, flags }
    return (await this.call(c.CONNECT_GET_DOMAIN_CAPABILITIES, args, options)).capabilities
  }

  /** A virCPUCompareResult, for this hypervisor. virConnectCompareHypervisorCPU, since libvirt 4.4.0. */
  async compareHypervisorCPU(
    xmlCPU: string,
    query: HypervisorCPUQuery = {},
    flags: virConnectCompareCPUFlags = 0,
    options?: CallOptions,
  ): Promise<number> {
    const args = { ...hypervisorArgs(query), xmlCPU, flags }
    return (await this.call(c.CONNECT_COMPARE_HYPERVISOR_CPU, args, options)).result
  }

  /** The most that all of them can do, as XML. virConnectBaselineHypervisorCPU, since libvirt 4.4.0. */
  async baselineHypervisorCPU(
    xmlCPUs: readonly string[],
    query: HypervisorCPUQuery = {},
    flags: virConnectBaselineCPUFlags = 0,
    options?: CallOptions,
  ): Promise<string> {
    const args = { ...hypervisorArgs(query), xmlCPUs, flags }
    return (await this.call(c.CONNECT_BASELINE_HYPERVISOR_CPU, args, options)).cpu
  }

  /** virNodeGetInfo, since libvirt 0.1.0. */
  async nodeGetInfo(options?: CallOptions): Promise<NodeInfo> {
    const { model, memory, ...rest } = await this.call(c.NODE_GET_INFO, {}, options)
    return { ...rest, model: charsText(model), memoryKiB: Number(memory) }
  }

  /** Nanoseconds since the host started, by use: kernel, user, idle, iowait. @param cpu −1 for all together */
  async nodeGetCPUStats(cpu = -1, options?: CallOptions): Promise<Record<string, number>> {
    const args = { cpuNum: cpu, nparams: 0, flags: 0 }
    const { nparams } = await this.call(c.NODE_GET_CPU_STATS, args, options)
    const { params } = await this.call(c.NODE_GET_CPU_STATS, { ...args, nparams }, options)
    return Object.fromEntries(params.map(({ field, value }) => [field, Number(value)]))
  }

  /** KiB: total, free, buffers, cached. @param cell −1 for the whole host */
  async nodeGetMemoryStats(cell = -1, options?: CallOptions): Promise<Record<string, number>> {
    const args = { nparams: 0, cellNum: cell, flags: 0 }
    const { nparams } = await this.call(c.NODE_GET_MEMORY_STATS, args, options)
    const { params } = await this.call(c.NODE_GET_MEMORY_STATS, { ...args, nparams }, options)
    return Object.fromEntries(params.map(({ field, value }) => [field, Number(value)]))
  }

  /** Bytes, for each cell from `startCell`. virNodeGetCellsFreeMemory, since libvirt 0.3.3. */
  async nodeGetCellsFreeMemory(startCell = 0, options?: CallOptions): Promise<number[]> {
    const args = { startCell, maxcells: CELLS_MAX - startCell }
    return (await this.call(c.NODE_GET_CELLS_FREE_MEMORY, args, options)).cells.map(Number)
  }

  /** How many pages of each size are free, cell by cell. virNodeGetFreePages, since 1.2.6. @param startCell −1: all together */
  async nodeGetFreePages(
    pageSizesKiB: readonly number[],
    startCell = -1,
    cellCount = 1,
    flags = 0,
    options?: CallOptions,
  ): Promise<number[]> {
    const args = { pages: pageSizesKiB, startCell, cellCount, flags }
    return (await this.call(c.NODE_GET_FREE_PAGES, args, options)).counts.map(Number)
  }

  /**
   * Sets, or adds to, how many huge pages the host has. How many cells were changed. virNodeAllocPages, since 1.2.9.
   * @param pages size in KiB → how many
   */
  async nodeAllocPages(
    pages: ReadonlyMap<number, number>,
    startCell = -1,
    cellCount = 1,
    flags: virNodeAllocPagesFlags = 0,
    options?: CallOptions,
  ): Promise<number> {
    const pageCounts = [...pages.values()].map(BigInt)
    const args = { pageSizes: [...pages.keys()], pageCounts, startCell, cellCount, flags }
    return (await this.call(c.NODE_ALLOC_PAGES, args, options)).ret
  }

  /** How many CPUs there are, and the numbers of those that are online. virNodeGetCPUMap, since libvirt 1.0.0. */
  async nodeGetCPUMap(flags = 0, options?: CallOptions): Promise<{ count: number; online: number[] }> {
    const { cpumap, ret } = await this.call(
      c.NODE_GET_CPU_MAP,
      { need_map: 1, need_online: 1, flags },
      options,
    )
    return { count: ret, online: readCpuMap(cpumap) }
  }
}

function hypervisorArgs({ emulator, arch, machine, virttype }: HypervisorCPUQuery) {
  return {
    emulator: emulator ?? null,
    arch: arch ?? null,
    machine: machine ?? null,
    virttype: virttype ?? null,
  }
}
