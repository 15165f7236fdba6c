// All hosts: this computer's own connections, found by themselves, and those the user added.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, parseUri } from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'
import type { HostKind } from '../../preload/model/host.ts'
import { HostId, objectKey } from '../../preload/model/ids.ts'
import type { Vm } from '../../preload/model/vm.ts'
import type { Log } from '../log.ts'
import type { Mirror } from '../state/mirror.ts'
import { CallLog } from './call-log.ts'
import { Host } from './host.ts'
import type { Questions } from './questions.ts'

/** A live connection to a host, waited for while it is away, until the signal aborts. */
export type Reach = (signal: AbortSignal) => Promise<Connection>

const REACH_POLL_MS = 250

export class Hosts {
  readonly calls = new CallLog()
  readonly #hosts = new Map<HostId, Host>()
  readonly #mirror: Mirror
  readonly #log: Log
  readonly #questions: Questions
  readonly #readyListeners: ((host: HostId, connection: Connection) => void)[] = []

  /** @param added URIs beyond this computer's own */
  constructor(mirror: Mirror, log: Log, questions: Questions, added: readonly string[]) {
    this.#mirror = mirror
    this.#questions = questions
    this.#log = log
    for (const { kind, uri } of localConnections()) this.#make(HostId.parse(kind), uri, kind)
    for (const uri of added) this.#make(HostId.parse(uri), uri, 'other')
  }

  /** The URIs that the user added. */
  get added(): string[] {
    return this.all().flatMap(({ view }) => (view.kind === 'other' ? [view.uri] : []))
  }

  /** Connects it, too. Throws `host.known` or ConnectError. */
  add(uri: string): HostId {
    parseUri(uri)
    const id = HostId.parse(uri)
    if (this.all().some(({ view }) => view.uri === uri)) throw new AppFailure('host.known')
    this.#make(id, uri, 'other').retry()
    return id
  }

  /** Forgets the host and what was known of it; on the host nothing changes. Throws `host.ownRemoved`. */
  async remove(id: HostId): Promise<void> {
    const host = this.get(id)
    if (host.view.kind !== 'other') throw new AppFailure('host.ownRemoved')
    this.#hosts.delete(id)
    await host.close()
    for (const kind of ['vm', 'network', 'pool'] as const)
      for (const object of this.#mirror.all(kind))
        if (object.host === id) this.#mirror.drop(kind, objectKey(id, object.uuid))
    this.#mirror.drop('host', id)
  }

  /** Called with each new connection to a host, once everything on it was read. To be set before anything connects. */
  onReady(listener: (host: HostId, connection: Connection) => void): void {
    this.#readyListeners.push(listener)
  }

  /** Connects all; nobody waits for it, the mirror tells how it goes. */
  connectAll(): void {
    for (const host of this.#hosts.values()) host.retry()
  }

  /** Throws `host.unknown`. */
  get(id: HostId): Host {
    const host = this.#hosts.get(id)
    if (!host) throw new AppFailure('host.unknown', { host: id })
    return host
  }

  reach(id: HostId): Reach {
    return async signal => {
      while (this.get(id).view.connection.state !== 'ready') await sleep(REACH_POLL_MS, undefined, { signal })
      return this.get(id).connection
    }
  }

  all(): Host[] {
    return [...this.#hosts.values()]
  }

  /** The VM as the mirror knows it. Throws `libvirt.noDomain`. */
  vm(ref: { readonly host: HostId; readonly vm: string }): Vm {
    const vm = this.#mirror.get('vm', objectKey(ref.host, ref.vm))
    if (!vm) throw new AppFailure('libvirt.noDomain')
    return vm
  }

  #make(id: HostId, uri: string, kind: HostKind): Host {
    const onReady = (connection: Connection) => {
      for (const listener of this.#readyListeners) listener(id, connection)
    }
    const host = new Host({ id, uri, kind }, this.#mirror, this.#log, this.calls, this.#questions, onReady)
    this.#hosts.set(id, host)
    return host
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#hosts.values()].map(host => host.close()))
  }
}

/**
 * The system's machines and, for anyone but root, the user's own: libvirt starts no session daemon for root.
 * Other systems than Linux have no local libvirt to speak of.
 */
function localConnections(): { kind: 'system' | 'session'; uri: string }[] {
  if (process.platform !== 'linux') return []
  const system = { kind: 'system' as const, uri: 'qemu:///system' }
  return process.getuid?.() === 0 ? [system] : [system, { kind: 'session' as const, uri: 'qemu:///session' }]
}
