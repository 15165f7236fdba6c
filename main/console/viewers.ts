// Who else looks at a machine's displays. libvirt has no list of them: it tells when somebody comes and goes, so only
// those are known who came since a console of that host was first opened here. Our own are among them, for each of
// which one connection of ours is counted.
import type { Duplex } from 'node:stream'
import {
  type Connection,
  type DomainEvents,
  VIR_DOMAIN_EVENT_GRAPHICS_CONNECT,
  VIR_DOMAIN_EVENT_GRAPHICS_DISCONNECT,
} from 'node-libvirt'
import { type HostId, objectKey, type VmRef } from '../../preload/model/ids.ts'
import type { Mirror } from '../state/mirror.ts'

/** Our own connection and the event about it come at different times. */
const SETTLE_MS = 1_000

interface Display {
  /** Under which the mirror has it; null: no console of it was opened here. */
  name: string | null
  /** Those that libvirt told of, by their address: several may share one where it is a socket's. */
  readonly told: Map<string, number>
  own: number
  timer: NodeJS.Timeout | null
}

export class Viewers {
  readonly #mirror: Mirror
  readonly #watched = new WeakSet<Connection>()
  readonly #displays = new Map<string, Display>()

  constructor(mirror: Mirror) {
    this.#mirror = mirror
  }

  /** Before a display is opened, so that the event about it is not missed. A host without such events tells nothing. */
  async watch(host: HostId, connection: Connection): Promise<void> {
    if (this.#watched.has(connection)) return
    this.#watched.add(connection)
    const told = (event: DomainEvents['graphics']) => this.#told(host, event)
    await connection.onDomainEvent('graphics', told).catch(() => undefined)
    void connection.closed.then(() => this.#forget(host))
  }

  /**
   * One more connection of ours, until it is closed.
   * @param place where the display listens: a port, or a socket's path
   */
  add(ref: VmRef, kind: 'spice' | 'vnc', place: string, socket: Duplex): void {
    const key = placeKey(ref.host, ref.vm, place)
    const display = this.#display(key)
    display.name = displayKey(ref, kind)
    display.own++
    this.#publishSoon(key)
    socket.once('close', () => {
      display.own--
      this.#publishSoon(key)
    })
  }

  /** Of which protocol it is, the event does not say; where it happened, it does. */
  #told(host: HostId, { domain, phase, local, remote }: DomainEvents['graphics']): void {
    const key = placeKey(host, domain.uuid, local.service)
    const { told } = this.#display(key)
    const who = `${remote.node} ${remote.service}`
    const count = told.get(who) ?? 0
    if (phase === VIR_DOMAIN_EVENT_GRAPHICS_CONNECT) told.set(who, count + 1)
    else if (phase === VIR_DOMAIN_EVENT_GRAPHICS_DISCONNECT) {
      if (count > 1) told.set(who, count - 1)
      else told.delete(who) // or of somebody who was there before
    } else return
    this.#publishSoon(key)
  }

  #display(key: string): Display {
    const known = this.#displays.get(key) ?? { name: null, told: new Map(), own: 0, timer: null }
    this.#displays.set(key, known)
    return known
  }

  #publishSoon(key: string): void {
    const display = this.#display(key)
    if (display.timer) clearTimeout(display.timer)
    display.timer = setTimeout(() => {
      display.timer = null
      const all = [...display.told.values()].reduce((sum, count) => sum + count, 0)
      const { name } = display
      if (name && all > display.own) this.#mirror.put('crowd', name, { key: name })
      else if (name) this.#mirror.drop('crowd', name)
      if (all === 0 && display.own === 0) this.#displays.delete(key)
    }, SETTLE_MS).unref()
  }

  /** The next connection begins anew. */
  #forget(host: HostId): void {
    for (const [key, display] of this.#displays) {
      if (!key.startsWith(`${host}/`)) continue
      display.told.clear()
      this.#publishSoon(key)
    }
  }
}

/** `HOST/UUID/spice` */
export function displayKey(ref: VmRef, kind: 'spice' | 'vnc'): string {
  return `${objectKey(ref.host, ref.vm)}/${kind}`
}

function placeKey(host: HostId, vm: string, place: string): string {
  return `${objectKey(host, vm)}@${place}`
}
