// What Create would do, in order, and what keeps it from doing so. Reads the mirror and the host, writes nothing.
import type { CreatePlan, DraftProblem, VmDraft } from '../../preload/model/draft.ts'
import { VmDraft as DraftSchema } from '../../preload/model/draft.ts'
import type { TextParams } from '../../preload/model/error.ts'
import type { OsFacts } from '../../preload/model/os.ts'
import type { Label } from '../../preload/model/task.ts'
import { buildDomain } from '../xml/domain/build.ts'
import type { DraftSurroundings } from './defaults.ts'
import { decideMachine, type SystemDisk } from './machine.ts'
import { type MediaCopy, planMedia, withCopy } from './media.ts'
import type { Offer } from './options.ts'

/** What libvirt's users expect the first pool to be called. */
export const STANDARD_POOL = 'default'

export type CreateStep =
  | { readonly do: 'makePool'; readonly path: string }
  | { readonly do: 'startNetwork'; readonly network: string }
  | ({ readonly do: 'copyMedia' } & MediaCopy)
  | {
      readonly do: 'makeDisk'
      readonly pool: string
      readonly volume: string
      readonly sizeGiB: number
      readonly format: 'qcow2' | 'raw'
      readonly allocation: 'sparse' | 'full'
    }
  | { readonly do: 'define' }
  | { readonly do: 'start' }

export interface Surroundings extends DraftSurroundings {
  readonly offer: Offer
  readonly os: OsFacts | null
  /** The path of a volume that exists, or null. */
  readonly volumePath: (pool: string, volume: string) => Promise<SystemDisk | null>
}

export interface Plan {
  readonly draft: VmDraft | null
  readonly steps: readonly CreateStep[]
  readonly problems: readonly DraftProblem[]
  readonly warnings: readonly Label[]
}

export async function planCreate(input: unknown, around: Surroundings): Promise<Plan> {
  const parsed = DraftSchema.safeParse(input)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(issue => problem(issue.path.join('.'), knownCode(issue.message)))
    return { draft: null, steps: [], problems, warnings: [] }
  }
  const draft = parsed.data
  const problems = [
    ...namingProblems(draft, around),
    ...sizeProblems(draft, around),
    ...placeProblems(draft, around),
  ]
  const media = await planMedia(draft, around)
  problems.push(...media.problems)
  return {
    draft,
    problems,
    steps: listSteps(draft, around, media.copy),
    warnings: listWarnings(draft, around),
  }
}

/** The plan as the wizard shows it; the XML has a stand-in for a disk that is not there yet. */
export async function describePlan(plan: Plan, around: Surroundings): Promise<CreatePlan> {
  const { draft, problems, warnings } = plan
  if (!draft) return { steps: [], xml: '', warnings: [], problems, os: around.os }
  const copy = plan.steps.find(step => step.do === 'copyMedia')
  const located = copy ? withCopy(draft, `${poolPath(copy.pool, around)}/${copy.volume}`) : draft
  const disk = await plannedDisk(located, around)
  const xml = buildDomain(decideMachine(located, around.offer, around.os, disk))
  return {
    steps: plan.steps.map(step => describeStep(step, draft, around)),
    // The password of the display is nobody's to read, and another one is made when the plan is run.
    xml: xml.replace(/passwd='[^']*'/, "passwd='…'"),
    warnings,
    problems,
    os: around.os,
  }
}

export function describeStep(step: CreateStep, draft: VmDraft, around: DraftSurroundings): Label {
  switch (step.do) {
    case 'makePool':
      return { key: 'create.makePool', params: { path: step.path } }
    case 'startNetwork':
      return { key: 'create.startNetwork', params: { network: step.network } }
    case 'copyMedia':
      return { key: 'create.copyMedia', params: { path: step.from, pool: poolName(step.pool, around) } }
    case 'makeDisk':
      return { key: 'create.makeDisk', params: { volume: step.volume, size: step.sizeGiB } }
    case 'define':
      return { key: 'create.define', params: { name: draft.name } }
    case 'start':
      return { key: 'create.start', params: { name: draft.name } }
  }
}

function listSteps(draft: VmDraft, around: Surroundings, copy: MediaCopy | null): CreateStep[] {
  const steps: CreateStep[] = []
  const { nic } = draft
  const disk = newDiskOf(draft)
  if (disk?.pool === 'standard' || copy?.pool === 'standard') {
    steps.push({ do: 'makePool', path: poolPath('standard', around) })
  }
  if (nic.kind === 'network' && around.networks.some(n => n.name === nic.network && !n.active)) {
    steps.push({ do: 'startNetwork', network: nic.network })
  }
  if (copy) steps.push({ do: 'copyMedia', ...copy })
  if (disk) {
    const { sizeGiB, format, allocation, pool } = disk
    steps.push({ do: 'makeDisk', pool, volume: diskName(draft.name, format), sizeGiB, format, allocation })
  }
  steps.push({ do: 'define' })
  if (draft.startNow) steps.push({ do: 'start' })
  return steps
}

function namingProblems(draft: VmDraft, around: Surroundings): DraftProblem[] {
  return around.takenNames.includes(draft.name)
    ? [problem('name', 'draft.nameTaken', { name: draft.name })]
    : []
}

function sizeProblems(draft: VmDraft, { options }: Surroundings): DraftProblem[] {
  const problems: DraftProblem[] = []
  if (draft.cpus > options.maxCpus)
    problems.push(problem('cpus', 'draft.tooManyCpus', { most: options.maxCpus }))
  if (draft.memoryMiB > options.memoryMiB) {
    problems.push(problem('memoryMiB', 'draft.tooMuchMemory', { most: options.memoryMiB }))
  }
  if (draft.acceleration === 'kvm' && !options.kvm) problems.push(problem('acceleration', 'draft.noKvm'))
  if (draft.firmware === 'bios' && !options.bios) problems.push(problem('firmware', 'draft.noBios'))
  if (draft.firmware !== 'bios' && !options.uefi) problems.push(problem('firmware', 'draft.noUefi'))
  if (draft.firmware === 'uefi-secure' && !options.secureBoot)
    problems.push(problem('firmware', 'draft.noSecureBoot'))
  if (draft.tpm && !options.tpm) problems.push(problem('tpm', 'draft.noTpm'))
  if (draft.graphics !== 'none' && !options.graphics.includes(draft.graphics)) {
    problems.push(problem('graphics', 'draft.noGraphics'))
  }
  return problems
}

function placeProblems(draft: VmDraft, around: Surroundings): DraftProblem[] {
  const { nic } = draft
  const storage = draft.install.kind === 'image' ? { kind: 'none' as const } : draft.storage
  const problems: DraftProblem[] = []
  if (nic.kind === 'network' && !around.networks.some(n => n.name === nic.network)) {
    problems.push(problem('nic', 'draft.networkGone', { network: nic.network }))
  }
  if (storage.kind === 'none' || (storage.kind === 'new' && storage.pool === 'standard')) return problems
  const pool = around.pools.find(p => p.uuid === storage.pool)
  if (!pool?.active) return [...problems, problem('storage.pool', 'draft.poolGone')]
  if (
    storage.kind === 'new' &&
    storage.allocation === 'full' &&
    storage.sizeGiB * 2 ** 30 > pool.availableBytes
  ) {
    const free = Math.floor((10 * pool.availableBytes) / 2 ** 30) / 10
    problems.push(problem('storage.sizeGiB', 'draft.poolFull', { pool: pool.name, free }))
  }
  return problems
}

function listWarnings(draft: VmDraft, around: Surroundings): Label[] {
  const warnings: Label[] = []
  const warn = (key: string, params: TextParams = {}) => warnings.push({ key, params })
  const disk = newDiskOf(draft)
  if (draft.acceleration === 'none')
    warn(around.options.kvm ? 'warning.emulatedByChoice' : 'warning.emulated')
  if (draft.memoryMiB > around.options.memoryFreeMiB)
    warn('warning.memory', { free: around.options.memoryFreeMiB })
  if (draft.cpus > around.options.cpus) warn('warning.cpus', { cpus: around.options.cpus })
  if (around.os?.minimum.memoryMiB && draft.memoryMiB < around.os.minimum.memoryMiB) {
    warn('warning.osMemory', { os: around.os.name, least: around.os.minimum.memoryMiB })
  }
  if (disk?.allocation === 'sparse') {
    const pool = around.pools.find(p => p.uuid === disk.pool)
    if (pool && disk.sizeGiB * 2 ** 30 > pool.availableBytes) {
      warn('warning.sparse', { pool: pool.name, free: Math.floor(pool.availableBytes / 2 ** 30) })
    }
  }
  if (draft.install.kind === 'kernel') warn('warning.kernel')
  if (draft.graphics === 'none') warn('warning.noGraphics')
  return warnings
}

/** The disk as it will be: an image, a volume that is there, or the one that Create makes. */
async function plannedDisk(draft: VmDraft, around: Surroundings): Promise<SystemDisk | null> {
  const made = newDiskOf(draft)
  if (!made) return existingDisk(draft, around)
  const path = `${poolPath(made.pool, around)}/${diskName(draft.name, made.format)}`
  return { path, format: made.format }
}

/** The disk that the machine gets and Create does not make; null for none, or for a volume that is gone. */
export async function existingDisk(
  { install, storage }: VmDraft,
  around: Surroundings,
): Promise<SystemDisk | null> {
  if (install.kind === 'image') return { path: install.path, format: install.format }
  return storage.kind === 'volume' ? around.volumePath(storage.pool, storage.volume) : null
}

/** An image is the machine's disk: what the draft says of a new one does not count then. */
function newDiskOf({ install, storage }: VmDraft): Extract<VmDraft['storage'], { kind: 'new' }> | null {
  return storage.kind === 'new' && install.kind !== 'image' ? storage : null
}

function diskName(name: string, format: 'qcow2' | 'raw'): string {
  return `${name}.${format === 'raw' ? 'img' : 'qcow2'}`
}

function poolPath(pool: string, around: DraftSurroundings): string {
  if (pool === 'standard') return around.options.standardPoolPath ?? ''
  return around.pools.find(p => p.uuid === pool)?.path ?? ''
}

function poolName(pool: string, around: DraftSurroundings): string {
  return around.pools.find(p => p.uuid === pool)?.name ?? STANDARD_POOL
}

function problem(path: string, code: string, params: TextParams = {}): DraftProblem {
  return { path, error: { code, params } }
}

/** zod's own messages are English sentences: what is not a key of ours gets the general one. */
function knownCode(message: string): string {
  return message.startsWith('draft.') ? message : 'draft.invalid'
}
