// Another name for a VM. libvirt renames only what is off; its UUID, disks and snapshots stay as they are.
import { AppFailure } from '../../preload/model/error.ts'
import type { TaskRef, VmRef } from '../../preload/model/ids.ts'
import { seeThroughVm } from '../hosts/unanswered.ts'
import type { VmTasks } from '../hosts/vm-tasks.ts'

export class VmRename {
  readonly #tasks: VmTasks

  constructor(tasks: VmTasks) {
    this.#tasks = tasks
  }

  run({ name: wanted, ...ref }: VmRef & { readonly name: string }): TaskRef {
    const label = (name: string) => ({ key: 'vm.rename', params: { name, wanted } })
    return this.#tasks.start(ref, label, machine =>
      seeThroughVm(machine, async domain => {
        if (domain.name === wanted) return // it was done, only the answer did not come
        if (await domain.isActive()) throw new AppFailure('vm.renameRunning', { name: domain.name })
        await domain.rename(wanted)
      }),
    )
  }
}
