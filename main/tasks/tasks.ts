// The Task: whatever may take longer than a blink, or whose steps stand or fall together. It is seen in the
// tray from its start, can be cancelled, and undoes its own steps, last first, when it fails.
import { randomUUID } from 'node:crypto'
import { AppFailure } from '../../preload/model/error.ts'
import { TaskId, type TaskRef } from '../../preload/model/ids.ts'
import type { Label, Task } from '../../preload/model/task.ts'
import type { Log } from '../log.ts'
import type { Mirror } from '../state/mirror.ts'

/** A host that went away may come back: what must be undone there waits for it that long. */
const UNDO_MS = 5 * 60_000
/** Finished tasks that stay in the list. */
const KEPT = 50

/** What the work of a task may use. */
export interface TaskContext {
  readonly signal: AbortSignal
  /** Says what happens now; it goes to the task's log too. */
  step(key: string, params?: Label['params']): void
  /** 0…1, or null while nobody can know. */
  progress(value: number | null): void
  /** How to undo the step just done, should a later one fail. Undoing has five minutes and its own signal. */
  undo(key: string, run: (signal: AbortSignal) => Promise<void>): void
  /** Mirror key of what the task made. */
  result(key: string): void
}

interface Undo {
  readonly key: string
  readonly run: (signal: AbortSignal) => Promise<void>
}

/** Turns whatever a step threw into an error with a code. */
export type ReadError = (error: unknown) => AppFailure

export class Tasks {
  readonly #mirror: Mirror
  readonly #log: Log
  readonly #readError: ReadError
  readonly #running = new Map<
    string,
    { readonly controller: AbortController; readonly ended: Promise<void> }
  >()

  constructor(mirror: Mirror, log: Log, readError: ReadError) {
    this.#mirror = mirror
    this.#log = log
    this.#readError = readError
  }

  /** Starts it and answers at once. `about` are mirror keys: their rows show the progress. */
  start(label: Label, about: readonly string[], work: (task: TaskContext) => Promise<void>): TaskRef {
    const id = TaskId.parse(randomUUID())
    const controller = new AbortController()
    this.#mirror.put('task', id, {
      id,
      label,
      about,
      state: 'running',
      progress: null,
      step: null,
      error: null,
      startedAt: Date.now(),
      endedAt: null,
      log: [],
      result: null,
    })
    this.#running.set(id, { controller, ended: this.#run(id, controller.signal, work) })
    return { task: id }
  }

  /** As it is when it has ended, one way or another. */
  async ended({ task }: TaskRef): Promise<Task> {
    await this.#running.get(task)?.ended
    const found = this.#mirror.get('task', task)
    if (!found) throw new AppFailure('task.cancelled')
    return found
  }

  cancel({ task }: TaskRef): void {
    const controller = this.#running.get(task)?.controller
    if (!controller || controller.signal.aborted) return
    this.#change(task, { state: 'cancelling' })
    controller.abort(new AppFailure('task.cancelled'))
  }

  /** Takes a finished task off the list. */
  dismiss({ task }: TaskRef): void {
    if (!this.#running.has(task)) this.#mirror.drop('task', task)
  }

  async #run(id: TaskId, signal: AbortSignal, work: (task: TaskContext) => Promise<void>): Promise<void> {
    const undos: Undo[] = []
    const context: TaskContext = {
      signal,
      step: (key, params = {}) => this.#step(id, { key, params }),
      progress: value => this.#change(id, { progress: value }),
      undo: (key, run) => undos.push({ key, run }),
      result: key => this.#change(id, { result: key }),
    }
    try {
      await work(context)
      this.#end(id, { state: 'done', progress: 1 })
    } catch (error) {
      await this.#undoAll(id, undos)
      const failure = this.#readError(error)
      this.#log.error('task failed', { task: id, code: failure.error.code, detail: failure.error.detail })
      this.#end(id, signal.aborted ? { state: 'cancelled' } : { state: 'failed', error: failure.error })
    }
  }

  /** Last done, first undone; one that cannot be undone is said and does not keep the others from it. */
  async #undoAll(id: TaskId, undos: readonly Undo[]): Promise<void> {
    for (const undo of [...undos].reverse()) {
      this.#step(id, { key: undo.key, params: {} })
      try {
        await undo.run(AbortSignal.timeout(UNDO_MS))
      } catch (error) {
        const failure = this.#readError(error)
        this.#step(id, { key: 'undo.failed', params: { detail: failure.error.detail ?? failure.error.code } })
        this.#log.error('undo failed', { task: id, step: undo.key, code: failure.error.code })
      }
    }
  }

  #step(id: TaskId, label: Label): void {
    const task = this.#mirror.get('task', id)
    if (task) this.#change(id, { step: label, log: [...task.log, { at: Date.now(), label }] })
  }

  #change(id: string, change: Partial<Task>): void {
    const task = this.#mirror.get('task', id)
    if (task) this.#mirror.put('task', id, { ...task, ...change })
  }

  #end(id: TaskId, change: Partial<Task>): void {
    this.#running.delete(id)
    this.#change(id, { ...change, endedAt: Date.now() })
    const ended = this.#mirror.all('task').filter(task => task.endedAt !== null)
    for (const task of ended.slice(0, Math.max(0, ended.length - KEPT))) this.#mirror.drop('task', task.id)
  }
}
