// The files that a draft names: whether the host's QEMU can read them where they are, and what must be copied to the
// host first. A picture or image is copied; a kernel must be where the host can read it, for no pool keeps it.
import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { DraftProblem, Install, VmDraft } from '../../preload/model/draft.ts'
import type { TextParams } from '../../preload/model/error.ts'
import type { DraftSurroundings } from './defaults.ts'
import { everybodyCanRead } from './reach.ts'

/** A file of this computer that becomes a volume of the host's before the machine is defined. */
export interface MediaCopy {
  readonly from: string
  /** The UUID of a pool, or the standard one that Create makes. */
  readonly pool: string
  readonly volume: string
}

export interface MediaPlan {
  readonly copy: MediaCopy | null
  readonly problems: readonly DraftProblem[]
}

export async function planMedia(draft: VmDraft, around: DraftSurroundings): Promise<MediaPlan> {
  const { install } = draft
  const { local } = around.options
  if (install.kind === 'kernel') return { copy: null, problems: await kernelProblems(draft, around) }
  if (install.kind !== 'iso' && install.kind !== 'image') return { copy: null, problems: [] }
  const { path } = install
  if (!local && install.on === 'host') return { copy: null, problems: [] }
  const file = await stat(path).catch(() => null)
  if (!file) return refuse('install.path', 'media.notFound', { path })
  if (local && (around.options.session || (await everybodyCanRead(path)))) return { copy: null, problems: [] }
  if (!file.isFile()) return refuse('install.path', 'draft.notAFile', { path })
  const pool = poolForCopy(draft, around)
  if (pool === null) return refuse('install.path', 'draft.fileOutOfReach', { path })
  const room = around.pools.find(p => p.uuid === pool)
  if (room && file.size > room.availableBytes) {
    const free = Math.floor((10 * room.availableBytes) / 2 ** 30) / 10
    return refuse('install.path', 'draft.poolFull', { pool: room.name, free })
  }
  return { copy: { from: path, pool, volume: volumeFor(draft.name, install) }, problems: [] }
}

/** The same draft with its file where the copy is. */
export function withCopy(draft: VmDraft, path: string): VmDraft {
  const { install } = draft
  return install.kind === 'iso' || install.kind === 'image'
    ? { ...draft, install: { ...install, path } }
    : draft
}

async function kernelProblems({ install }: VmDraft, around: DraftSurroundings): Promise<DraftProblem[]> {
  if (install.kind !== 'kernel' || !around.options.local) return []
  const files = { 'install.kernel': install.kernel, 'install.initrd': install.initrd }
  const problems: DraftProblem[] = []
  for (const [field, path] of Object.entries(files)) {
    if (path === null) continue
    const readable = await everybodyCanRead(path).catch(() => null)
    if (readable === null) problems.push(...refuse(field, 'media.notFound', { path }).problems)
    else if (!readable && !around.options.session)
      problems.push(...refuse(field, 'draft.fileOutOfReach', { path }).problems)
  }
  return problems
}

/** Beside the machine's disk; an image, which is the disk, in the pool that a new one would be in. */
function poolForCopy({ storage }: VmDraft, around: DraftSurroundings): string | null {
  if (storage.kind !== 'none') return storage.pool
  const pool = around.pools.find(p => p.active && p.type === 'dir')
  return pool?.uuid ?? (around.options.standardPoolPath === null ? null : 'standard')
}

/** An image's copy is the machine's disk and is named so; a picture's is used by it alone, and goes with it. */
function volumeFor(name: string, install: Extract<Install, { path: string }>): string {
  if (install.kind === 'image') return `${name}.${install.format === 'raw' ? 'img' : 'qcow2'}`
  return `${name}-media-${randomUUID().slice(0, 8)}.iso`
}

function refuse(path: string, code: string, params: TextParams): MediaPlan {
  return { copy: null, problems: [{ path, error: { code, params } }] }
}
