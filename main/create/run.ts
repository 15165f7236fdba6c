// Runs a plan as a task: each step says how to undo it before the next begins, so that a failure or a Cancel
// leaves nothing behind.
import { randomUUID } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import {
  type Connection,
  isNotFound,
  LibvirtError,
  type StoragePool,
  type StorageVolume,
  VIR_DOMAIN_DEFINE_VALIDATE,
  VIR_DOMAIN_UNDEFINE_NVRAM,
} from 'node-libvirt'
import type { VmDraft } from '../../preload/model/draft.ts'
import { AppFailure } from '../../preload/model/error.ts'
import { objectKey } from '../../preload/model/ids.ts'
import type { Reach } from '../hosts/hosts.ts'
import { makeVolume } from '../hosts/make-volume.ts'
import type { TaskContext } from '../tasks/tasks.ts'
import { buildDomain } from '../xml/domain/build.ts'
import { buildDirPool, buildVolume } from '../xml/storage/build.ts'
import { decideMachine, type SystemDisk } from './machine.ts'
import { withCopy } from './media.ts'
import {
  type CreateStep,
  describeStep,
  existingDisk,
  type Plan,
  STANDARD_POOL,
  type Surroundings,
} from './plan.ts'

/** What the steps hand on to each other. */
interface Made {
  /** With its file where the host has it, once that is copied. */
  draft: VmDraft
  pool: StoragePool | null
  /** The disk that a step made. */
  disk: SystemDisk | null
  uuid: string | null
}

export async function runPlan(
  plan: Plan,
  around: Surroundings,
  connection: Connection,
  task: TaskContext,
  reach: Reach,
): Promise<void> {
  const { draft } = plan
  const first = plan.problems[0]
  if (!draft || first) throw first ? AppFailure.from(first.error) : new AppFailure('draft.invalid')
  const made: Made = { draft, pool: null, disk: null, uuid: null }
  for (const [index, step] of plan.steps.entries()) {
    task.signal.throwIfAborted()
    const label = describeStep(step, draft, around)
    task.step(label.key, label.params)
    task.progress(index / plan.steps.length)
    await runStep(step, around, connection, task, made, reach)
  }
  task.signal.throwIfAborted()
  if (made.uuid) task.result(objectKey(draft.host, made.uuid))
}

async function runStep(
  step: CreateStep,
  around: Surroundings,
  connection: Connection,
  task: TaskContext,
  made: Made,
  reach: Reach,
): Promise<void> {
  switch (step.do) {
    case 'makePool':
      made.pool = await makePool(step.path, connection, task, reach)
      return
    case 'startNetwork':
      return startNetwork(step.network, connection, task, reach)
    case 'copyMedia':
      made.draft = withCopy(
        made.draft,
        await copyMedia(step, await findPool(step.pool, connection, made), connection, task, reach),
      )
      return
    case 'makeDisk':
      made.disk = await makeDisk(step, await findPool(step.pool, connection, made), task, reach)
      return
    case 'define':
      made.uuid = await define(around, connection, task, made, reach)
      return
    case 'start':
      return start(made.draft, connection, task, reach)
  }
}

async function findPool(pool: string, connection: Connection, made: Made): Promise<StoragePool> {
  if (pool !== 'standard') return connection.storagePoolLookupByUUIDString(pool)
  if (!made.pool) throw new AppFailure('draft.poolGone')
  return made.pool
}

/** Started with the host from now on, as virt-manager's users know it. */
async function makePool(
  path: string,
  connection: Connection,
  task: TaskContext,
  reach: Reach,
): Promise<StoragePool> {
  // Named by us, so that it is known as ours even if the answer never comes.
  const uuid = randomUUID()
  const again = async (signal: AbortSignal) =>
    orGone((await reach(signal)).storagePoolLookupByUUIDString(uuid))
  const define = () => connection.storagePoolDefineXML(buildDirPool(STANDARD_POOL, path, uuid))
  const pool = await undoable(task, 'undo.pool', define, async signal => (await again(signal))?.undefine())
  await pool.build(0).catch(() => undefined) // makes the folder; that it is there already is no error
  await undoable(
    task,
    'undo.stopPool',
    () => pool.create(0),
    async signal => {
      const ours = await again(signal)
      if (await ours?.isActive()) await ours?.destroy()
    },
  )
  await pool.setAutostart(true)
  return pool
}

async function startNetwork(
  name: string,
  connection: Connection,
  task: TaskContext,
  reach: Reach,
): Promise<void> {
  const network = await connection.networkLookupByName(name)
  if (await network.isActive()) return
  await undoable(
    task,
    'undo.network',
    () => network.create({ timeoutMs: 60_000 }),
    async signal => {
      const ours = await orGone((await reach(signal)).networkLookupByName(name))
      if (await ours?.isActive()) await ours?.destroy()
    },
  )
}

/** An answer of libvirt's says that nothing was done. Without one it may have been: then it is undone as if it was. */
async function undoable<T>(
  task: TaskContext,
  undo: string,
  work: () => Promise<T>,
  takeBack: (signal: AbortSignal) => Promise<void>,
): Promise<T> {
  try {
    const done = await work()
    task.undo(undo, takeBack)
    return done
  } catch (error) {
    if (!(error instanceof LibvirtError)) task.undo(undo, takeBack)
    throw error
  }
}

/** Null for what is not there. */
async function orGone<T>(lookUp: Promise<T>): Promise<T | null> {
  try {
    return await lookUp
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

async function makeDisk(
  step: Extract<CreateStep, { do: 'makeDisk' }>,
  pool: StoragePool,
  task: TaskContext,
  reach: Reach,
): Promise<SystemDisk> {
  const xml = buildVolume({
    name: step.volume,
    capacityBytes: Math.round(step.sizeGiB * 2 ** 30),
    format: step.format,
    allocation: step.allocation,
  })
  // Reserving every byte of a large disk takes as long as writing it.
  const timeoutMs = step.allocation === 'full' ? 0 : 60_000
  const volume = await makeVolume(
    pool,
    step.volume,
    () => pool.volCreateXML(xml, 0, { timeoutMs }),
    task,
    reach,
  )
  return { path: await volume.getPath(), format: step.format }
}

async function copyMedia(
  step: Extract<CreateStep, { do: 'copyMedia' }>,
  pool: StoragePool,
  connection: Connection,
  task: TaskContext,
  reach: Reach,
): Promise<string> {
  const file = await open(step.from)
  try {
    const { size } = await file.stat()
    const spec = { name: step.volume, capacityBytes: size, format: 'raw', allocation: 'sparse' } as const
    const create = () => pool.volCreateXML(buildVolume(spec))
    const volume = await makeVolume(pool, step.volume, create, task, reach, 'undo.media')
    await fill(volume, file, size, connection, task)
    return await volume.getPath()
  } finally {
    await file.close()
  }
}

/** On a connection of its own: a stream that waits for a slow disk holds up every other call of its connection. */
async function fill(
  volume: StorageVolume,
  file: FileHandle,
  size: number,
  connection: Connection,
  task: TaskContext,
): Promise<void> {
  const bulk = await connection.openAnother({ signal: task.signal })
  try {
    const target = await bulk.storageVolLookupByKey(volume.key)
    const onProgress = (sentBytes: number) => task.progress(size > 0 ? sentBytes / size : null)
    await target.uploadFrom(file, { lengthBytes: size, signal: task.signal, onProgress })
  } finally {
    await bulk.close()
  }
}

async function define(
  around: Surroundings,
  connection: Connection,
  task: TaskContext,
  made: Made,
  reach: Reach,
): Promise<string> {
  const { draft } = made
  const disk = made.disk ?? (await existingDisk(draft, around))
  if (!disk && draft.install.kind !== 'image' && draft.storage.kind === 'volume')
    throw new AppFailure('libvirt.noVolume')
  const uuid = randomUUID()
  const xml = buildDomain(decideMachine(draft, around.offer, around.os, disk), uuid)
  await undoable(
    task,
    'undo.definition',
    // A daemon may look at its QEMU anew first, which takes half a minute.
    () => connection.domainDefineXML(xml, VIR_DOMAIN_DEFINE_VALIDATE, { timeoutMs: 120_000 }),
    async signal => {
      const ours = await orGone((await reach(signal)).domainLookupByUUIDString(uuid))
      await ours?.undefine(VIR_DOMAIN_UNDEFINE_NVRAM)
    },
  )
  return uuid
}

async function start(draft: VmDraft, connection: Connection, task: TaskContext, reach: Reach): Promise<void> {
  const domain = await connection.domainLookupByName(draft.name)
  await undoable(
    task,
    'undo.start',
    () => domain.create(0, { timeoutMs: 120_000, signal: task.signal }),
    async signal => {
      const ours = await orGone((await reach(signal)).domainLookupByUUIDString(domain.uuid))
      if (await ours?.isActive()) await ours?.destroy(0)
    },
  )
}
