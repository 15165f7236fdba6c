// What Create would do, in order, and what keeps it from doing so. Reads the mirror and the host, writes nothing.
import { randomUUID } from 'node:crypto'
import type { CreatePlan, DraftProblem, VmDraft } from '../../preload/model/draft.ts'
import { VmDraft as DraftSchema } from '../../preload/model/draft.ts'
import type { TextParams } from '../../preload/model/error.ts'
import type { OsFacts } from '../../preload/model/os.ts'
import type { Label } from '../../preload/model/task.ts'
import { buildDomain } from '../xml/domain/build.ts'
import type { DraftSurroundings } from './defaults.ts'
import { decideMachine, type SystemDisk } from './machine.ts'
import type { Offer } from './options.ts'
import { everybodyCanRead } from './reach.ts'

export type CreateStep =
  | { readonly do: 'makePool'; readonly path: string }
  | { readonly do: 'startNetwork'; readonly network: string }
  | { readonly do: 'copyMedia'; readonly from: string; readonly volume: string }
  | {
      readonly do: 'makeDisk'
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
  /** Whether the host's files are this computer's. */
  readonly local: boolean
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
  const media = await checkMedia(draft, around)
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
  const disk = await plannedDisk(draft, around)
  const copy = plan.steps.find(step => step.do === 'copyMedia')
  const media = copy ? `${poolPath(draft, around)}/${copy.volume}` : mediaOf(draft)
  const xml = buildDomain(decideMachine(draft, around.offer, around.os, disk, media))
  return {
    steps: plan.steps.map(step => describeStep(step, draft)),
    // The password of the display is nobody's to read, and another one is made when the plan is run.
    xml: xml.replace(/passwd='[^']*'/, "passwd='…'"),
    warnings,
    problems,
    os: around.os,
  }
}

export function describeStep(step: CreateStep, draft: VmDraft): Label {
  switch (step.do) {
    case 'makePool':
      return { key: 'create.makePool', params: { path: step.path } }
    case 'startNetwork':
      return { key: 'create.startNetwork', params: { network: step.network } }
    case 'copyMedia':
      return { key: 'create.copyMedia', params: { path: step.from } }
    case 'makeDisk':
      return { key: 'create.makeDisk', params: { volume: step.volume, size: step.sizeGiB } }
    case 'define':
      return { key: 'create.define', params: { name: draft.name } }
    case 'start':
      return { key: 'create.start', params: { name: draft.name } }
  }
}

function listSteps(draft: VmDraft, around: Surroundings, copyMedia: boolean): CreateStep[] {
  const steps: CreateStep[] = []
  const { storage, nic } = draft
  const media = mediaOf(draft)
  const standard = storage.kind === 'new' && storage.pool === 'standard'
  if (standard) steps.push({ do: 'makePool', path: around.options.standardPoolPath ?? '' })
  if (nic.kind === 'network' && around.networks.some(n => n.name === nic.network && !n.active)) {
    steps.push({ do: 'startNetwork', network: nic.network })
  }
  if (copyMedia && media)
    steps.push({
      do: 'copyMedia',
      from: media,
      volume: `${draft.name}-media-${randomUUID().slice(0, 8)}.iso`,
    })
  if (storage.kind === 'new') {
    const { sizeGiB, format, allocation } = storage
    steps.push({
      do: 'makeDisk',
      volume: `${draft.name}.${format === 'raw' ? 'img' : 'qcow2'}`,
      sizeGiB,
      format,
      allocation,
    })
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
  const { storage, nic } = draft
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
  const { storage } = draft
  if (!around.options.kvm) warn('warning.emulated')
  if (draft.memoryMiB > around.options.memoryFreeMiB)
    warn('warning.memory', { free: around.options.memoryFreeMiB })
  if (draft.cpus > around.options.cpus) warn('warning.cpus', { cpus: around.options.cpus })
  if (around.os?.minimum.memoryMiB && draft.memoryMiB < around.os.minimum.memoryMiB) {
    warn('warning.osMemory', { os: around.os.name, least: around.os.minimum.memoryMiB })
  }
  if (storage.kind === 'new' && storage.allocation === 'sparse') {
    const pool = around.pools.find(p => p.uuid === storage.pool)
    if (pool && storage.sizeGiB * 2 ** 30 > pool.availableBytes) {
      warn('warning.sparse', { pool: pool.name, free: Math.floor(pool.availableBytes / 2 ** 30) })
    }
  }
  if (draft.install.kind === 'kernel') warn('warning.kernel')
  if (draft.graphics === 'none') warn('warning.noGraphics')
  return warnings
}

/** The file must be there, and where QEMU cannot reach it, there must be a pool to copy it to. */
async function checkMedia(
  draft: VmDraft,
  around: Surroundings,
): Promise<{ copy: boolean; problems: DraftProblem[] }> {
  const files = filesOf(draft)
  if (!around.local) return { copy: false, problems: [] }
  const problems: DraftProblem[] = []
  let copy = false
  for (const { path, field, copyable } of files) {
    try {
      if ((await everybodyCanRead(path)) || around.options.session) continue
      if (copyable && draft.storage.kind === 'new') copy = true
      else problems.push(problem(field, 'draft.fileOutOfReach', { path }))
    } catch {
      problems.push(problem(field, 'media.notFound', { path }))
    }
  }
  return { copy, problems }
}

function filesOf({ install }: VmDraft): { path: string; field: string; copyable: boolean }[] {
  switch (install.kind) {
    case 'iso':
      return [{ path: install.path, field: 'install.path', copyable: true }]
    case 'image':
      return [{ path: install.path, field: 'install.path', copyable: false }]
    case 'kernel':
      return [
        { path: install.kernel, field: 'install.kernel', copyable: false },
        ...(install.initrd === null
          ? []
          : [{ path: install.initrd, field: 'install.initrd', copyable: false }]),
      ]
    default:
      return []
  }
}

export function mediaOf({ install }: VmDraft): string | null {
  return install.kind === 'iso' ? install.path : null
}

/** The disk as it will be: an image that is there, a volume that is there, or the one that Create makes. */
async function plannedDisk(draft: VmDraft, around: Surroundings): Promise<SystemDisk | null> {
  if (draft.install.kind === 'image') return { path: draft.install.path, format: draft.install.format }
  const { storage } = draft
  if (storage.kind === 'none') return null
  if (storage.kind === 'volume') return around.volumePath(storage.pool, storage.volume)
  const name = `${draft.name}.${storage.format === 'raw' ? 'img' : 'qcow2'}`
  return { path: `${poolPath(draft, around)}/${name}`, format: storage.format }
}

function poolPath({ storage }: VmDraft, around: Surroundings): string {
  if (storage.kind !== 'new') return ''
  if (storage.pool === 'standard') return around.options.standardPoolPath ?? ''
  return around.pools.find(pool => pool.uuid === storage.pool)?.path ?? ''
}

function problem(path: string, code: string, params: TextParams = {}): DraftProblem {
  return { path, error: { code, params } }
}

/** zod's own messages are English sentences: what is not a key of ours gets the general one. */
function knownCode(message: string): string {
  return message.startsWith('draft.') ? message : 'draft.invalid'
}
