// What is on a connected host, kept in the mirror: everything is read once, then again whenever an event says
// that it changed. An event is only a hint that something is different; the truth is always read anew, so events
// that come late, twice or out of order leave neither gaps nor ghosts.
import {
  type Connection,
  type Domain,
  isNotFound,
  LibvirtError,
  type Network,
  type StoragePool,
  VIR_CONNECT_LIST_DOMAINS_AUTOSTART,
  VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
} from 'node-libvirt'
import { type HostId, objectKey } from '../../preload/model/ids.ts'
import type { Vm } from '../../preload/model/vm.ts'
import type { Log } from '../log.ts'
import type { Mirror } from '../state/mirror.ts'
import { eachLimited } from '../tasks/keyed-queue.ts'
import { readDomain } from '../xml/domain/read.ts'
import { readNetwork } from '../xml/network/read.ts'
import { readPool } from '../xml/storage/read.ts'
import { readVmState } from './vm-state.ts'

/** Reads in flight at a time: the daemon works on five of a client's calls at once. */
const READS_AT_ONCE = 8

type Kind = 'vm' | 'network' | 'pool'

export class Inventory {
  readonly #host: HostId
  readonly #connection: Connection
  readonly #mirror: Mirror
  readonly #log: Log
  /** Objects being read: `again` asks for one more reading when this one ends. */
  readonly #reading = new Map<string, { again: boolean }>()

  constructor(host: HostId, connection: Connection, mirror: Mirror, log: Log) {
    this.#host = host
    this.#connection = connection
    this.#mirror = mirror
    this.#log = log
  }

  /** Subscribes first and reads then, so that what changes meanwhile is read again. */
  async load(): Promise<void> {
    await this.#subscribe()
    const [domains, networks, pools] = await Promise.all([
      this.#connection.listAllDomains(),
      this.#optional('networks', this.#connection.listAllNetworks(), []),
      this.#optional('pools', this.#connection.listAllStoragePools(), []),
    ])
    await this.#loadVms(domains)
    await eachLimited(networks, READS_AT_ONCE, network => this.#readInTurn('network', network.uuid))
    await eachLimited(pools, READS_AT_ONCE, pool => this.#readInTurn('pool', pool.uuid))
    await this.#dropMissing('vm', domains)
    await this.#dropMissing('network', networks)
    await this.#dropMissing('pool', pools)
  }

  /** Reads one object again; several requests while it is being read are one more reading. */
  async refresh(kind: Kind, uuid: string): Promise<void> {
    try {
      await this.#readInTurn(kind, uuid)
    } catch (error) {
      if (this.#connection.isAlive)
        this.#log.error('object not read', { host: this.#host, kind, uuid, error })
    }
  }

  /**
   * One reading of an object at a time, and another after it where something happened meanwhile: a daemon answers out
   * of order, and an older answer must not replace a newer one.
   */
  async #readInTurn(
    kind: Kind,
    uuid: string,
    first: () => Promise<void> = () => this.#read(kind, uuid),
  ): Promise<void> {
    const key = `${kind}:${uuid}`
    const reading = this.#reading.get(key)
    if (reading) {
      reading.again = true
      return
    }
    const mine = { again: false }
    this.#reading.set(key, mine)
    try {
      await first()
      while (mine.again) {
        mine.again = false
        await this.#read(kind, uuid)
      }
    } finally {
      this.#reading.delete(key)
    }
  }

  async #read(kind: Kind, uuid: string): Promise<void> {
    try {
      if (kind === 'vm') await this.#putVm(await this.#connection.domainLookupByUUIDString(uuid))
      else if (kind === 'network')
        await this.#putNetwork(await this.#connection.networkLookupByUUIDString(uuid))
      else await this.#putPool(await this.#connection.storagePoolLookupByUUIDString(uuid))
    } catch (error) {
      if (!isNotFound(error)) throw error
      this.#mirror.drop(kind, objectKey(this.#host, uuid))
    }
  }

  async #subscribe(): Promise<void> {
    const vm = (event: { domain: Domain }) => void this.refresh('vm', event.domain.uuid)
    const network = (event: { network: Network }) => void this.refresh('network', event.network.uuid)
    const pool = (event: { pool: StoragePool }) => void this.refresh('pool', event.pool.uuid)
    const on = this.#connection
    await Promise.all([
      on.onDomainEvent('lifecycle', vm),
      ...(
        ['reboot', 'deviceAdded', 'deviceRemoved', 'trayChange', 'balloonChange', 'metadataChange'] as const
      ).map(name => this.#optional(name, on.onDomainEvent(name, vm), undefined)),
      this.#optional('network events', on.onNetworkEvent('lifecycle', network), undefined),
      this.#optional('pool events', on.onStoragePoolEvent('lifecycle', pool), undefined),
      this.#optional('pool refreshes', on.onStoragePoolEvent('refresh', pool), undefined),
    ])
  }

  /** Not every driver has networks and storage, and a modular daemon of theirs may be down: VMs show all the same. */
  async #optional<T, U>(what: string, asked: Promise<T>, otherwise: U): Promise<T | U> {
    try {
      return await asked
    } catch (error) {
      if (!(error instanceof LibvirtError)) throw error
      this.#log.info('not offered', { host: this.#host, what, error })
      return otherwise
    }
  }

  async #loadVms(domains: readonly Domain[]): Promise<void> {
    const [persistent, autostart] = await Promise.all([
      this.#connection.listAllDomains(VIR_CONNECT_LIST_DOMAINS_PERSISTENT),
      this.#connection.listAllDomains(VIR_CONNECT_LIST_DOMAINS_AUTOSTART),
    ])
    const known = {
      persistent: new Set(persistent.map(domain => domain.uuid)),
      autostart: new Set(autostart.map(domain => domain.uuid)),
    }
    await eachLimited(domains, READS_AT_ONCE, domain => {
      const flags = {
        persistent: known.persistent.has(domain.uuid),
        autostart: known.autostart.has(domain.uuid),
      }
      return this.#readInTurn('vm', domain.uuid, async () => {
        try {
          await this.#putVm(domain, flags)
        } catch (error) {
          // One that vanished while the list was read is no reason to fail; the event has it dropped.
          if (!isNotFound(error)) throw error
        }
      })
    })
  }

  async #putVm(domain: Domain, known?: Pick<Vm, 'persistent' | 'autostart'>): Promise<void> {
    const [xml, state, saved, flags] = await Promise.all([
      domain.getXMLDesc(),
      domain.getState(),
      domain.hasManagedSaveImage(),
      known ?? this.#readFlags(domain),
    ])
    this.#mirror.put('vm', objectKey(this.#host, domain.uuid), {
      ...readDomain(xml),
      ...flags,
      host: this.#host,
      uuid: domain.uuid,
      state: readVmState(state, saved),
    })
  }

  async #readFlags(domain: Domain): Promise<Pick<Vm, 'persistent' | 'autostart'>> {
    const persistent = await domain.isPersistent()
    return { persistent, autostart: persistent && (await domain.getAutostart()) }
  }

  async #putNetwork(network: Network): Promise<void> {
    const [xml, active, persistent] = await Promise.all([
      network.getXMLDesc(),
      network.isActive(),
      network.isPersistent(),
    ])
    this.#mirror.put('network', objectKey(this.#host, network.uuid), {
      ...readNetwork(xml),
      host: this.#host,
      uuid: network.uuid,
      name: network.name,
      active,
      autostart: persistent && (await network.getAutostart()),
    })
  }

  async #putPool(pool: StoragePool): Promise<void> {
    const [xml, info, active, persistent] = await Promise.all([
      pool.getXMLDesc(),
      pool.getInfo(),
      pool.isActive(),
      pool.isPersistent(),
    ])
    this.#mirror.put('pool', objectKey(this.#host, pool.uuid), {
      ...readPool(xml),
      host: this.#host,
      uuid: pool.uuid,
      name: pool.name,
      active,
      autostart: persistent && (await pool.getAutostart()),
      capacityBytes: info.capacityBytes,
      allocationBytes: info.allocationBytes,
      availableBytes: info.availableBytes,
    })
  }

  /** What the mirror holds of this host and the list did not name is looked up once more, and dropped if gone. */
  async #dropMissing(kind: Kind, listed: readonly { uuid: string }[]): Promise<void> {
    const present = new Set(listed.map(object => object.uuid))
    const missing = this.#mirror
      .all(kind)
      .filter(object => object.host === this.#host && !present.has(object.uuid))
    await eachLimited(missing, READS_AT_ONCE, object => this.refresh(kind, object.uuid))
  }
}
