// A connection to a hypervisor: what can be asked of it, and the way to its objects. Methods carry libvirt's own
// names without the object's prefix: virDomainLookupByName → domainLookupByName, virNodeGetInfo → nodeGetInfo.
// Every call takes CallOptions last; it throws LibvirtError, TimeoutError, ClosedError or the signal's reason.

import type { Writable } from 'node:stream'
import type { CallOptions } from './calls.ts'
import { readCpuMap } from './cpumap.ts'
import type { Domain } from './domain.ts'
import { DOMAIN_EVENTS, type DomainEventName, type DomainEvents, readDomainEvent } from './domain-events.ts'
import type { Events } from './events.ts'
import * as c from './generated/connect.gen.ts'
import { ConnectionCalls } from './generated/connection-calls.gen.ts'
import type {
  virConnectBaselineCPUFlags,
  virConnectCompareCPUFlags,
  virConnectGetAllDomainStatsFlags,
  virNetworkCreateFlags,
  virNetworkDefineFlags,
  virNodeAllocPagesFlags,
  virNWFilterDefineFlags,
} from './generated/constants.gen.ts'
import { DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS } from './generated/migration.gen.ts'
import {
  NETWORK_CREATE_XML,
  NETWORK_CREATE_XML_FLAGS,
  NETWORK_DEFINE_XML,
  NETWORK_DEFINE_XML_FLAGS,
} from './generated/network.gen.ts'
import { NWFILTER_DEFINE_XML, NWFILTER_DEFINE_XML_FLAGS } from './generated/other.gen.ts'
import { QEMU_DOMAIN_ATTACH } from './generated/qemu.gen.ts'
import type * as wire from './generated/structs.gen.ts'
import type { Network } from './network.ts'
import type { NWFilter } from './nw-filter.ts'
import {
  CLOSE_EVENT,
  NETWORK_EVENTS,
  type NetworkEvents,
  NODE_DEVICE_EVENTS,
  type NodeDeviceEvents,
  QEMU_MONITOR_EVENT,
  type QemuMonitorEvent,
  SECRET_EVENTS,
  type SecretEvents,
  STORAGE_POOL_EVENTS,
  type StoragePoolEvents,
} from './object-events.ts'
import { charsText, type Params, type ParamsInput, readParams, writeParams } from './params.ts'
import type { CloseReason } from './rpc.ts'
import type { Session } from './session.ts'
import type { OpenChannel, Way } from './transport/channel.ts'
import type { Warnings } from './warnings.ts'

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

export interface DomainStats {
  readonly domain: Domain
  readonly params: Params
}

export type OpenAnother = (options?: { readonly signal?: AbortSignal }) => Promise<Connection>

interface Parts {
  readonly uri: string
  readonly session: Session
  readonly events: Events
  readonly warnings: Warnings
  readonly way: Omit<Way, 'wire'>
  readonly openAnother: OpenAnother
}

const CLOSE_TIMEOUT_MS = 2_000
/** REMOTE_NODE_MAX_CELLS */
const CELLS_MAX = 1_024

export class Connection extends ConnectionCalls {
  readonly uri: string
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<CloseReason>
  /**
   * Opens a socket of the host, over the same login: `{ host, port }` or `{ path }`, as the host sees them. Over tcp
   * and tls there is no such way. It ends with the connection. Throws ConnectError or the signal's reason.
   */
  readonly openChannel: OpenChannel
  /**
   * A second connection to the same daemon, with the same options and over the same login, for bulk streams: a stream
   * that waits holds up every call of its connection. It is the caller's to close, before this one. Throws as `connect`.
   */
  readonly openAnother: OpenAnother
  readonly #events: Events
  readonly #warnings: Warnings
  readonly #closeWay: () => Promise<void>
  #closing: Promise<void> | null = null

  constructor({ uri, session, events, warnings, way, openAnother }: Parts) {
    super(session)
    this.uri = uri
    this.openAnother = openAnother
    this.openChannel = way.openChannel
    this.#closeWay = way.close
    this.closed = session.rpc.closed
    this.#events = events
    this.#warnings = warnings
  }

  get isAlive(): boolean {
    return this.session.rpc.isOpen
  }

  /** How many events could not be read, or were not asked for: see ConnectOptions.onProtocolWarning. */
  get protocolWarnings(): number {
    return this.#warnings.count
  }

  /**
   * Calls and streams in flight fail with ClosedError; a daemon that does not answer is left after 2 s. When it resolves,
   * no process of a login is left either. Never throws.
   */
  close(): Promise<void> {
    this.#closing ??= this.session.rpc.closeWith(c.CONNECT_CLOSE, CLOSE_TIMEOUT_MS).then(this.#closeWay)
    return this.#closing
  }

  /** Whether the daemon has a VIR_DRV_FEATURE; asked once each. */
  supportsFeature(feature: number, options?: CallOptions): Promise<boolean> {
    return this.session.supportsFeature(feature, options)
  }

  // ── the host ──────────────────────────────────────────────────────────────────────────────────────────────

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

  // ── domains ───────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Statistics of all domains in one call, or of those that are named. virConnectGetAllDomainStats, virDomainListGetStats,
   * since libvirt 1.2.8.
   * @param stats VIR_DOMAIN_STATS_*; 0: all
   */
  async getAllDomainStats(
    stats = 0,
    flags: virConnectGetAllDomainStatsFlags = 0,
    options?: CallOptions,
    domains: readonly Domain[] = [],
  ): Promise<DomainStats[]> {
    const args = { doms: domains.map(domain => domain.wire), stats, flags }
    const { retStats } = await this.call(c.CONNECT_GET_ALL_DOMAIN_STATS, args, options)
    return retStats.map(({ dom, params }) => ({
      domain: this.session.domain(dom),
      params: readParams(params),
    }))
  }

  /** Takes in a QEMU that was started without libvirt. virDomainQemuAttach, since libvirt 0.9.4. */
  async qemuAttach(pid: number, flags = 0, options?: CallOptions): Promise<Domain> {
    return this.session.domain((await this.call(QEMU_DOMAIN_ATTACH, { pid_value: pid, flags }, options)).dom)
  }

  /** The second step of a migration that is tunnelled: what is written to the stream is what arrives. */
  async domainMigratePrepareTunnel3Params(
    params: ParamsInput,
    cookieIn: Uint8Array,
    flags = 0,
    options?: CallOptions,
  ): Promise<{ cookieOut: Uint8Array; stream: Writable }> {
    const args = { params: writeParams(params), cookie_in: cookieIn, flags }
    const { ret, stream } = await this.session.rpc.callStream(
      DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS,
      args,
      options,
    )
    return { cookieOut: ret.cookie_out, stream }
  }

  // ── what older daemons know without flags only: asked so where there are none ──────────────────────────────

  /** virNetworkDefineXML; with flags virNetworkDefineXMLFlags, since libvirt 7.7.0. */
  async networkDefineXML(
    xml: string,
    flags: virNetworkDefineFlags = 0,
    options?: CallOptions,
  ): Promise<Network> {
    const { net } =
      flags === 0
        ? await this.call(NETWORK_DEFINE_XML, { xml }, options)
        : await this.call(NETWORK_DEFINE_XML_FLAGS, { xml, flags }, options)
    return this.session.network(net)
  }

  /** Starts a network that is gone when it ends. virNetworkCreateXML; with flags virNetworkCreateXMLFlags, since 7.8.0. */
  async networkCreateXML(
    xml: string,
    flags: virNetworkCreateFlags = 0,
    options?: CallOptions,
  ): Promise<Network> {
    const { net } =
      flags === 0
        ? await this.call(NETWORK_CREATE_XML, { xml }, options)
        : await this.call(NETWORK_CREATE_XML_FLAGS, { xml, flags }, options)
    return this.session.network(net)
  }

  /** virNWFilterDefineXML; with flags virNWFilterDefineXMLFlags, since libvirt 7.7.0. */
  async nwFilterDefineXML(
    xml: string,
    flags: virNWFilterDefineFlags = 0,
    options?: CallOptions,
  ): Promise<NWFilter> {
    const { nwfilter } =
      flags === 0
        ? await this.call(NWFILTER_DEFINE_XML, { xml }, options)
        : await this.call(NWFILTER_DEFINE_XML_FLAGS, { xml, flags }, options)
    return this.session.nwFilter(nwfilter)
  }

  // ── events: each resolves, once the daemon sends them, to the function that ends the listening ───────────────

  onDomainEvent<K extends DomainEventName>(
    name: K,
    listener: (event: DomainEvents[K]) => void,
    options?: CallOptions,
  ): Promise<() => Promise<void>> {
    const tell = (message: Record<string, unknown>) =>
      listener(readDomainEvent<K>(message, domain => this.session.domain(domain)))
    return this.#events.listen(DOMAIN_EVENTS[name], tell, options)
  }

  onNetworkEvent<K extends keyof NetworkEvents>(
    name: K,
    listener: (event: NetworkEvents[K]) => void,
    options?: CallOptions,
  ): Promise<() => Promise<void>> {
    const tell = ({ net, callbackID: _, ...event }: Record<string, unknown>) =>
      listener({ ...event, network: this.session.network(net as wire.Network) } as NetworkEvents[K])
    return this.#events.listen(NETWORK_EVENTS[name], tell, options)
  }

  onStoragePoolEvent<K extends keyof StoragePoolEvents>(
    name: K,
    listener: (event: StoragePoolEvents[K]) => void,
    options?: CallOptions,
  ): Promise<() => Promise<void>> {
    const tell = ({ pool, callbackID: _, ...event }: Record<string, unknown>) =>
      listener({ ...event, pool: this.session.storagePool(pool as wire.StoragePool) } as StoragePoolEvents[K])
    return this.#events.listen(STORAGE_POOL_EVENTS[name], tell, options)
  }

  onNodeDeviceEvent<K extends keyof NodeDeviceEvents>(
    name: K,
    listener: (event: NodeDeviceEvents[K]) => void,
    options?: CallOptions,
  ): Promise<() => Promise<void>> {
    const tell = ({ dev, callbackID: _, ...event }: Record<string, unknown>) =>
      listener({ ...event, device: this.session.nodeDevice(dev as wire.NodeDevice) } as NodeDeviceEvents[K])
    return this.#events.listen(NODE_DEVICE_EVENTS[name], tell, options)
  }

  onSecretEvent<K extends keyof SecretEvents>(
    name: K,
    listener: (event: SecretEvents[K]) => void,
    options?: CallOptions,
  ): Promise<() => Promise<void>> {
    const tell = ({ secret, callbackID: _, ...event }: Record<string, unknown>) =>
      listener({ ...event, secret: this.session.secret(secret as wire.Secret) } as SecretEvents[K])
    return this.#events.listen(SECRET_EVENTS[name], tell, options)
  }

  /** QMP events of every domain, such as `RESUME`; their details are JSON. QEMU only, since libvirt 1.2.3. */
  onQemuMonitorEvent(
    listener: (event: QemuMonitorEvent) => void,
    options?: CallOptions,
  ): Promise<() => Promise<void>> {
    const tell = ({ dom, seconds, micros, event, details }: Record<string, unknown>) =>
      listener({
        domain: this.session.domain(dom as wire.Domain),
        event: String(event),
        timeMs: Number(seconds) * 1_000 + Number(micros) / 1_000,
        details: typeof details === 'string' ? details : null,
      })
    return this.#events.listen(QEMU_MONITOR_EVENT, tell, options)
  }

  /** The daemon's own connection to the hypervisor has ended: a virConnectCloseReason. Since libvirt 1.3.2. */
  onClose(listener: (reason: number) => void, options?: CallOptions): Promise<() => Promise<void>> {
    return this.#events.listen(CLOSE_EVENT, ({ reason }) => listener(Number(reason)), options)
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
