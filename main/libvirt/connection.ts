// A connection to a hypervisor: what can be asked of it, and the way to its objects. Methods carry libvirt's own
// names without the object's prefix: virDomainLookupByName → domainLookupByName, virNodeGetInfo → nodeGetInfo.
// Every call takes CallOptions last; it throws LibvirtError, TimeoutError, ClosedError or the signal's reason.

import type { CallOptions } from './calls.ts'
import { Domain } from './domain.ts'
import { DOMAIN_EVENTS, type DomainEventName, type DomainEvents, readDomainEvent } from './domain-events.ts'
import type { Events } from './events.ts'
import * as c from './generated/connect.gen.ts'
import {
  DOMAIN_CREATE_XML,
  DOMAIN_DEFINE_XML_FLAGS,
  DOMAIN_LOOKUP_BY_NAME,
  DOMAIN_LOOKUP_BY_UUID,
} from './generated/domain.gen.ts'
import {
  NETWORK_CREATE_XML,
  NETWORK_DEFINE_XML,
  NETWORK_LOOKUP_BY_NAME,
  NETWORK_LOOKUP_BY_UUID,
} from './generated/network.gen.ts'
import {
  STORAGE_POOL_DEFINE_XML,
  STORAGE_POOL_LOOKUP_BY_NAME,
  STORAGE_POOL_LOOKUP_BY_TARGET_PATH,
  STORAGE_POOL_LOOKUP_BY_UUID,
  STORAGE_VOL_LOOKUP_BY_KEY,
  STORAGE_VOL_LOOKUP_BY_PATH,
} from './generated/storage.gen.ts'
import type { Network as WireNetwork, StoragePool as WirePool } from './generated/structs.gen.ts'
import { Network } from './network.ts'
import {
  NETWORK_EVENTS,
  type NetworkEvents,
  STORAGE_POOL_EVENTS,
  type StoragePoolEvents,
} from './object-events.ts'
import { type Params, readParams } from './params.ts'
import type { CloseReason, Rpc } from './rpc.ts'
import { StoragePool } from './storage-pool.ts'
import { StorageVolume } from './storage-volume.ts'
import type { OpenChannel } from './transport/channel.ts'
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

export interface DomainStats {
  readonly domain: Domain
  readonly params: Params
}

const CLOSE_TIMEOUT_MS = 2_000

export class Connection {
  readonly uri: string
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<CloseReason>
  /**
   * Opens a socket of the host, over the same login: `{ host, port }` or `{ path }`, as the host sees them. Over tcp
   * and tls there is no such way. It ends with the connection. Throws ConnectError or the signal's reason.
   */
  readonly openChannel: OpenChannel
  readonly #rpc: Rpc
  readonly #events: Events

  readonly #warnings: Warnings
  #closing: Promise<void> | null = null

  constructor(uri: string, rpc: Rpc, events: Events, warnings: Warnings, openChannel: OpenChannel) {
    this.uri = uri
    this.openChannel = openChannel
    this.closed = rpc.closed
    this.#rpc = rpc
    this.#events = events
    this.#warnings = warnings
  }

  get isAlive(): boolean {
    return this.#rpc.isOpen
  }

  /** How many events could not be read, or were not asked for: see ConnectOptions.onProtocolWarning. */
  get protocolWarnings(): number {
    return this.#warnings.count
  }

  /** Calls and streams in flight fail with ClosedError; a daemon that does not answer is left after 2 s. Never throws. */
  close(): Promise<void> {
    this.#closing ??= this.#rpc.closeWith(c.CONNECT_CLOSE, CLOSE_TIMEOUT_MS)
    return this.#closing
  }

  // ── the host ──────────────────────────────────────────────────────────────────────────────────────────────

  /** The driver: `QEMU`. */
  async getType(options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(c.CONNECT_GET_TYPE, {}, options)).type
  }

  /** The hypervisor's version: major × 1 000 000 + minor × 1 000 + release. */
  async getVersion(options?: CallOptions): Promise<number> {
    return Number((await this.#rpc.call(c.CONNECT_GET_VERSION, {}, options)).hv_ver)
  }

  /** libvirt's own version on the host, as a number like getVersion's. */
  async getLibVersion(options?: CallOptions): Promise<number> {
    return Number((await this.#rpc.call(c.CONNECT_GET_LIB_VERSION, {}, options)).lib_ver)
  }

  async getHostname(options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(c.CONNECT_GET_HOSTNAME, {}, options)).hostname
  }

  async getURI(options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(c.CONNECT_GET_URI, {}, options)).uri
  }

  /** XML, see libvirt.org/formatcaps.html. */
  async getCapabilities(options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(c.CONNECT_GET_CAPABILITIES, {}, options)).capabilities
  }

  /** XML, see libvirt.org/formatdomaincaps.html. */
  async getDomainCapabilities(query: DomainCapabilitiesQuery = {}, options?: CallOptions): Promise<string> {
    const { emulatorbin = null, arch = null, machine = null, virttype = null, flags = 0 } = query
    const args = { emulatorbin, arch, machine, virttype, flags }
    return (await this.#rpc.call(c.CONNECT_GET_DOMAIN_CAPABILITIES, args, options)).capabilities
  }

  /** XML, since libvirt 5.2. */
  async getStoragePoolCapabilities(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(c.CONNECT_GET_STORAGE_POOL_CAPABILITIES, { flags }, options)).capabilities
  }

  async nodeGetInfo(options?: CallOptions): Promise<NodeInfo> {
    const { model, memory, ...rest } = await this.#rpc.call(c.NODE_GET_INFO, {}, options)
    const end = model.indexOf(0)
    return {
      ...rest,
      model: String.fromCharCode(...(end < 0 ? model : model.slice(0, end))),
      memoryKiB: Number(memory),
    }
  }

  /** Nanoseconds since the host started, by use: kernel, user, idle, iowait. @param cpu −1 for all together */
  async nodeGetCPUStats(cpu = -1, options?: CallOptions): Promise<Record<string, number>> {
    const args = { cpuNum: cpu, nparams: 0, flags: 0 }
    const { nparams } = await this.#rpc.call(c.NODE_GET_CPU_STATS, args, options)
    const { params } = await this.#rpc.call(c.NODE_GET_CPU_STATS, { ...args, nparams }, options)
    return Object.fromEntries(params.map(({ field, value }) => [field, Number(value)]))
  }

  /** KiB: total, free, buffers, cached. @param cell −1 for the whole host */
  async nodeGetMemoryStats(cell = -1, options?: CallOptions): Promise<Record<string, number>> {
    const args = { nparams: 0, cellNum: cell, flags: 0 }
    const { nparams } = await this.#rpc.call(c.NODE_GET_MEMORY_STATS, args, options)
    const { params } = await this.#rpc.call(c.NODE_GET_MEMORY_STATS, { ...args, nparams }, options)
    return Object.fromEntries(params.map(({ field, value }) => [field, Number(value)]))
  }

  // ── domains ───────────────────────────────────────────────────────────────────────────────────────────────

  /** @param flags VIR_CONNECT_LIST_DOMAINS_*; 0: all */
  async listAllDomains(flags = 0, options?: CallOptions): Promise<Domain[]> {
    const { domains } = await this.#rpc.call(c.CONNECT_LIST_ALL_DOMAINS, { need_results: 1, flags }, options)
    return domains.map(domain => new Domain(this.#rpc, domain))
  }

  /** Throws VIR_ERR_NO_DOMAIN. */
  async domainLookupByName(name: string, options?: CallOptions): Promise<Domain> {
    return new Domain(this.#rpc, (await this.#rpc.call(DOMAIN_LOOKUP_BY_NAME, { name }, options)).dom)
  }

  /** Throws VIR_ERR_NO_DOMAIN. */
  async domainLookupByUUIDString(uuid: string, options?: CallOptions): Promise<Domain> {
    return new Domain(this.#rpc, (await this.#rpc.call(DOMAIN_LOOKUP_BY_UUID, { uuid }, options)).dom)
  }

  /** virDomainDefineXMLFlags. @param flags VIR_DOMAIN_DEFINE_VALIDATE checks the XML against the schema */
  async domainDefineXML(xml: string, flags = 0, options?: CallOptions): Promise<Domain> {
    return new Domain(this.#rpc, (await this.#rpc.call(DOMAIN_DEFINE_XML_FLAGS, { xml, flags }, options)).dom)
  }

  /** Starts a domain that is gone when it ends. */
  async domainCreateXML(xml: string, flags = 0, options?: CallOptions): Promise<Domain> {
    return new Domain(
      this.#rpc,
      (await this.#rpc.call(DOMAIN_CREATE_XML, { xml_desc: xml, flags }, options)).dom,
    )
  }

  /** @param stats VIR_DOMAIN_STATS_*; 0: all. @param flags VIR_CONNECT_GET_ALL_DOMAINS_STATS_* */
  async getAllDomainStats(stats = 0, flags = 0, options?: CallOptions): Promise<DomainStats[]> {
    const { retStats } = await this.#rpc.call(
      c.CONNECT_GET_ALL_DOMAIN_STATS,
      { doms: [], stats, flags },
      options,
    )
    return retStats.map(({ dom, params }) => ({
      domain: new Domain(this.#rpc, dom),
      params: readParams(params),
    }))
  }

  // ── networks and storage ──────────────────────────────────────────────────────────────────────────────────

  async listAllNetworks(flags = 0, options?: CallOptions): Promise<Network[]> {
    const { nets } = await this.#rpc.call(c.CONNECT_LIST_ALL_NETWORKS, { need_results: 1, flags }, options)
    return nets.map(net => new Network(this.#rpc, net))
  }

  async networkLookupByName(name: string, options?: CallOptions): Promise<Network> {
    return new Network(this.#rpc, (await this.#rpc.call(NETWORK_LOOKUP_BY_NAME, { name }, options)).net)
  }

  async networkLookupByUUIDString(uuid: string, options?: CallOptions): Promise<Network> {
    return new Network(this.#rpc, (await this.#rpc.call(NETWORK_LOOKUP_BY_UUID, { uuid }, options)).net)
  }

  async networkDefineXML(xml: string, options?: CallOptions): Promise<Network> {
    return new Network(this.#rpc, (await this.#rpc.call(NETWORK_DEFINE_XML, { xml }, options)).net)
  }

  async networkCreateXML(xml: string, options?: CallOptions): Promise<Network> {
    return new Network(this.#rpc, (await this.#rpc.call(NETWORK_CREATE_XML, { xml }, options)).net)
  }

  async listAllStoragePools(flags = 0, options?: CallOptions): Promise<StoragePool[]> {
    const { pools } = await this.#rpc.call(
      c.CONNECT_LIST_ALL_STORAGE_POOLS,
      { need_results: 1, flags },
      options,
    )
    return pools.map(pool => new StoragePool(this.#rpc, pool))
  }

  async storagePoolLookupByName(name: string, options?: CallOptions): Promise<StoragePool> {
    return new StoragePool(
      this.#rpc,
      (await this.#rpc.call(STORAGE_POOL_LOOKUP_BY_NAME, { name }, options)).pool,
    )
  }

  async storagePoolLookupByUUIDString(uuid: string, options?: CallOptions): Promise<StoragePool> {
    return new StoragePool(
      this.#rpc,
      (await this.#rpc.call(STORAGE_POOL_LOOKUP_BY_UUID, { uuid }, options)).pool,
    )
  }

  /** Since libvirt 4.1. */
  async storagePoolLookupByTargetPath(path: string, options?: CallOptions): Promise<StoragePool> {
    return new StoragePool(
      this.#rpc,
      (await this.#rpc.call(STORAGE_POOL_LOOKUP_BY_TARGET_PATH, { path }, options)).pool,
    )
  }

  async storagePoolDefineXML(xml: string, flags = 0, options?: CallOptions): Promise<StoragePool> {
    return new StoragePool(
      this.#rpc,
      (await this.#rpc.call(STORAGE_POOL_DEFINE_XML, { xml, flags }, options)).pool,
    )
  }

  async storageVolLookupByPath(path: string, options?: CallOptions): Promise<StorageVolume> {
    return new StorageVolume(
      this.#rpc,
      (await this.#rpc.call(STORAGE_VOL_LOOKUP_BY_PATH, { path }, options)).vol,
    )
  }

  async storageVolLookupByKey(key: string, options?: CallOptions): Promise<StorageVolume> {
    return new StorageVolume(
      this.#rpc,
      (await this.#rpc.call(STORAGE_VOL_LOOKUP_BY_KEY, { key }, options)).vol,
    )
  }

  // ── events: each resolves, once the daemon sends them, to the function that ends the listening ───────────────

  onDomainEvent<K extends DomainEventName>(
    name: K,
    listener: (event: DomainEvents[K]) => void,
    options?: CallOptions,
  ): Promise<() => Promise<void>> {
    const tell = (message: Record<string, unknown>) =>
      listener(readDomainEvent<K>(message, wire => new Domain(this.#rpc, wire)))
    return this.#events.listen(DOMAIN_EVENTS[name], tell, options)
  }

  onNetworkEvent<K extends keyof NetworkEvents>(
    name: K,
    listener: (event: NetworkEvents[K]) => void,
    options?: CallOptions,
  ): Promise<() => Promise<void>> {
    const tell = ({ net, callbackID: _, ...event }: Record<string, unknown>) =>
      listener({ ...event, network: new Network(this.#rpc, net as WireNetwork) } as NetworkEvents[K])
    return this.#events.listen(NETWORK_EVENTS[name], tell, options)
  }

  onStoragePoolEvent<K extends keyof StoragePoolEvents>(
    name: K,
    listener: (event: StoragePoolEvents[K]) => void,
    options?: CallOptions,
  ): Promise<() => Promise<void>> {
    const tell = ({ pool, callbackID: _, ...event }: Record<string, unknown>) =>
      listener({ ...event, pool: new StoragePool(this.#rpc, pool as WirePool) } as StoragePoolEvents[K])
    return this.#events.listen(STORAGE_POOL_EVENTS[name], tell, options)
  }
}
