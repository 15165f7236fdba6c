// The definition that a saved machine goes on with: it lies in the saved state, apart from the machine's own. libvirt lets only
// that of it be changed which the guest cannot see: where its disks and networks are on the host, its display.
import { VIR_DOMAIN_SAVE_IMAGE_XML_SECURE } from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'
import type { TaskRef, VmRef } from '../../preload/model/ids.ts'
import type { SavedChange } from '../../preload/model/xml.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { VmTasks } from '../hosts/vm-tasks.ts'
import { rewriteDefinition } from '../xml/domain/rewrite.ts'
import { lookUp } from './power.ts'

/** Without secrets. */
export async function readSavedXml(hosts: Hosts, ref: VmRef): Promise<string> {
  return (await lookUp(hosts.get(ref.host).connection, ref)).managedSaveGetXMLDesc()
}

export class SavedStates {
  readonly #tasks: VmTasks

  constructor(tasks: VmTasks) {
    this.#tasks = tasks
  }

  /** Throws `hardware.changedMeanwhile` where it is no longer what the text was made of. */
  change({ base, text, ...ref }: SavedChange): TaskRef {
    const label = (name: string) => ({ key: 'vm.changeSaved', params: { name } })
    return this.#tasks.start(ref, label, async ({ domain }) => {
      // With secrets first: whoever changes something before the second reading is noticed by it.
      const secure = await domain.managedSaveGetXMLDesc(VIR_DOMAIN_SAVE_IMAGE_XML_SECURE)
      const open = await domain.managedSaveGetXMLDesc()
      if (open !== base) throw new AppFailure('hardware.changedMeanwhile')
      await domain.managedSaveDefineXML(rewriteDefinition(secure, open, text), 0, { timeoutMs: 60_000 })
    })
  }
}
