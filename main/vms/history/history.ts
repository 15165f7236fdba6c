// The config time machine: every definition that some program gives a machine, as libvirt's events tell of it. Going back to
// one is a change like any other (hardware/changing.ts). libvirt has no event for a few calls that change a definition in
// place (setMemory --config and the like): those are seen with the machine's next event, or when somebody looks.
import { type Connection, type Domain, isNotFound, VIR_DOMAIN_XML_INACTIVE } from 'node-libvirt'
import type { HistoryEntry } from '../../../preload/model/history.ts'
import type { HostId, VmRef } from '../../../preload/model/ids.ts'
import type { Hosts } from '../../hosts/hosts.ts'
import type { Log } from '../../log.ts'
import { eachLimited } from '../../tasks/keyed-queue.ts'
import { compareDevices, readDevices } from '../../xml/domain/hardware.ts'
import { parseDocument } from '../../xml/lossless.ts'
import { lookUp } from '../power.ts'
import type { HistoryStore } from './store.ts'

/** Few: reading all machines again is nobody's hurry. */
const READS_AT_ONCE = 2

export class VmHistory {
  readonly #hosts: Hosts
  readonly #store: HistoryStore
  readonly #log: Log

  constructor(hosts: Hosts, store: HistoryStore, log: Log) {
    this.#hosts = hosts
    this.#store = store
    this.#log = log
    hosts.onReady((host, connection) => void this.#watch(host, connection))
  }

  /** Newest first, the present one included. */
  async list(ref: VmRef): Promise<readonly HistoryEntry[]> {
    await this.#note(ref.host, await lookUp(this.#hosts.get(ref.host).connection, ref))
    return [...(await this.#store.read(ref.host, ref.vm))].reverse()
  }

  /** Subscribes first, so that what changes while all are read is read again. */
  async #watch(host: HostId, connection: Connection): Promise<void> {
    try {
      const note = ({ domain }: { domain: Domain }) => void this.#note(host, domain)
      await connection.onDomainEvent('lifecycle', note)
      await connection.onDomainEvent('metadataChange', note).catch(() => undefined) // not every driver has it
      const domains = await connection.listAllDomains()
      await eachLimited(domains, READS_AT_ONCE, domain => this.#note(host, domain))
      await this.#store.prune(host, new Set(domains.map(({ uuid }) => uuid)))
    } catch (error) {
      if (connection.isAlive) this.#log.error('history not kept', { host, error })
    }
  }

  /** Without secrets: libvirt leaves them out unless asked. */
  async #note(host: HostId, domain: Domain): Promise<void> {
    try {
      if (!(await domain.isPersistent())) return
      const xml = await domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE)
      await this.#store.add(host, domain.uuid, last => nextEntry(xml, last))
    } catch (error) {
      if (!isNotFound(error)) this.#log.info('definition not kept', { host, vm: domain.uuid, error })
    }
  }
}

/** Compared once, when it is new. Its time is its name: no two have the same. */
export function nextEntry(xml: string, last: HistoryEntry | undefined): HistoryEntry | null {
  if (last?.xml === xml) return null
  const devices = (text: string) => readDevices(parseDocument(text).root)
  return {
    at: Math.max(Date.now(), (last?.at ?? 0) + 1),
    xml,
    changes: last ? compareDevices(devices(last.xml), devices(xml)) : null,
  }
}
