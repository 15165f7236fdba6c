// A guest's memory written to a file on its host. The guest stands still as long as that takes and goes on then. libvirt writes
// over whatever is at the path, so what is known to be there is refused; of what it began and did not end, it leaves nothing.
import {
  VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_LZO,
  VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_SNAPPY,
  VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_ZLIB,
  VIR_DOMAIN_CORE_DUMP_FORMAT_RAW,
  VIR_DUMP_MEMORY_ONLY,
} from 'node-libvirt'
import type { DumpRequest } from '../../preload/model/dump.ts'
import { AppFailure } from '../../preload/model/error.ts'
import type { TaskRef } from '../../preload/model/ids.ts'
import { withCancel } from '../hosts/job.ts'
import type { VmTasks } from '../hosts/vm-tasks.ts'
import { isThere, writeAnew } from './host-file.ts'

const FORMATS: Readonly<Record<DumpRequest['format'], number>> = {
  elf: VIR_DOMAIN_CORE_DUMP_FORMAT_RAW,
  'kdump-zlib': VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_ZLIB,
  'kdump-lzo': VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_LZO,
  'kdump-snappy': VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_SNAPPY,
}

export class VmDump {
  readonly #tasks: VmTasks

  constructor(tasks: VmTasks) {
    this.#tasks = tasks
  }

  run({ path, format, ...ref }: DumpRequest): TaskRef {
    const label = (name: string) => ({ key: 'vm.dump', params: { name, path } })
    return this.#tasks.start(ref, label, async ({ connection, domain, reach }, task) => {
      const isLocal = this.#tasks.hosts.get(ref.host).view.kind !== 'other'
      if (await isThere(connection, path, isLocal)) throw new AppFailure('vm.fileThere', { path })
      await writeAnew(path, isLocal, reach, task, () =>
        withCancel(domain, task, () => domain.coreDump(path, FORMATS[format], VIR_DUMP_MEMORY_ONLY)),
      )
    })
  }
}
