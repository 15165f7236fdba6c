// The wizard's service: options, drafts, plans and the run. The one coordinator: it may know hosts, media and
// the facts of operating systems; nothing else may know it.
import {
  Arch,
  type CreateOptions,
  type CreatePlan,
  type OptionsRequest,
  type VmDraft,
} from '../../preload/model/draft.ts'
import { AppFailure } from '../../preload/model/error.ts'
import { HostId, type HostRef, type TaskRef } from '../../preload/model/ids.ts'
import type { OsFacts } from '../../preload/model/os.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { OsDatabase } from '../os/database.ts'
import type { Mirror } from '../state/mirror.ts'
import type { Tasks } from '../tasks/tasks.ts'
import { readVolume } from '../xml/storage/read.ts'
import { adoptSystem, type DraftSurroundings, firstDraft } from './defaults.ts'
import type { SystemDisk } from './machine.ts'
import { findStandardPool, type HostOffer, type KvmProbe, type Offer, readOffer } from './options.ts'
import { describePlan, planCreate, type Surroundings } from './plan.ts'
import { runPlan } from './run.ts'

/** An offer is asked anew after this: free memory and new firmware files change. */
const OFFER_FRESH_MS = 15_000

export class Create {
  readonly #hosts: Hosts
  readonly #mirror: Mirror
  readonly #tasks: Tasks
  readonly #systems: () => Promise<OsDatabase>
  readonly #kvmWorks: KvmProbe
  readonly #offers = new Map<string, { readonly at: number; readonly offer: Promise<HostOffer> }>()

  constructor(
    hosts: Hosts,
    mirror: Mirror,
    tasks: Tasks,
    systems: () => Promise<OsDatabase>,
    kvmWorks: KvmProbe,
  ) {
    this.#hosts = hosts
    this.#mirror = mirror
    this.#tasks = tasks
    this.#systems = systems
    this.#kvmWorks = kvmWorks
  }

  async options({ host, arch }: OptionsRequest): Promise<CreateOptions> {
    return (await this.#offer({ host }, arch)).options
  }

  async draft(ref: HostRef): Promise<VmDraft> {
    return firstDraft(this.#around(ref, await this.#offer(ref)))
  }

  async systems(): Promise<readonly OsFacts[]> {
    return (await this.#systems()).list()
  }

  /** The draft with the defaults of another system; fields that the draft lacks or has wrong are kept as they are. */
  async adopt(input: {
    readonly draft: Record<string, unknown>
    readonly osId: string | null
  }): Promise<VmDraft> {
    const ref = hostOf(input.draft)
    const os = input.osId === null ? null : (await this.#systems()).get(input.osId)
    return adoptSystem(
      input.draft as VmDraft,
      os,
      this.#around(ref, await this.#offer(ref, archOf(input.draft))),
    )
  }

  async plan(input: Record<string, unknown>): Promise<CreatePlan> {
    const around = await this.#surroundings(hostOf(input), archOf(input), input['osId'])
    return describePlan(await planCreate(input, around), around)
  }

  run(draft: VmDraft): TaskRef {
    const ref = { host: draft.host }
    return this.#tasks.start({ key: 'create.vm', params: { name: draft.name } }, [draft.host], async task => {
      const around = await this.#surroundings(ref, draft.arch, draft.osId)
      await runPlan(
        await planCreate(draft, around),
        around,
        this.#hosts.get(ref.host).connection,
        task,
        this.#hosts.reach(ref.host),
      )
    })
  }

  async #surroundings(ref: HostRef, arch: string | undefined, osId: unknown): Promise<Surroundings> {
    const offer = await this.#offer(ref, arch)
    return {
      ...this.#around(ref, offer),
      offer,
      os: typeof osId === 'string' ? (await this.#systems()).get(osId) : null,
      volumePath: (pool, volume) => this.#volume(ref, pool, volume),
    }
  }

  #around({ host }: HostRef, { options }: Offer): DraftSurroundings {
    return {
      options,
      networks: this.#mirror.all('network').filter(network => network.host === host),
      pools: this.#mirror.all('pool').filter(pool => pool.host === host),
      takenNames: this.#mirror
        .all('vm')
        .filter(vm => vm.host === host)
        .map(vm => vm.name),
    }
  }

  async #volume(ref: HostRef, poolUuid: string, name: string): Promise<SystemDisk | null> {
    const pool = await this.#hosts.get(ref.host).connection.storagePoolLookupByUUIDString(poolUuid)
    const volume = await pool.volLookupByName(name).catch(() => null)
    if (!volume) return null
    const { path, format } = readVolume(await volume.getXMLDesc())
    return { path, format: format === 'qcow2' ? 'qcow2' : 'raw' }
  }

  async #offer(ref: HostRef, arch?: string): Promise<Offer> {
    const offer = await this.#knownOffer(ref, arch)
    const standardPoolPath = findStandardPool(this.#hosts.get(ref.host).view, this.#mirror.all('pool'))
    return { ...offer, options: { ...offer.options, standardPoolPath } }
  }

  #knownOffer(ref: HostRef, arch: string | undefined): Promise<HostOffer> {
    const key = `${ref.host} ${arch ?? ''}`
    const known = this.#offers.get(key)
    if (known && Date.now() - known.at < OFFER_FRESH_MS) return known.offer
    const offer = readOffer(this.#hosts.get(ref.host), this.#kvmWorks, arch)
    this.#offers.set(key, { at: Date.now(), offer })
    offer.catch(() => this.#offers.delete(key)) // an offer that failed is asked again at once
    return offer
  }
}

function archOf(draft: Record<string, unknown>): string | undefined {
  return Arch.safeParse(draft['arch']).data
}

function hostOf(draft: Record<string, unknown>): HostRef {
  const host = HostId.safeParse(draft['host'])
  if (!host.success) throw new AppFailure('host.unknown', { host: String(draft['host'] ?? '') })
  return { host: host.data }
}
