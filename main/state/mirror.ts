// The truth that windows mirror: objects by kind and id, changes gathered for a frame and sent as one batch.
// Services put and drop; nobody reads their own state back from here but through `get` and `all`.
import type { Mirrored, MirrorKind, Patch, PatchBatch } from '../../preload/model/patch.ts'

/** How long changes are gathered: two frames, so that a burst of events is one message. */
const BATCH_MS = 30

type Tables = { readonly [K in MirrorKind]: Map<string, Mirrored[K]> }
export type MirrorObjects = { readonly [K in MirrorKind]: Readonly<Record<string, Mirrored[K]>> }

export class Mirror {
  readonly #tables: Tables = {
    host: new Map(),
    vm: new Map(),
    network: new Map(),
    pool: new Map(),
    task: new Map(),
    question: new Map(),
    crowd: new Map(),
    trial: new Map(),
    screen: new Map(),
    ownWindow: new Map(),
  }
  #pending = new Map<string, Patch>()
  #timer: NodeJS.Timeout | null = null
  #version = 0
  readonly #listeners = new Set<(batch: PatchBatch) => void>()

  put<K extends MirrorKind>(kind: K, id: string, value: Mirrored[K]): void {
    this.#tables[kind].set(id, value)
    this.#gather({ op: 'put', kind, id, value } as Patch)
  }

  drop(kind: MirrorKind, id: string): void {
    if (this.#tables[kind].delete(id)) this.#gather({ op: 'drop', kind, id })
  }

  get<K extends MirrorKind>(kind: K, id: string): Mirrored[K] | undefined {
    return this.#tables[kind].get(id)
  }

  all<K extends MirrorKind>(kind: K): Mirrored[K][] {
    return [...this.#tables[kind].values()]
  }

  /** Everything, with the version after which the next batch follows. Flushes first, so that none is missed. */
  snapshot(): { readonly version: number; readonly objects: MirrorObjects } {
    this.#flush()
    const objects = Object.fromEntries(
      Object.entries(this.#tables).map(([kind, table]) => [kind, Object.fromEntries(table)]),
    ) as unknown as MirrorObjects
    return { version: this.#version, objects }
  }

  onBatch(listener: (batch: PatchBatch) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  #gather(patch: Patch): void {
    const key = `${patch.kind}:${patch.id}`
    this.#pending.delete(key) // the last change of an object counts, in the order of the last changes
    this.#pending.set(key, patch)
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS)
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#pending.size === 0) return
    const batch = { version: ++this.#version, patches: [...this.#pending.values()] }
    this.#pending = new Map()
    for (const listener of this.#listeners) listener(batch)
  }
}
