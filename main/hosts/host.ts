// One host: connected, watched, and connected again when it goes away.
//
//   idle → connecting → ready → lost → connecting …      (tries again by itself, after 1, 2, 4 … 30 s)
//                     ↘ failed                            (no right to connect: only the user can change that)
//   … → idle                                              (the user disconnected it)
import { type Connection, connect } from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'
import type { HostConnection, HostInfo, Host as HostView } from '../../preload/model/host.ts'
import type { Log } from '../log.ts'
import { kvmRunsGuests } from '../readiness/kvm.ts'
import type { Mirror } from '../state/mirror.ts'
import { readCapabilities } from '../xml/capabilities/read.ts'
import type { CallLog } from './call-log.ts'
import { readFailure } from './failure.ts'
import { Inventory } from './inventory.ts'
import { Login } from './login.ts'
import type { Questions } from './questions.ts'
import { retryDelayMs } from './reconnect.ts'

const CONNECT_TIMEOUT_MS = 10_000
/** A host that is silent for about 15 s is lost: five seconds between pings, two of them unanswered. */
const KEEPALIVE = { intervalMs: 5_000, count: 2 }
/** Without these a host is not worth asking again: the answer would be the same, and polkit would ask anew. */
const HOPELESS = new Set(
  [
    ['badUri', 'needsConsent', 'unsupportedTransport', 'cancelled'],
    ['denied', 'noPolkitAgent', 'noAutostart', 'unsupportedAuth', 'authFailed'],
    [
      'tlsFiles',
      'tlsUntrusted',
      'tlsExpired',
      'tlsWrongName',
      'tlsRevoked',
      'tlsNoCertificate',
      'tlsRefused',
    ],
    ['noSsh', 'hostKeyChanged', 'hostKeyUnknown', 'noHelper', 'forwardingDenied'],
  ].flatMap(reasons => reasons.map(reason => `host.${reason}`)),
)

export class Host {
  #view: HostView
  readonly #mirror: Mirror
  readonly #log: Log
  #connection: Connection | null = null
  #inventory: Inventory | null = null
  #attempt = 0
  #timer: NodeJS.Timeout | null = null
  /** Ends the connecting, and keeps it from being tried again. */
  #stop = new AbortController()
  readonly #login: Login
  readonly #calls: CallLog
  readonly #questions: Questions

  constructor(
    view: Pick<HostView, 'id' | 'uri' | 'kind'>,
    mirror: Mirror,
    log: Log,
    calls: CallLog,
    questions: Questions,
  ) {
    this.#view = { ...view, connection: { state: 'idle' } }
    this.#mirror = mirror
    this.#log = log
    this.#login = new Login(view.uri)
    this.#calls = calls
    this.#questions = questions
    this.#publish({})
  }

  get view(): HostView {
    return this.#view
  }

  /** The connection to work on. Throws `host.notReady` while there is none. */
  get connection(): Connection {
    if (!this.#connection?.isAlive) throw new AppFailure('host.notReady', { host: this.#view.uri })
    return this.#connection
  }

  /** Reads a VM, network or pool again, after a change of ours that libvirt sends no event for. */
  async refresh(kind: 'vm' | 'network' | 'pool', uuid: string): Promise<void> {
    await this.#inventory?.refresh(kind, uuid)
  }

  /** Tries now, whatever was waited for. */
  retry(): void {
    if (this.#view.connection.state === 'connecting' || this.#view.connection.state === 'ready') return
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#stop.signal.aborted) this.#stop = new AbortController()
    void this.#connect()
  }

  /** Until the next `retry`. What is known of the host stays. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#stop.abort()
    await this.#connection?.close()
    await this.#login.close()
    this.#transition({ state: 'idle' })
  }

  async #connect(): Promise<void> {
    this.#timer = null
    const { signal } = this.#stop
    this.#transition({ state: 'connecting' })
    let connection: Connection | null = null
    try {
      const onQuestion = this.#questions.askFor(this.#view.uri)
      const attempt = { signal, connectTimeoutMs: CONNECT_TIMEOUT_MS, onQuestion }
      const sshHost = await this.#login.get(attempt)
      connection = await connect(this.#view.uri, {
        ...attempt,
        ...(sshHost && { sshHost }),
        keepalive: KEEPALIVE,
        onCall: call => this.#calls.add(this.#view.id, this.#view.uri, call),
      })
      this.#inventory = new Inventory(this.#view.id, connection, this.#mirror, this.#log)
      this.#publish({ info: await readInfo(connection) })
      // Only now: whoever works on the host may rely on what is known of it.
      this.#connection = connection
      await this.#inventory.load()
      this.#attempt = 0
      this.#transition({ state: 'ready' })
      void this.#checkKvm(connection)
    } catch (error) {
      this.#connection = null
      await connection?.close().catch(() => undefined)
      this.#lost(readFailure(error), signal)
      return
    }
    const reason = await connection.closed
    if (this.#connection === connection) this.#connection = null
    this.#lost(readFailure(reason.error ?? new AppFailure('host.lost')), signal)
  }

  /** libvirt says only that the device is there. Whether guests run on it is found out once, after the list is shown. */
  async #checkKvm(connection: Connection): Promise<void> {
    if (this.#view.kind === 'other' || !this.#view.info?.kvm) return
    const kvm = await kvmRunsGuests()
    if (this.#connection === connection && this.#view.info)
      this.#publish({ info: { ...this.#view.info, kvm } })
  }

  #lost(failure: AppFailure, signal: AbortSignal): void {
    if (signal.aborted) return
    this.#log.info('host lost', {
      host: this.#view.id,
      code: failure.error.code,
      detail: failure.error.detail,
    })
    if (HOPELESS.has(failure.error.code)) {
      this.#transition({ state: 'failed', error: failure.error })
      return
    }
    const delayMs = retryDelayMs(this.#attempt++)
    this.#transition({ state: 'lost', error: failure.error, retryAt: Date.now() + delayMs })
    this.#timer = setTimeout(() => void this.#connect(), delayMs)
  }

  #transition(connection: HostConnection): void {
    this.#publish({ connection })
  }

  #publish(change: Partial<HostView>): void {
    this.#view = { ...this.#view, ...change }
    this.#mirror.put('host', this.#view.id, this.#view)
  }
}

export async function readInfo(connection: Connection): Promise<HostInfo> {
  const [hostname, hypervisor, libvirtVersion, hypervisorVersion, node, memory, capabilities] =
    await Promise.all([
      connection.getHostname(),
      connection.getType(),
      connection.getLibVersion(),
      connection.getVersion(),
      connection.nodeGetInfo(),
      connection.nodeGetMemoryStats().catch(() => null),
      connection.getCapabilities(),
    ])
  const { arch, cpuModel, guests } = readCapabilities(capabilities)
  return {
    hostname,
    hypervisor,
    libvirtVersion,
    hypervisorVersion,
    arch: arch || node.model,
    cpuModel,
    cpus: node.cpus,
    // What the host booted with, and what it has by now: memory can be added while it runs.
    memoryKiB: Math.max(node.memoryKiB, memory?.['total'] ?? 0),
    kvm: guests.some(guest => guest.arch === arch && guest.virtTypes.includes('kvm')),
  }
}
