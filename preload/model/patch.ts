// Truth lives in main; the renderer holds a mirror: one snapshot, then patches.
import type { Host } from './host.ts'
import type { Network } from './network.ts'
import type { Question } from './question.ts'
import type { Screen } from './screen.ts'
import type { Settings } from './settings.ts'
import type { Pool } from './storage.ts'
import type { Task } from './task.ts'
import type { Trial } from './trial.ts'
import type { Vm, VmSample } from './vm.ts'

/** What the mirror holds, by kind. Keys are ids (host, task, question) or `objectKey(host, uuid)`. */
export interface Mirrored {
  readonly host: Host
  readonly vm: Vm
  readonly network: Network
  readonly pool: Pool
  readonly task: Task
  readonly question: Question
  /** Displays that somebody else looks at, too: by `HOST/UUID/spice` or `HOST/UUID/vnc`. */
  readonly crowd: { readonly key: string }
  readonly trial: Trial
  /** This computer's, by id. */
  readonly screen: Screen
  /** Consoles that have a window of their own, by the machine's key. */
  readonly ownWindow: { readonly machine: string }
}
export type MirrorKind = keyof Mirrored

export type Patch =
  | {
      readonly [K in MirrorKind]: {
        readonly op: 'put'
        readonly kind: K
        readonly id: string
        readonly value: Mirrored[K]
      }
    }[MirrorKind]
  | { readonly op: 'drop'; readonly kind: MirrorKind; readonly id: string }

export interface AppSnapshot {
  /** Counts the batches of patches: the first patch to apply is the one after this. */
  readonly version: number
  readonly objects: { readonly [K in MirrorKind]: Readonly<Record<string, Mirrored[K]>> }
  readonly settings: Settings
  readonly app: AppInfo
}

export interface PatchBatch {
  readonly version: number
  readonly patches: readonly Patch[]
}

export interface AppInfo {
  readonly version: string
  readonly platform: string
  /** The language the system asks for: `en` or `es`. */
  readonly systemLanguage: string
}

/** Samples of all running VMs of all hosts, by mirror key. */
export interface StatsBatch {
  readonly at: number
  readonly samples: Readonly<Record<string, VmSample>>
}
