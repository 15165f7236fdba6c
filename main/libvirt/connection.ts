// A connection to a hypervisor: what can be asked of it, and the way to its objects. Methods carry libvirt's own
// names without the object's prefix: virDomainLookupByName → domainLookupByName, virNodeGetInfo → nodeGetInfo.
// Every call takes CallOptions last; it throws LibvirtError, TimeoutError, ClosedError or the signal's reason.

import type { Writable } from 'node:stream'
import type { CallOptions } from './calls.ts'
import type { Domain } from './domain.ts'
import { DOMAIN_EVENTS, type DomainEventName, type DomainEvents, readDomainEvent } from './domain-events.ts'
import type { Events } from './events.ts'
import * as c from './generated/connect.gen.ts'
import type {
  virConnectGetAllDomainStatsFlags,
  virNetworkCreateFlags,
  virNetworkDefineFlags,
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
import { HostCalls } from './host-calls.ts'
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
import { type Params, type ParamsInput, readParams, writeParams } from './params.ts'
import type { CloseReason } from './rpc.ts'
import type { Session } from './session.ts'
import type { OpenChannel, Way } from './transport/channel.ts'
import type { Warnings } from './warnings.ts'

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

export class Connection extends HostCalls {
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
