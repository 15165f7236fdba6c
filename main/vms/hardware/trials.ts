// Changes on trial: written down before they are made, so that neither a closed app nor a dead daemon keeps them from going
// back; they go back when their time is over, or with the next connection after it. What another program changed since is not
// written over: then the user decides. No secret is written down; those of the moment are put back (rewrite.ts).
import { readFile } from 'node:fs/promises'
import type { Connection } from 'node-libvirt'
import { z } from 'zod'
import type { HardwareRequest } from '../../../preload/model/hardware.ts'
import { HostId, objectKey, type TaskRef, Uuid, type VmRef } from '../../../preload/model/ids.ts'
import type { TrialWish } from '../../../preload/model/trial.ts'
import type { Hosts } from '../../hosts/hosts.ts'
import type { Log } from '../../log.ts'
import { replaceFile } from '../../settings/file.ts'
import type { Mirror } from '../../state/mirror.ts'
import { lookUp } from '../power.ts'
import type { VmHardware } from './changing.ts'
import { readHardware } from './reading.ts'

const MINUTE_MS = 60_000
const AGENT_POLL_MS = 5_000
/** While a task of the machine is at work: it may be taking back this very change. */
const BUSY_POLL_MS = 500
const AGENT_TIMEOUT_S = 5

const Kept = z.object({
  host: HostId,
  vm: Uuid,
  /** The definition to go back to, without secrets. */
  before: z.string(),
  /** Of the definition that is on trial; null until the change is made to its end. */
  revision: z.string().nullable(),
  endsAt: z.number(),
  agent: z.boolean(),
  /** The run of the machine that the change was made in, if only another one has it. */
  notInRun: z.number().nullable(),
})
type Kept = z.infer<typeof Kept>

export class Trials {
  readonly #path: string
  readonly #hosts: Hosts
  readonly #hardware: VmHardware
  readonly #mirror: Mirror
  readonly #log: Log
  readonly #trials = new Map<string, Kept>()
  readonly #timers = new Map<string, NodeJS.Timeout>()
  #writing: Promise<void> = Promise.resolve()

  private constructor(path: string, hosts: Hosts, hardware: VmHardware, mirror: Mirror, log: Log) {
    this.#path = path
    this.#hosts = hosts
    this.#hardware = hardware
    this.#mirror = mirror
    this.#log = log
    hosts.onReady((host, connection) => void this.#resume(host, connection))
  }

  /** With the trials of the last time. To be opened before anything connects. */
  static async open(
    path: string,
    hosts: Hosts,
    hardware: VmHardware,
    mirror: Mirror,
    log: Log,
  ): Promise<Trials> {
    const trials = new Trials(path, hosts, hardware, mirror, log)
    const text = await readFile(path, 'utf8').catch(() => '[]')
    const { data, error } = z.array(Kept).safeParse(parseJson(text))
    if (error) log.error('trials not read', { path, error })
    for (const kept of data ?? []) trials.#trials.set(objectKey(kept.host, kept.vm), kept)
    return trials
  }

  /**
   * The change as any other, but it goes back after `wish.minutes` (from now) unless it is kept. One on top of a change that is
   * on trial goes back with that one: to what was there before both.
   */
  apply(request: HardwareRequest, wish: TrialWish): TaskRef {
    const { host, vm } = request
    const key = objectKey(host, vm)
    let present = ''
    let onTrial: Kept | null = null
    return this.#hardware.apply(request, {
      willDefine: async (now, run, waits) => {
        present = now
        const last = this.#trials.get(key)
        onTrial = last?.revision === request.base ? last : null
        const before = onTrial?.before ?? now
        const endsAt = Date.now() + wish.minutes * MINUTE_MS
        const notInRun = waits ? run : null
        await this.#keep(key, { host, vm, before, revision: null, endsAt, agent: wish.agent, notInRun })
      },
      isUndone: async () => {
        const { definition } = await readHardware(this.#hosts, request)
        if (definition !== present) return // the next connection takes it back
        if (!onTrial) return this.#drop(key)
        await this.#keep(key, onTrial)
        this.#wait(key)
      },
      isDone: async revision => {
        const kept = this.#trials.get(key)
        if (kept) await this.#keep(key, { ...kept, revision })
        this.#show(key, false)
        this.#wait(key)
      },
    })
  }

  /** The change stays. */
  async keep({ host, vm }: VmRef): Promise<void> {
    await this.#drop(objectKey(host, vm))
  }

  /** Its time is over then, so that it goes back with the next connection where this one is lost in the middle of it. */
  async goBack({ host, vm }: VmRef): Promise<void> {
    const key = objectKey(host, vm)
    const kept = this.#trials.get(key)
    if (!kept) return
    await this.#keep(key, { ...kept, endsAt: Math.min(kept.endsAt, Date.now()) })
    await this.#goBack(key)
  }

  async written(): Promise<void> {
    await this.#writing
  }

  /** After a connection: what was cut off in the middle goes back at once, what is over too, the rest goes on. */
  async #resume(host: HostId, connection: Connection): Promise<void> {
    for (const [key, kept] of this.#trials) {
      if (kept.host !== host || !connection.isAlive) continue
      if (kept.revision !== null) this.#show(key, false)
      this.#wait(key)
    }
  }

  #wait(key: string): void {
    clearTimeout(this.#timers.get(key))
    const kept = this.#trials.get(key)
    if (!kept) return
    const isCutOff = kept.revision === null
    const leftMs = isCutOff ? 0 : Math.max(0, kept.endsAt - Date.now())
    const waitMs = this.#isBusy(key) ? BUSY_POLL_MS : kept.agent ? Math.min(leftMs, AGENT_POLL_MS) : leftMs
    this.#timers.set(
      key,
      setTimeout(() => void this.#look(key), waitMs),
    )
  }

  async #look(key: string): Promise<void> {
    const kept = this.#trials.get(key)
    if (!kept) return
    if (this.#isBusy(key)) this.#wait(key)
    else if (kept.revision === null) await this.#goBack(key)
    else if (kept.agent && (await this.#agentAnswers(kept))) await this.#drop(key)
    else if (Date.now() >= kept.endsAt) await this.#goBack(key)
    else this.#wait(key)
  }

  /** A task of the machine is at work, or takes back what it did. */
  #isBusy(key: string): boolean {
    return this.#mirror.all('task').some(({ endedAt, about }) => endedAt === null && about.includes(key))
  }

  /** Only of a machine that runs with the change. */
  async #agentAnswers(kept: Kept): Promise<boolean> {
    try {
      const domain = await lookUp(this.#hosts.get(kept.host).connection, kept)
      if (domain.id === null || domain.id === kept.notInRun) return false
      await domain.qemuAgentCommand('{"execute":"guest-ping"}', AGENT_TIMEOUT_S)
      return true
    } catch {
      return false // no agent, no host: it does not answer
    }
  }

  async #goBack(key: string): Promise<void> {
    const kept = this.#trials.get(key)
    if (!kept) return
    try {
      const { definition, revision } = await readHardware(this.#hosts, kept)
      if (definition === kept.before) await this.#drop(key)
      else if (kept.revision !== null && kept.revision !== revision) this.#show(key, true)
      else this.#undo(key, kept, revision)
    } catch (error) {
      // The host is away: the next connection goes on from here.
      this.#log.info('change not taken back yet', { vm: kept.vm, error })
    }
  }

  #undo(key: string, { host, vm, before }: Kept, base: string): void {
    const request = { host, vm, base, changes: [{ do: 'xml' as const, text: before }] }
    this.#hardware.apply(request, { label: 'vm.goBack', isDone: () => this.#drop(key) })
  }

  async #drop(key: string): Promise<void> {
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    this.#trials.delete(key)
    this.#mirror.drop('trial', key)
    await this.#write()
  }

  async #keep(key: string, kept: Kept): Promise<void> {
    const earlier = this.#trials.get(key)
    this.#trials.set(key, kept)
    try {
      await this.#write()
    } catch (error) {
      if (earlier) this.#trials.set(key, earlier)
      else this.#trials.delete(key)
      throw error
    }
  }

  #show(key: string, isStuck: boolean): void {
    const kept = this.#trials.get(key)
    if (!kept) return
    const { host, vm, endsAt, agent } = kept
    this.#mirror.put('trial', key, { host, vm, endsAt, agent, isStuck })
  }

  /** Rejects where the disk does not take it: a change on trial is not made then. */
  #write(): Promise<void> {
    const write = async () => replaceFile(this.#path, `${JSON.stringify([...this.#trials.values()])}\n`)
    const mine = this.#writing.then(write)
    this.#writing = mine.catch(() => undefined)
    return mine
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
