// All hosts: this computer's own connections, found by themselves, and those the user added.
import { AppFailure } from '../../preload/model/error.ts'
import { HostId, objectKey } from '../../preload/model/ids.ts'
import type { Vm } from '../../preload/model/vm.ts'
import type { Log } from '../log.ts'
import type { Mirror } from '../state/mirror.ts'
import { Host } from './host.ts'

export class Hosts {
  readonly #hosts = new Map<HostId, Host>()
  readonly #mirror: Mirror

  /** @param added URIs beyond this computer's own */
  constructor(mirror: Mirror, log: Log, added: readonly string[]) {
    this.#mirror = mirror
    for (const { kind, uri } of [
      ...localConnections(),
      ...added.map(uri => ({ kind: 'other' as const, uri })),
    ]) {
      const id = HostId.parse(kind === 'other' ? uri : kind)
      if (!this.#hosts.has(id)) this.#hosts.set(id, new Host({ id, uri, kind }, mirror, log))
    }
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

  all(): Host[] {
    return [...this.#hosts.values()]
  }

  /** The VM as the mirror knows it. Throws `libvirt.noDomain`. */
  vm(ref: { readonly host: HostId; readonly vm: string }): Vm {
    const vm = this.#mirror.get('vm', objectKey(ref.host, ref.vm))
    if (!vm) throw new AppFailure('libvirt.noDomain')
    return vm
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
