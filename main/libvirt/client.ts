// connect: a way to the daemon, the authentication, the hypervisor opened, keepalive on; or nothing left behind.
// Order of calls as the C client's (remote_driver.c, doRemoteOpen).
import { Attempt } from './attempt.ts'
import { authenticate } from './auth.ts'
import { Connection, type OpenAnother } from './connection.ts'
import { type Consent, requireConsent } from './consent.ts'
import { ClosedError, ConnectError, TimeoutError } from './error.ts'
import { Events } from './events.ts'
import { CONNECT_OPEN, CONNECT_SUPPORTS_FEATURE } from './generated/connect.gen.ts'
import { VIR_CONNECT_RO } from './generated/constants.gen.ts'
import type { OnQuestion } from './question.ts'
import { type CallRecord, Rpc } from './rpc.ts'
import { Session } from './session.ts'
import type { Way } from './transport/channel.ts'
import { openExt } from './transport/ext.ts'
import { SshHost, type SshOptions } from './transport/ssh-host.ts'
import { openTcp } from './transport/tcp.ts'
import { openTls } from './transport/tls.ts'
import { openUnix } from './transport/unix.ts'
import { wireOf } from './transport/wire.ts'
import { type LibvirtUri, parseUri } from './uri.ts'
import { resolveUri } from './uri-config.ts'
import { Warnings } from './warnings.ts'

export interface ConnectOptions extends SshOptions {
  /** Ends the connecting; later it does nothing. */
  readonly signal?: AbortSignal
  readonly readOnly?: boolean
  /** For all of it but the time that a person takes to answer; 0: none. Default 10 s. */
  readonly connectTimeoutMs?: number
  /** For each call that names none of its own; 0: none. Default 30 s. */
  readonly callTimeoutMs?: number
  /** Default: every 5 s, 5 may stay unanswered. false: a dead peer is noticed only by calls that time out. */
  readonly keepalive?: { readonly intervalMs: number; readonly count: number } | false
  /** The daemon's socket, instead of the search for it. */
  readonly socketPath?: string
  /** Where XDG_RUNTIME_DIR, HOME and PATH are read, and what a session daemon inherits. Default process.env. */
  readonly env?: NodeJS.ProcessEnv
  /** Asked for passwords, passphrases and whether a host's key is right. Without it, whatever needs one fails. */
  readonly onQuestion?: OnQuestion
  /** What the URI may ask for that could do harm: see `neededConsent`. Default: nothing. */
  readonly consent?: readonly Consent[]
  /** A login to the URI's host that is there already. It stays when the connection ends. */
  readonly sshHost?: SshHost
  /** Told of every event that could not be read, and why. Nothing is dropped in silence. */
  readonly onProtocolWarning?: (warning: string) => void
  /** Told of each call when it has ended: for a list that people can read. */
  readonly onCall?: (call: CallRecord) => void
}

const FEATURE_KEEPALIVE = 10

/**
 * @param uri or an alias of libvirt.conf, or '' for the default URI
 * Throws ConnectError, LibvirtError (libvirt refused) or the signal's reason.
 */
export async function connect(uri: string, options: ConnectOptions = {}): Promise<Connection> {
  const { connectTimeoutMs = 10_000, callTimeoutMs = 30_000, signal, onQuestion } = options
  const parsed = parseUri(await resolveUri(uri, options.env))
  requireConsent(parsed, options.consent ?? [])
  const attempt = new Attempt({ host: parsed.host, timeoutMs: connectTimeoutMs, signal, onQuestion })
  const warnings = new Warnings(options.onProtocolWarning)
  const events = new Events(warnings)
  let way: Way | null = null
  let rpc: Rpc | null = null
  try {
    way = await openWay(parsed, options, attempt)
    rpc = new Rpc(way.wire, {
      callTimeoutMs,
      warnings,
      onCall: options.onCall,
      onMessage: (program, number, body) => events.receive(program, number, body),
    })
    await authenticate(rpc, parsed, attempt, options.env ?? process.env)
    await open(rpc, parsed, options, attempt)
  } catch (error) {
    rpc?.close()
    await way?.close()
    throw explain(error)
  } finally {
    attempt.end()
  }
  events.attach(rpc)
  void rpc.closed.then(way.close)
  const { signal: _, ...kept } = options
  const login = way.sshHost ? { sshHost: way.sshHost } : {}
  const openAnother: OpenAnother = more => connect(uri, { ...kept, ...login, ...more })
  return new Connection({ uri, session: new Session(rpc), events, warnings, way, openAnother })
}

async function openWay(uri: LibvirtUri, options: ConnectOptions, attempt: Attempt): Promise<Way> {
  const { readOnly = false, env = process.env, socketPath } = options
  const { signal } = attempt
  if (uri.transport === 'unix') return openUnix(uri, { signal, readOnly, env, socketPath })
  if (uri.transport === 'tcp') return openTcp(uri, signal)
  if (uri.transport === 'ssh') return openSsh(uri, options, attempt)
  if (uri.transport === 'ext') return openExt(uri, env)
  if (uri.transport === 'tls') return openTls(uri, env, signal)
  throw new ConnectError(
    'unsupportedTransport',
    `the transport ${uri.transport} is not supported; ssh may do`,
  )
}

/** A login has its own clock, which stands still for questions. */
async function openSsh(uri: LibvirtUri, options: ConnectOptions, attempt: Attempt): Promise<Way> {
  const { readOnly = false } = options
  const { signal } = attempt
  const host = options.sshHost ?? (await attempt.waitForUser(() => SshHost.open(uri, { ...options, signal })))
  const openLibvirt = () => host.openLibvirt({ uri, readOnly, signal })
  const close = async () => {
    if (host !== options.sshHost) await host.close()
  }
  try {
    const stream = host.isShared ? await openLibvirt() : await attempt.waitForUser(openLibvirt)
    return { wire: wireOf(stream), openChannel: host.openChannel, close, sshHost: host }
  } catch (error) {
    await close()
    throw error
  }
}

async function open(rpc: Rpc, uri: LibvirtUri, options: ConnectOptions, { signal }: Attempt): Promise<void> {
  const call = { signal, timeoutMs: 0 }
  const { keepalive = { intervalMs: 5_000, count: 5 } } = options
  if (keepalive) {
    // Asking for the feature is what makes the daemon ping us.
    const { supported } = await rpc.call(CONNECT_SUPPORTS_FEATURE, { feature: FEATURE_KEEPALIVE }, call)
    if (supported) rpc.startKeepalive(keepalive.intervalMs, keepalive.count)
  }
  await rpc.call(CONNECT_OPEN, { name: uri.remoteName, flags: options.readOnly ? VIR_CONNECT_RO : 0 }, call)
}

/** A way that ended says better why than the call that it took along. */
function explain(error: unknown): unknown {
  if (error instanceof ClosedError) {
    if (error.cause instanceof ConnectError) return error.cause
    return new ConnectError('lost', error.message, null, { cause: error })
  }
  if (error instanceof TimeoutError) return new ConnectError('timeout', error.message, null, { cause: error })
  return error
}
