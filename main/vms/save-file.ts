// A machine saved to a file of the user's choice, and gone on with from it (virDomainSave, virDomainRestore). Managed saves, which
// libvirt keeps itself, are power.ts's.
import type { Domain } from 'node-libvirt'
import type { HostFileRequest } from '../../preload/model/dump.ts'
import { AppFailure } from '../../preload/model/error.ts'
import { objectKey, type TaskRef } from '../../preload/model/ids.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { KeyedQueue } from '../tasks/keyed-queue.ts'
import type { TaskContext, Tasks } from '../tasks/tasks.ts'
import { readDomain } from '../xml/domain/read.ts'
import { parseXml, text } from '../xml/tree.ts'
import { isThere } from './host-file.ts'
import { lookUp } from './power.ts'

/** As long as writing or reading the guest's memory takes. */
const AT_LEISURE = { timeoutMs: 0 } as const

export class VmSaveFile {
  readonly #hosts: Hosts
  readonly #tasks: Tasks
  readonly #queue: KeyedQueue

  constructor(hosts: Hosts, tasks: Tasks, queue: KeyedQueue) {
    this.#hosts = hosts
    this.#tasks = tasks
    this.#queue = queue
  }

  /** It stops then. A Cancel leaves it running; libvirt takes away what it had written. */
  save({ path, ...ref }: HostFileRequest): TaskRef {
    return this.#run('saveFile', ref, path, async task => {
      const { connection, view } = this.#hosts.get(ref.host)
      if (await isThere(connection, path, view.kind !== 'other'))
        throw new AppFailure('vm.fileThere', { path })
      const domain = await lookUp(connection, ref)
      await abortable(domain, task, () => domain.save(path, null, 0, AT_LEISURE))
    })
  }

  /** The file stays. Of another machine than this one nothing is started. */
  restore({ path, ...ref }: HostFileRequest): TaskRef {
    return this.#run('restoreFile', ref, path, async () => {
      const { connection } = this.#hosts.get(ref.host)
      const xml = await connection.domainSaveImageGetXMLDesc(path)
      if (text(parseXml(xml), 'uuid') !== ref.vm)
        throw new AppFailure('vm.otherSaved', { path, name: readDomain(xml).name })
      await connection.domainRestore(path, null, 0, AT_LEISURE)
    })
  }

  #run(
    action: 'saveFile' | 'restoreFile',
    ref: Pick<HostFileRequest, 'host' | 'vm'>,
    path: string,
    work: (task: TaskContext) => Promise<void>,
  ): TaskRef {
    const { name } = this.#hosts.vm(ref)
    const key = objectKey(ref.host, ref.vm)
    return this.#tasks.start({ key: `vm.${action}`, params: { name, path } }, [key], task =>
      this.#queue.run(key, async () => {
        task.signal.throwIfAborted()
        await work(task)
        await this.#hosts.get(ref.host).refresh('vm', ref.vm)
      }),
    )
  }
}

async function abortable(domain: Domain, task: TaskContext, work: () => Promise<void>): Promise<void> {
  const stop = () => void domain.abortJob().catch(() => undefined) // there is none any more: it ended by itself
  task.signal.addEventListener('abort', stop, { once: true })
  try {
    await work()
  } finally {
    task.signal.removeEventListener('abort', stop)
  }
}
