// connect: a socket, the authentication, the hypervisor opened, keepalive on; or nothing left behind.
// Order of calls as the C client's (remote_driver.c, doRemoteOpen).
import type { Duplex } from 'node:stream'
import { Connection } from './connection.ts'
import { ConnectError, TimeoutError } from './error.ts'
import { Events } from './events.ts'
import { AUTH_LIST, AUTH_POLKIT, CONNECT_OPEN, CONNECT_SUPPORTS_FEATURE } from './generated/connect.gen.ts'
import { VIR_CONNECT_RO } from './generated/constants.gen.ts'
import { Rpc } from './rpc.ts'
import { Session } from './session.ts'
import { openUnix } from './transport/unix.ts'
import { type LibvirtUri, parseUri } from './uri.ts'
import { Warnings } from './warnings.ts'

export interface ConnectOptions {
  /** Ends the connecting; later it does nothing. */
  readonly signal?: AbortSignal
  readonly readOnly?: boolean
  /** For the socket and the opening, not for a question that polkit asks the user; 0: none. Default 10 s. */
  readonly connectTimeoutMs?: number
  /** For each call that names none of its own; 0: none. Default 30 s. */
  readonly callTimeoutMs?: number
  /** Default: every 5 s, 5 may stay unanswered. false: a dead peer is noticed only by calls that time out. */
  readonly keepalive?: { readonly intervalMs: number; readonly count: number } | false
  /** The daemon's socket, instead of the search for it. */
  readonly socketPath?: string
  /** Where XDG_RUNTIME_DIR, HOME and PATH are read, and what a session daemon inherits. Default process.env. */
  readonly env?: NodeJS.ProcessEnv
  /** Told of every event that could not be read, and why. Nothing is dropped in silence. */
  readonly onProtocolWarning?: (warning: string) => void
}

const AUTH_NONE = 0
const AUTH_POLKIT_TYPE = 2
/** A user who is asked for a password takes time. */
const POLKIT_TIMEOUT_MS = 120_000
const FEATURE_KEEPALIVE = 10

/** Throws ConnectError, LibvirtError (libvirt refused) or the signal's reason. */
export async function connect(uri: string, options: ConnectOptions = {}): Promise<Connection> {
  const { connectTimeoutMs = 10_000, callTimeoutMs = 30_000 } = options
  const parsed = parseUri(uri)
  const deadline = connectTimeoutMs > 0 ? AbortSignal.timeout(connectTimeoutMs) : null
  const signals = [options.signal, deadline].filter(signal => signal !== null && signal !== undefined)
  const signal = AbortSignal.any(signals)
  const warnings = new Warnings(options.onProtocolWarning)
  const events = new Events(warnings)
  let rpc: Rpc | null = null
  try {
    rpc = new Rpc(await openSocket(parsed, options, signal), {
      callTimeoutMs,
      warnings,
      onMessage: (program, number, body) => events.receive(program, number, body),
    })
    await authenticate(rpc, signal, options.signal)
    await open(rpc, parsed, options, connectTimeoutMs)
  } catch (error) {
    rpc?.close()
    const timedOut = (deadline && error === deadline.reason) || error instanceof TimeoutError
    throw timedOut ? new ConnectError('timeout', `${uri}: no answer in time`) : error
  }
  events.attach(rpc)
  return new Connection(uri, new Session(rpc), events, warnings)
}

async function openSocket(uri: LibvirtUri, options: ConnectOptions, signal: AbortSignal): Promise<Duplex> {
  const { readOnly = false, env = process.env, socketPath } = options
  if (uri.transport === 'unix') return openUnix(uri, { signal, readOnly, env, socketPath })
  throw new ConnectError('unsupportedTransport', `the transport ${uri.transport} is not supported yet`)
}

/** @param userSignal governs polkit's question alone, which has more time than the connection */
async function authenticate(
  rpc: Rpc,
  signal: AbortSignal,
  userSignal: AbortSignal | undefined,
): Promise<void> {
  const { types } = await rpc.call(AUTH_LIST, {}, { signal })
  const [type = AUTH_NONE] = types
  if (type === AUTH_NONE) return
  if (type !== AUTH_POLKIT_TYPE)
    throw new ConnectError('unsupportedAuth', 'the daemon wants SASL, which is not supported yet')
  await rpc.call(AUTH_POLKIT, {}, { timeoutMs: POLKIT_TIMEOUT_MS, ...(userSignal && { signal: userSignal }) })
}

async function open(rpc: Rpc, uri: LibvirtUri, options: ConnectOptions, timeoutMs: number): Promise<void> {
  const call = { timeoutMs, ...(options.signal && { signal: options.signal }) }
  const { keepalive = { intervalMs: 5_000, count: 5 } } = options
  if (keepalive) {
    // Asking for the feature is what makes the daemon ping us.
    const { supported } = await rpc.call(CONNECT_SUPPORTS_FEATURE, { feature: FEATURE_KEEPALIVE }, call)
    if (supported) rpc.startKeepalive(keepalive.intervalMs, keepalive.count)
  }
  await rpc.call(CONNECT_OPEN, { name: uri.remoteName, flags: options.readOnly ? VIR_CONNECT_RO : 0 }, call)
}
