// Tasks about one machine: one at a time for each, over the connection that is there when its turn comes, and the machine
// is read again when one has ended, however it ended.
import type { Connection, Domain } from 'node-libvirt'
import { objectKey, type TaskRef, type VmRef } from '../../preload/model/ids.ts'
import type { Label } from '../../preload/model/task.ts'
import type { KeyedQueue } from '../tasks/keyed-queue.ts'
import type { TaskContext, Tasks } from '../tasks/tasks.ts'
import type { Hosts, Reach } from './hosts.ts'

/** What the task is about, when its turn has come. */
export interface Machine {
  readonly connection: Connection
  /** By UUID, so that a rename meanwhile changes nothing. */
  readonly domain: Domain
  /** For undoing, when that connection may be gone. */
  readonly reach: Reach
}

export class VmTasks {
  readonly hosts: Hosts
  readonly #tasks: Tasks
  readonly #queue: KeyedQueue

  constructor(hosts: Hosts, tasks: Tasks, queue: KeyedQueue) {
    this.hosts = hosts
    this.#tasks = tasks
    this.#queue = queue
  }

  /**
   * Starts it and answers at once. Throws `libvirt.noDomain` for a machine that nobody knows.
   * @param label of the machine's name
   * @param lane of its own, for what need not wait behind the machine's other tasks
   */
  start(
    ref: VmRef,
    label: (name: string) => Label,
    work: (machine: Machine, task: TaskContext) => Promise<void>,
    lane = '',
  ): TaskRef {
    const { name } = this.hosts.vm(ref)
    const key = objectKey(ref.host, ref.vm)
    return this.#tasks.start(label(name), [key], task =>
      this.#queue.run(key + lane, async () => {
        task.signal.throwIfAborted()
        try {
          await work(await this.#machine(ref), task)
        } finally {
          await this.#readAgain(ref)
        }
      }),
    )
  }

  /** Events tell of most changes, not of all. A host that is gone, or away, says nothing of how the task went. */
  async #readAgain({ host, vm }: VmRef): Promise<void> {
    try {
      await this.hosts.get(host).refresh('vm', vm)
    } catch {
      // What the mirror knows stays until the host is back.
    }
  }

  async #machine(ref: VmRef): Promise<Machine> {
    const { connection } = this.hosts.get(ref.host)
    const domain = await connection.domainLookupByUUIDString(ref.vm)
    return { connection, domain, reach: this.hosts.reach(ref.host) }
  }
}
