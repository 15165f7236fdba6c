// Calls whose answer never came: the connection was lost on the way, and what was asked for may have been done.
import { ClosedError, type Connection, type Domain, TimeoutError } from 'node-libvirt'
import type { TaskContext } from '../tasks/tasks.ts'
import type { Reach } from './hosts.ts'
import type { Machine } from './vm-tasks.ts'

export function isUnanswered(error: unknown): boolean {
  return error instanceof ClosedError || error instanceof TimeoutError
}

/** How long a host that went away may take to be back. */
const RETURN_MS = 5 * 60_000

/**
 * For work that has no way back: begun again on a new connection when the first one is lost in the middle of it.
 * @param work the second time some of it, or all, may be done already
 */
export async function seeThrough(
  connection: Connection,
  reach: Reach,
  work: (connection: Connection, isSecond: boolean) => Promise<void>,
): Promise<void> {
  try {
    await work(connection, false)
  } catch (error) {
    if (!isUnanswered(error)) throw error
    await work(await reach(AbortSignal.timeout(RETURN_MS)), true)
  }
}

/** The same for what is done to one machine, by its handle on the connection of the moment. */
export function seeThroughVm(
  { connection, domain, reach }: Machine,
  work: (domain: Domain, connection: Connection, isSecond: boolean) => Promise<void>,
): Promise<void> {
  return seeThrough(connection, reach, async (anew, isSecond) => {
    await work(isSecond ? await anew.domainLookupByUUIDString(domain.uuid) : domain, anew, isSecond)
  })
}

/**
 * A step and its way back, which is there too for a step whose answer never came: it may have been done.
 * @param back is told whether the step was answered
 */
export async function withWayBack(
  task: TaskContext,
  key: string,
  tell: () => Promise<void>,
  back: (signal: AbortSignal, isSure: boolean) => Promise<void>,
): Promise<void> {
  try {
    await tell()
  } catch (error) {
    if (isUnanswered(error)) task.undo(key, signal => back(signal, false))
    throw error
  }
  task.undo(key, signal => back(signal, true))
}
