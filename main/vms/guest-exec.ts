// Runs programs of a running guest by its agent (guest-exec, qemu/qga/qapi-schema.json): a name and arguments, never a
// shell. Many distributions forbid it to their agents, which is an answer, not a fault.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Domain } from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'

const LOOK_MS = 200
/** A large file system takes a while to grow. */
const PATIENCE_MS = 5 * 60_000
/** What a guest says is shown behind Details, and no more of it than somebody reads. */
const MOST_SAID = 2_000

/** `code` is null where a signal ended it. `said` is what it wrote, errors last. */
export interface GuestRun {
  readonly code: number | null
  readonly said: string
}

interface Status {
  readonly exited: boolean
  readonly exitcode?: number
  readonly 'out-data'?: string
  readonly 'err-data'?: string
}

/**
 * @param input what the program reads
 * @throws LibvirtError where the agent has no such program or may run none, AppFailure `guest.slow` after five minutes
 */
export async function runInGuest(
  domain: Domain,
  path: string,
  args: readonly string[],
  input?: string,
): Promise<GuestRun> {
  const { pid } = await command<{ pid: number }>(domain, 'guest-exec', {
    path,
    arg: args,
    'capture-output': true,
    ...(input === undefined ? {} : { 'input-data': Buffer.from(input).toString('base64') }),
  })
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(LOOK_MS)) {
    const status = await command<Status>(domain, 'guest-exec-status', { pid })
    if (!status.exited) continue
    const said = [status['out-data'], status['err-data']]
      .map(data =>
        Buffer.from(data ?? '', 'base64')
          .toString()
          .trim(),
      )
      .filter(Boolean)
      .join('\n')
    return { code: status.exitcode ?? null, said: said.slice(-MOST_SAID) }
  }
  throw new AppFailure('guest.slow', { program: path })
}

async function command<T>(domain: Domain, execute: string, args: object): Promise<T> {
  const answer = await domain.qemuAgentCommand(JSON.stringify({ execute, arguments: args }))
  return (JSON.parse(answer ?? '{}') as { return: T }).return
}
