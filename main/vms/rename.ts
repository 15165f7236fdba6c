// Another name for a VM. libvirt renames only what is off; its UUID, disks and snapshots stay as they are.
import { AppFailure } from '../../preload/model/error.ts'
import { objectKey, type TaskRef, type VmRef } from '../../preload/model/ids.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { KeyedQueue } from '../tasks/keyed-queue.ts'
import type { Tasks } from '../tasks/tasks.ts'
import { lookUp } from './power.ts'

export class VmRename {
  readonly #hosts: Hosts
  readonly #tasks: Tasks
  readonly #queue: KeyedQueue

  constructor(hosts: Hosts, tasks: Tasks, queue: KeyedQueue) {
    this.#hosts = hosts
    this.#tasks = tasks
    this.#queue = queue
  }

  run({ name: wanted, ...ref }: VmRef & { readonly name: string }): TaskRef {
    const { name } = this.#hosts.vm(ref)
    const key = objectKey(ref.host, ref.vm)
    return this.#tasks.start({ key: 'vm.rename', params: { name, wanted } }, [key], task =>
      this.#queue.run(key, async () => {
        task.signal.throwIfAborted()
        const domain = await lookUp(this.#hosts.get(ref.host).connection, ref)
        if (await domain.isActive()) throw new AppFailure('vm.renameRunning', { name })
        await domain.rename(wanted)
        await this.#hosts.get(ref.host).refresh('vm', ref.vm)
      }),
    )
  }
}
