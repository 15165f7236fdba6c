// A machine saved to a file of the user's choice, and gone on with from it (virDomainSave, virDomainRestore). Managed saves, which
// libvirt keeps itself, are power.ts's.
import { type Domain, VIR_DOMAIN_PAUSED } from 'node-libvirt'
import type { HostFileRequest } from '../../preload/model/dump.ts'
import { AppFailure } from '../../preload/model/error.ts'
import type { TaskRef } from '../../preload/model/ids.ts'
import { setGuestClock } from '../hosts/guest-clock.ts'
import { withCancel } from '../hosts/job.ts'
import { seeThroughVm } from '../hosts/unanswered.ts'
import type { VmTasks } from '../hosts/vm-tasks.ts'
import { readDomain } from '../xml/domain/read.ts'
import { parseXml, text } from '../xml/tree.ts'
import { isThere, writeAnew } from './host-file.ts'

/** As long as writing or reading the guest's memory takes. */
const AT_LEISURE = { timeoutMs: 0 } as const

export class VmSaveFile {
  readonly #tasks: VmTasks

  constructor(tasks: VmTasks) {
    this.#tasks = tasks
  }

  /** It stops then. A Cancel leaves it running; libvirt takes away what it had written. */
  save({ path, ...ref }: HostFileRequest): TaskRef {
    const label = (name: string) => ({ key: 'vm.saveFile', params: { name, path } })
    return this.#tasks.start(ref, label, async ({ connection, domain, reach }, task) => {
      const isLocal = this.#tasks.hosts.get(ref.host).view.kind !== 'other'
      if (await isThere(connection, path, isLocal)) throw new AppFailure('vm.fileThere', { path })
      const save = () => domain.save(path, null, 0, AT_LEISURE)
      await writeAnew(path, isLocal, reach, task, () => withCancel(domain, task, save))
    })
  }

  /** The file stays. Of another machine than this one nothing is started. */
  restore({ path, ...ref }: HostFileRequest): TaskRef {
    const label = (name: string) => ({ key: 'vm.restoreFile', params: { name, path } })
    return this.#tasks.start(ref, label, async (machine, task) => {
      const xml = await machine.connection.domainSaveImageGetXMLDesc(path)
      if (text(parseXml(xml), 'uuid') !== ref.vm)
        throw new AppFailure('vm.otherSaved', { path, name: readDomain(xml).name })
      let last = machine.domain
      await seeThroughVm(machine, async (domain, connection, isSecond) => {
        last = domain
        if (isSecond && !(await isToBeRestored(domain))) return
        await connection.domainRestore(path, null, 0, AT_LEISURE)
      })
      await setGuestClock(last, task, true)
    })
  }
}

/**
 * After a daemon that was killed while it read the file: a guest that runs has all of it. One that stands still may not, and has
 * done nothing since: it starts anew from the file.
 */
async function isToBeRestored(domain: Domain): Promise<boolean> {
  if (!(await domain.isActive())) return true
  const { state } = await domain.getState()
  if (state !== VIR_DOMAIN_PAUSED) return false
  await domain.destroy(0, { timeoutMs: 60_000 })
  return true
}
