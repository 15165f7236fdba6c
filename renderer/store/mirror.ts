// The mirror of main's truth: one snapshot, then patches. An object that did not change keeps its identity, so a
// view that shows it is not drawn again.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type {
  AppInfo,
  AppSnapshot,
  MirrorKind,
  Patch,
  PatchBatch,
  StatsBatch,
} from '../../preload/model/patch.ts'
import type { Settings } from '../../preload/model/settings.ts'
import type { VmSample } from '../../preload/model/vm.ts'
import { ask, listen } from './client.ts'

/** Samples kept of each VM: five minutes at one in two seconds. */
const SAMPLES = 150

export interface MirrorState {
  readonly objects: AppSnapshot['objects']
  readonly settings: Settings
  readonly app: AppInfo
  readonly samples: Readonly<Record<string, readonly VmSample[]>>
}

const store = createStore<MirrorState | null>(() => null)

/** Fetches the snapshot and follows the patches. Listens first: a batch that comes before the snapshot waits for it. */
export async function startMirror(): Promise<void> {
  let version = -1
  const early: PatchBatch[] = []
  const take = (batch: PatchBatch) => {
    if (version < 0) early.push(batch)
    else if (batch.version > version) {
      version = batch.version
      change(state => ({ objects: applyPatches(state.objects, batch.patches) }))
    }
  }
  listen('state.patch', take)
  listen('state.stats', batch => change(state => ({ samples: addSamples(state.samples, batch) })))
  listen('state.settings', settings => change(() => ({ settings })))
  const { objects, settings, app, version: first } = await ask('state.snapshot', undefined)
  version = first
  store.setState({ objects, settings, app, samples: {} }, true)
  early.forEach(take)
}

function change(next: (state: MirrorState) => Partial<MirrorState>): void {
  const state = store.getState()
  if (state) store.setState({ ...state, ...next(state) }, true)
}

/** A part of the mirror. Only for what is drawn inside App, which waits for the snapshot. */
export function useMirror<T>(select: (state: MirrorState) => T): T {
  return useStore(store, state => {
    if (!state) throw new Error('the mirror is empty')
    return select(state)
  })
}

/** As they are now, for what is done outside of any view. */
export function settingsNow(): Settings | null {
  return store.getState()?.settings ?? null
}

export function useHasMirror(): boolean {
  return useStore(store, state => state !== null)
}

export function applyPatches(
  objects: AppSnapshot['objects'],
  patches: readonly Patch[],
): AppSnapshot['objects'] {
  const tables: Record<MirrorKind, Record<string, unknown>> = { ...objects }
  const copied = new Set<MirrorKind>()
  for (const patch of patches) {
    if (!copied.has(patch.kind)) tables[patch.kind] = { ...tables[patch.kind] }
    copied.add(patch.kind)
    if (patch.op === 'put') tables[patch.kind][patch.id] = patch.value
    else delete tables[patch.kind][patch.id]
  }
  return tables as AppSnapshot['objects']
}

function addSamples(known: MirrorState['samples'], batch: StatsBatch): MirrorState['samples'] {
  return Object.fromEntries(
    Object.entries(batch.samples).map(([key, sample]) => [
      key,
      [...(known[key] ?? []), sample].slice(-SAMPLES),
    ]),
  )
}
