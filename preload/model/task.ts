// Everything that takes longer than 400 ms, or several steps that stand or fall together.
import type { AppError, TextParams } from './error.ts'
import type { TaskId } from './ids.ts'

/** A text that each side translates for itself: a key below `task.` and its values. */
export interface Label {
  readonly key: string
  readonly params: TextParams
}

export type TaskState = 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled'

export interface TaskLogLine {
  readonly at: number
  readonly label: Label
}

export interface Task {
  readonly id: TaskId
  readonly label: Label
  /** Mirror keys of what it works on: rows show the progress in place. */
  readonly about: readonly string[]
  readonly state: TaskState
  /** 0…1, or null while nobody can know. */
  readonly progress: number | null
  readonly step: Label | null
  readonly error: AppError | null
  readonly startedAt: number
  readonly endedAt: number | null
  readonly log: readonly TaskLogLine[]
  /** The mirror key of what it made, once done. */
  readonly result: string | null
}
