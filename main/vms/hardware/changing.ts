// The one way to change a machine: read again, edit, define with validation, and give the running guest what it can
// take at once. A task that takes everything back when a step fails. Nothing is written over a definition that
// another program changed since the window read it.
import {
  type Connection,
  type Domain,
  VIR_DOMAIN_DEFINE_VALIDATE,
  VIR_DOMAIN_XML_INACTIVE,
  VIR_DOMAIN_XML_SECURE,
} from 'node-libvirt'
import { AppFailure } from '../../../preload/model/error.ts'
import type { HardwareChange, HardwarePreview, HardwareRequest } from '../../../preload/model/hardware.ts'
import type { TaskRef } from '../../../preload/model/ids.ts'
import type { Reach } from '../../hosts/hosts.ts'
import { seeThrough, seeThroughVm } from '../../hosts/unanswered.ts'
import type { Machine, VmTasks } from '../../hosts/vm-tasks.ts'
import type { TaskContext } from '../../tasks/tasks.ts'
import { findRisks } from '../../xml/domain/risks.ts'
import { printAlone } from '../../xml/edit.ts'
import { type ElementNode, parseDocument } from '../../xml/lossless.ts'
import { deleteVolume, type VmDeletion } from '../deletion.ts'
import { growFileSystems } from '../grow-guest.ts'
import { lookUp } from '../power.ts'
import { growDisk, makeDisk } from './disks.ts'
import { runLive } from './live.ts'
import { effectOf, planChange } from './planning.ts'
import { revisionOf } from './reading.ts'

/** Who else has to know of a change: `trials.ts`. */
export interface Witness {
  /** The task's label, if it is not `vm.change`. */
  readonly label?: string
  /**
   * Called before the definition is written. Throwing keeps it from being written.
   * @param before the definition without secrets
   * @param run libvirt's number of the running machine, null while it is off
   * @param waits whether a running machine has all of it only after its restart
   */
  willDefine?(before: string, run: number | null, waits: boolean): Promise<void>
  /** Called last when a change that was let through has failed and was taken back, as far as that went. */
  isUndone?(): Promise<void>
  /** Called once all is done, with the revision of the definition then. */
  isDone?(revision: string): Promise<void>
}

export class VmHardware {
  readonly #tasks: VmTasks
  readonly #deletion: VmDeletion

  constructor(tasks: VmTasks, deletion: VmDeletion) {
    this.#tasks = tasks
    this.#deletion = deletion
  }

  /** What a change would do, without secrets: libvirt leaves them out of what is read here. */
  async preview(request: HardwareRequest): Promise<HardwarePreview> {
    const { connection } = this.#tasks.hosts.get(request.host)
    const domain = await lookUp(connection, request)
    const before = await readCurrent(domain, request.base)
    const live = await readLive(domain)
    const { text, plans, items, made } = await planChange(
      connection,
      domain.name,
      request,
      before,
      before,
      live,
    )
    const effect = effectOf(live)
    return {
      before,
      after: text,
      risks: findRisks(parseDocument(before).root, parseDocument(text).root),
      effects: plans.map(effect),
      made: made.map(element => element && printAlone(element)),
      items: items.map(({ item, plan: planned }) => ({ ...item, effect: effect(planned) })),
    }
  }

  apply(request: HardwareRequest, witness: Witness = {}): TaskRef {
    const label = (name: string) => ({ key: witness.label ?? 'vm.change', params: { name } })
    return this.#tasks.start(request, label, (machine, task) => this.#change(machine, request, task, witness))
  }

  async #change(
    machine: Machine,
    request: HardwareRequest,
    task: TaskContext,
    witness: Witness,
  ): Promise<void> {
    const { connection, domain, reach } = machine
    const again = async (signal: AbortSignal) => lookUp(await reach(signal), request)
    if (!(await domain.isPersistent())) throw new AppFailure('hardware.transient')
    // With secrets first: whoever changes something before the second reading is noticed by it.
    const before = await domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE)
    const open = await readCurrent(domain, request.base)
    const doomed = await this.#pathsToDelete(request)
    const live = await readLive(domain)
    const planned = await planChange(connection, domain.name, request, before, open, live)
    const { changes, volumes, text, plans } = planned
    await witness.willDefine?.(
      open,
      domain.id,
      plans.some(({ why }) => why !== null),
    )
    const { isUndone } = witness
    if (isUndone) task.undo('undo.trial', isUndone)
    for (const volume of volumes) await makeDisk(connection, volume, task, reach)
    if (text !== before) await redefine(connection, reach, domain, before, text, task)
    for (const step of plans.flatMap(({ steps }) => steps)) {
      task.signal.throwIfAborted()
      await runLive(domain, step, task, again)
    }
    task.signal.throwIfAborted()
    await finish(machine, changes, doomed, task)
    const { isDone } = witness
    // Over the connection that is there by then.
    if (isDone)
      await seeThroughVm(machine, async anew =>
        isDone(revisionOf(await anew.getXMLDesc(VIR_DOMAIN_XML_INACTIVE))),
      )
  }

  /** The files of removed disks that were asked to go: refused before the first step where one may not. */
  async #pathsToDelete(request: HardwareRequest): Promise<string[]> {
    const targets = request.changes.flatMap(change =>
      change.do === 'remove' && change.deleteFile ? [change.device.key] : [],
    )
    if (targets.length === 0) return []
    const { disks } = await this.#deletion.plan(request)
    return targets.map(target => {
      const disk = disks.find(one => one.target === target && one.role === 'disk')
      if (!disk || disk.kept !== null) throw new AppFailure('vm.diskKept', { path: disk?.path ?? target })
      return disk.path
    })
  }
}

/** The definition without secrets, if it is still the one that the changes were made on. */
async function readCurrent(domain: Domain, base: string): Promise<string> {
  const xml = await domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE)
  if (revisionOf(xml) !== base) throw new AppFailure('hardware.changedMeanwhile')
  return xml
}

async function readLive(domain: Domain): Promise<ElementNode | null> {
  return (await domain.isActive()) ? parseDocument(await domain.getXMLDesc()).root : null
}

/** How to undo it is known before it is done: an answer that does not come may have been a yes. */
async function redefine(
  connection: Connection,
  reach: Reach,
  domain: Domain,
  before: string,
  after: string,
  task: TaskContext,
): Promise<void> {
  task.step('hardware.define', { name: domain.name })
  let ours: string | null = null
  task.undo('undo.change', async signal => {
    const anew = await reach(signal)
    const now = await (await anew.domainLookupByUUIDString(domain.uuid)).getXMLDesc(WHOLE)
    if (now === before) return
    if (ours !== null && now !== ours) throw new AppFailure('hardware.changedMeanwhile')
    await anew.domainDefineXML(before)
  })
  await connection.domainDefineXML(after, VIR_DOMAIN_DEFINE_VALIDATE)
  ours = await domain.getXMLDesc(WHOLE)
}

const WHOLE = VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE

/** What cannot be undone comes last: it is seen through, also with a daemon that is killed and comes back. */
async function finish(
  machine: Machine,
  changes: readonly HardwareChange[],
  doomed: readonly string[],
  task: TaskContext,
): Promise<void> {
  const { connection, domain, reach } = machine
  const running = await domain.isActive()
  for (const change of changes) {
    if (change.do !== 'grow') continue
    await seeThroughVm(machine, (anew, by) => growDisk(by, anew, change, running, task))
    if (change.fileSystems && running) await growFileSystems(machine, change.device.key, task)
  }
  for (const path of doomed) {
    task.step('vm.deleteDisk', { path })
    await seeThrough(connection, reach, (anew, isSecond) => deleteVolume(anew, path, isSecond))
  }
}
