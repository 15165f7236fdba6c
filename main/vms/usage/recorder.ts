// What all running machines use, a point a minute for as long as the app runs, kept for 24 hours in a small file a machine.
// Live figures are read when somebody looks.
import { readFile, rm } from 'node:fs/promises'
import { objectKey, type VmRef } from '../../../preload/model/ids.ts'
import { type UsagePoint, type UsageReading, usageBetween } from '../../../preload/model/usage.ts'
import type { Host } from '../../hosts/host.ts'
import type { Hosts } from '../../hosts/hosts.ts'
import { readUsages } from '../../hosts/usage.ts'
import type { Log } from '../../log.ts'
import { replaceFile } from '../../settings/file.ts'
import { machineFile } from '../../settings/machine-file.ts'
import { lookUp } from '../power.ts'
import { addPoint, KEPT_MS } from './ring.ts'

const INTERVAL_MS = 60_000
const TIMEOUT_MS = 10_000
/** How much is lost at most when the app is killed. */
const WRITE_MS = 10 * 60_000

interface Ring {
  readonly ref: VmRef
  points: readonly UsagePoint[]
  isWritten: boolean
}

export class UsageRecorder {
  readonly #folder: string
  readonly #hosts: Hosts
  readonly #log: Log
  readonly #last = new Map<string, UsageReading>()
  readonly #rings = new Map<string, Promise<Ring>>()
  #timers: NodeJS.Timeout[] = []

  constructor(folder: string, hosts: Hosts, log: Log) {
    this.#folder = folder
    this.#hosts = hosts
    this.#log = log
  }

  start(): void {
    this.#timers = [
      setInterval(() => void this.sample(), INTERVAL_MS).unref(),
      setInterval(() => void this.write(), WRITE_MS).unref(),
    ]
  }

  /** Resolves when all is on disk. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.write()
  }

  /** Now. Throws `libvirt.invalidNow` (libvirt's own) for a machine that is off. */
  async live(ref: VmRef): Promise<UsageReading | null> {
    const { connection } = this.#hosts.get(ref.host)
    const domain = await lookUp(connection, ref)
    if (domain.id === null) return null
    return (await readUsages(connection, TIMEOUT_MS, [domain])).get(ref.vm) ?? null
  }

  /** The last 24 hours, oldest first. */
  async history(ref: VmRef): Promise<readonly UsagePoint[]> {
    const { points } = await this.#ring(ref)
    return points.filter(({ at }) => at > Date.now() - KEPT_MS)
  }

  async sample(): Promise<void> {
    const ready = this.#hosts.all().filter(host => host.view.connection.state === 'ready')
    await Promise.all(ready.map(host => this.#sampleHost(host)))
  }

  async #sampleHost({ view, connection }: Host): Promise<void> {
    try {
      for (const [vm, reading] of await readUsages(connection, TIMEOUT_MS)) {
        const key = objectKey(view.id, vm)
        const before = this.#last.get(key)
        this.#last.set(key, reading)
        const point = before ? usageBetween(before, reading) : null
        if (!point) continue
        const ring = await this.#ring({ host: view.id, vm: vm as VmRef['vm'] })
        ring.points = addPoint(ring.points, point)
        ring.isWritten = false
      }
    } catch (error) {
      this.#log.info('use not recorded', { host: view.id, error })
    }
  }

  #ring(ref: VmRef): Promise<Ring> {
    const key = objectKey(ref.host, ref.vm)
    const ring = this.#rings.get(key) ?? this.#read(ref)
    this.#rings.set(key, ring)
    return ring
  }

  /** A file that is missing or broken holds nothing. */
  async #read(ref: VmRef): Promise<Ring> {
    try {
      const points = JSON.parse(await readFile(this.#path(ref), 'utf8')) as UsagePoint[]
      return { ref, points: points.filter(({ at }) => typeof at === 'number'), isWritten: true }
    } catch {
      return { ref, points: [], isWritten: true }
    }
  }

  async write(): Promise<void> {
    for (const pending of [...this.#rings.values()]) {
      const ring = await pending
      if (ring.isWritten) continue
      ring.isWritten = true
      await this.#writeRing(ring).catch(error =>
        this.#log.error('use not written', { vm: ring.ref.vm, error }),
      )
    }
  }

  /** Rates need no digits after the point. */
  async #writeRing({ ref, points }: Ring): Promise<void> {
    if (points.length === 0) return rm(this.#path(ref), { force: true })
    const short = (_: string, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 1e3) / 1e3 : value
    await replaceFile(this.#path(ref), `${JSON.stringify(points, short)}\n`)
  }

  #path({ host, vm }: VmRef): string {
    return machineFile(this.#folder, host, vm)
  }
}
