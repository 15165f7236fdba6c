// What happened to each machine while Vitrina was open: libvirt's events and our tasks, with pictures of its screen, few
// and small. Nothing of it is on the host.
import { type Connection, type Domain, VIR_DOMAIN_EVENT_UNDEFINED } from 'node-libvirt'
import { type HostId, objectKey, type VmRef } from '../../../preload/model/ids.ts'
import type { Task } from '../../../preload/model/task.ts'
import {
  BEGINS,
  ENDS,
  type TimelineEntry,
  type TimelineWhat,
  type VmEvent,
} from '../../../preload/model/timeline.ts'
import type { Hosts } from '../../hosts/hosts.ts'
import type { Log } from '../../log.ts'
import type { Mirror } from '../../state/mirror.ts'
import type { Pictures } from '../pictures/pictures.ts'
import { readLifecycle } from './events.ts'
import type { TimelineStore } from './store.ts'

const MOST_PICTURES = 40
const LOOK_EVERY_MS = 15 * 60_000
/** By then a guest that has just been started shows something. */
const FIRST_LOOK_MS = 60_000
/** Its screen is still there, and says why. */
const LOOK_AT_ONCE: ReadonlySet<VmEvent> = new Set([
  'paused',
  'pausedByError',
  'pausedByWatchdog',
  'panicked',
])
const STOPS: ReadonlySet<VmEvent> = new Set([...LOOK_AT_ONCE, 'suspended'])
const LOOK_LATER: ReadonlySet<VmEvent> = new Set(['started', 'rebooted'])
/** libvirt's detail of an undefine that removes, not renames. */
const REMOVED = 0
/** Their effects are events already. */
const TOLD_BY_EVENTS = /^vm\.(start|shutdown|reboot|reset|forceOff|pause|resume|save)$/

export class Timelines {
  readonly #hosts: Hosts
  readonly #mirror: Mirror
  readonly #store: TimelineStore
  readonly #pictures: Pictures
  readonly #log: Log
  readonly #noted = new Set<string>()
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(hosts: Hosts, mirror: Mirror, store: TimelineStore, pictures: Pictures, log: Log) {
    this.#hosts = hosts
    this.#mirror = mirror
    this.#store = store
    this.#pictures = pictures
    this.#log = log
    hosts.onReady((host, connection) => void this.#watch(host, connection))
    mirror.onBatch(({ patches }) => {
      for (const patch of patches)
        if (patch.kind === 'task' && patch.op === 'put') this.#noteTask(patch.value)
    })
    this.#timers.add(setInterval(() => this.#aside(this.#lookAtAll()), LOOK_EVERY_MS).unref())
  }

  /** Oldest first. */
  read(ref: VmRef): Promise<readonly TimelineEntry[]> {
    return this.#store.read(ref)
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }

  /** Nobody waits for it, and nobody is to notice when this computer's disk is full. */
  #aside(work: Promise<unknown>): void {
    work.catch(error => this.#log.error('timeline not kept', { error }))
  }

  async #watch(host: HostId, connection: Connection): Promise<void> {
    const ref = (domain: Domain): VmRef => ({ host, vm: domain.uuid as VmRef['vm'] })
    try {
      await connection.onDomainEvent('lifecycle', ({ domain, event, detail }) => {
        if (event === VIR_DOMAIN_EVENT_UNDEFINED && detail === REMOVED)
          return this.#aside(this.#forget(ref(domain)))
        const what = readLifecycle({ event, detail })
        if (what) this.#aside(this.#noteEvent(ref(domain), what))
      })
      await connection
        .onDomainEvent('reboot', ({ domain }) => this.#aside(this.#noteEvent(ref(domain), 'rebooted')))
        .catch(() => undefined) // not every driver has it
      const present = this.#mirror.all('vm').filter(vm => vm.host === host)
      for (const { uuid, state } of present)
        await this.#noteSeen({ host, vm: uuid }, state !== 'off' && state !== 'saved')
      await this.#store.prune(host, new Set(present.map(({ uuid }) => uuid)), gone => this.#forget(gone))
    } catch (error) {
      if (connection.isAlive) this.#log.error('timeline not kept', { host, error })
    }
  }

  /** What was on before we looked has no start that we know of; what went off unseen is told as off from now on. */
  async #noteSeen(ref: VmRef, isOn: boolean): Promise<void> {
    const last = [...(await this.#store.read(ref))]
      .reverse()
      .find(({ what }) => what.kind === 'event' && (BEGINS.has(what.event) || ENDS.has(what.event)))
    const wasOn = last?.what.kind === 'event' && BEGINS.has(last.what.event)
    if (isOn && !wasOn) await this.#add(ref, { kind: 'event', event: 'seenOn' })
    if (!isOn && wasOn) await this.#add(ref, { kind: 'event', event: 'shutDown' })
  }

  async #noteEvent(ref: VmRef, event: VmEvent): Promise<void> {
    const at = await this.#add(ref, { kind: 'event', event })
    if (LOOK_AT_ONCE.has(event)) await this.#illustrate(ref, at)
    if (!LOOK_LATER.has(event)) return
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#aside(this.#look(ref))
    }, FIRST_LOOK_MS).unref()
    this.#timers.add(timer)
  }

  #noteTask({ id, label, about, state, error, endedAt }: Task): void {
    if (endedAt === null || state === 'running' || state === 'cancelling' || this.#noted.has(id)) return
    this.#noted.add(id)
    if (state === 'done' && TOLD_BY_EVENTS.test(label.key)) return
    for (const key of about) {
      const vm = this.#mirror.get('vm', key)
      if (vm) this.#aside(this.#add({ host: vm.host, vm: vm.uuid }, { kind: 'task', label, state, error }))
    }
  }

  async #lookAtAll(): Promise<void> {
    for (const { host, uuid, state } of this.#mirror.all('vm'))
      if (state === 'running' && this.#hosts.get(host).view.connection.state === 'ready')
        await this.#look({ host, vm: uuid })
  }

  async #look(ref: VmRef): Promise<void> {
    if (this.#mirror.get('vm', objectKey(ref.host, ref.vm))?.state !== 'running') return
    const png = await this.#pictures.look(ref)
    if (png) await this.#illustrate(ref, await this.#add(ref, { kind: 'event', event: 'looked' }), png)
  }

  /** @returns when it was */
  async #add(ref: VmRef, what: TimelineWhat): Promise<number> {
    let at = Date.now()
    await this.#store.change(ref, entries => {
      if (!isNews(what, entries)) return entries
      at = Math.max(at, (entries.at(-1)?.at ?? 0) + 1)
      return [...entries, { at, what, picture: null }]
    })
    return at
  }

  /** @param png its screen; looked at now unless given */
  async #illustrate(ref: VmRef, at: number, png?: Uint8Array): Promise<void> {
    const bytes = png ?? (await this.#pictures.look(ref))
    if (!bytes) return
    const picture = `t-${at}`
    await this.#pictures.keep({ ...ref, picture }, bytes)
    const kept = await this.#store.change(ref, entries =>
      thin(entries.map(entry => (entry.at === at ? { ...entry, picture } : entry))),
    )
    await this.#forgetOthers(ref, kept)
  }

  /** Pictures whose entry is gone. */
  async #forgetOthers(ref: VmRef, kept: readonly TimelineEntry[]): Promise<void> {
    const wanted = new Set(kept.map(({ picture }) => picture))
    const own = (await this.#pictures.list(ref)).filter(name => name.startsWith('t-'))
    await this.#pictures.forget(
      ref,
      own.filter(name => !wanted.has(name)),
    )
  }

  async #forget(ref: VmRef): Promise<void> {
    await this.#store.forget(ref)
    await this.#pictures.forgetMachine(ref)
  }
}

/** libvirt also says "resumed" of each start, before it says "started". */
export function isNews(what: TimelineWhat, entries: readonly TimelineEntry[]): boolean {
  if (what.kind !== 'event' || what.event !== 'resumed') return true
  for (const { what: before } of [...entries].reverse()) {
    if (before.kind !== 'event') continue
    if (STOPS.has(before.event)) return true
    if (BEGINS.has(before.event) || ENDS.has(before.event)) return false
  }
  return false
}

/** Few pictures: an entry that is nothing else goes with its own, others lose it. */
export function thin(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  let spare = entries.filter(({ picture }) => picture !== null).length - MOST_PICTURES
  return entries.flatMap(entry => {
    if (entry.picture === null || spare-- <= 0) return [entry]
    return entry.what.kind === 'event' && entry.what.event === 'looked' ? [] : [{ ...entry, picture: null }]
  })
}
