// The calls of all hosts that ended last: what was asked, how long it took, how it went. Neither answers nor XML are kept.
import type { CallRecord } from 'node-libvirt'
import type { HostCall } from '../../preload/model/call.ts'
import type { HostId } from '../../preload/model/ids.ts'
import { readFailure } from './failure.ts'
import { virshCommand } from './virsh.ts'

const KEPT = 400
/** The samples of every second would push out all else: they are kept when they fail or are slow. */
const ROUTINE = new Set(['CONNECT_GET_ALL_DOMAIN_STATS', 'NODE_GET_CPU_STATS', 'NODE_GET_MEMORY_STATS'])
const SLOW_MS = 500

export class CallLog {
  #calls: HostCall[] = []
  #number = 0

  add(host: HostId, uri: string, call: CallRecord): void {
    if (ROUTINE.has(call.procedure) && !call.error && call.durationMs < SLOW_MS) return
    this.#calls.push({
      id: this.#number++,
      host,
      name: call.procedure,
      at: call.startedAt,
      durationMs: call.durationMs,
      error: call.error && readFailure(call.error).error,
      command: virshCommand(uri, call.procedure, call.args),
    })
    if (this.#calls.length > KEPT) this.#calls = this.#calls.slice(-KEPT)
  }

  /** Newest first. */
  list(): readonly HostCall[] {
    return [...this.#calls].reverse()
  }
}
