// SASL over libvirt's RPC: which mechanism, with whose name and password. Without security layers, so never where
// others could listen: the daemon itself offers none of these mechanisms over plain TCP. GSSAPI is not here.
import type { Attempt } from './attempt.ts'
import { readCredentials } from './auth-file.ts'
import { ConnectError, LibvirtError } from './error.ts'
import { AUTH_SASL_INIT, AUTH_SASL_START, AUTH_SASL_STEP } from './generated/connect.gen.ts'
import type { Rpc } from './rpc.ts'
import { Scram, type ScramHash } from './sasl-scram.ts'
import type { LibvirtUri } from './uri.ts'

const SCRAM: Readonly<Record<string, ScramHash>> = {
  'SCRAM-SHA-512': 'sha512',
  'SCRAM-SHA-256': 'sha256',
  'SCRAM-SHA-1': 'sha1',
}
/** The best first. */
const MECHANISMS = [...Object.keys(SCRAM), 'PLAIN']

interface Reply {
  readonly isComplete: boolean
  readonly text: string
}

/** Throws ConnectError `unsupportedAuth`, `authFailed`, `cancelled`, or the attempt's reason. */
export async function authenticateSasl(
  rpc: Rpc,
  uri: LibvirtUri,
  attempt: Attempt,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (uri.transport === 'tcp')
    throw new ConnectError('unsupportedAuth', 'a password is not sent over plain TCP: use tls or ssh')
  const { mechlist } = await rpc.call(AUTH_SASL_INIT, {}, callOf(attempt))
  const mechanism = chooseMechanism(mechlist)
  const { user, password } = await findOrAsk(uri, attempt, env)
  try {
    if (mechanism === 'PLAIN') await startPlain(rpc, user, password, attempt)
    else await exchangeScram(rpc, mechanism, user, password, attempt)
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error
    throw new ConnectError('authFailed', error.message, null, { cause: error })
  }
}

/** @param offered between commas or spaces */
export function chooseMechanism(offered: string): string {
  const names = offered.split(/[\s,]+/)
  const best = MECHANISMS.find(name => names.includes(name))
  if (best) return best
  const text = `the daemon offers ${offered || 'nothing'}, this client knows ${MECHANISMS.join(', ')}`
  throw new ConnectError('unsupportedAuth', text)
}

async function findOrAsk(
  uri: LibvirtUri,
  attempt: Attempt,
  env: NodeJS.ProcessEnv,
): Promise<{ user: string; password: string }> {
  const known = await readCredentials(uri.host, uri.params.get('authfile'), env)
  const where = uri.host || 'this computer'
  // Over ssh the URI's user is who logs in to the host.
  const named = uri.transport === 'ssh' ? null : uri.user
  const user = known.user ?? named ?? (await ask(attempt, 'user', `Name for libvirt at ${where}`))
  const password =
    known.password ?? (await ask(attempt, 'password', `Password of ${user} for libvirt at ${where}`))
  return { user, password }
}

async function ask(attempt: Attempt, kind: 'user' | 'password', text: string): Promise<string> {
  if (!attempt.canAsk)
    throw new ConnectError('authFailed', 'the daemon wants a name and password, and nobody can be asked')
  const answer = await attempt.ask({ kind, text, attempt: 1, fingerprint: null })
  if (answer === null) throw new ConnectError('cancelled', 'the question was not answered')
  return answer
}

/** RFC 4616. */
async function startPlain(rpc: Rpc, user: string, password: string, attempt: Attempt): Promise<void> {
  if (`${user}${password}`.includes('\0'))
    throw new ConnectError('authFailed', 'a name or password with a zero byte')
  const reply = await start(rpc, 'PLAIN', `\0${user}\0${password}`, attempt)
  if (!reply.isComplete) throw new ConnectError('authFailed', 'the daemon asks for more than PLAIN has')
}

async function exchangeScram(
  rpc: Rpc,
  mechanism: string,
  user: string,
  password: string,
  attempt: Attempt,
): Promise<void> {
  const scram = new Scram(SCRAM[mechanism] ?? 'sha256', user, password)
  const challenge = await start(rpc, mechanism, scram.first(), attempt)
  if (challenge.isComplete)
    throw new ConnectError('authFailed', 'the daemon asks for no proof, and gives none')
  const final = await step(rpc, await scram.respond(challenge.text), attempt)
  scram.verify(final.text)
  if (final.isComplete) return
  const end = await step(rpc, '', attempt)
  if (!end.isComplete) throw new ConnectError('authFailed', 'the daemon asks for more than SCRAM has')
}

async function start(rpc: Rpc, mech: string, text: string, attempt: Attempt): Promise<Reply> {
  return readReply(await rpc.call(AUTH_SASL_START, { mech, nil: 0, data: toWire(text) }, callOf(attempt)))
}

async function step(rpc: Rpc, text: string, attempt: Attempt): Promise<Reply> {
  return readReply(await rpc.call(AUTH_SASL_STEP, { nil: 0, data: toWire(text) }, callOf(attempt)))
}

function readReply({ complete, data }: { complete: number; data: readonly number[] }): Reply {
  return { isComplete: complete !== 0, text: Buffer.from(data).toString('utf8') }
}

/** C's chars, which are signed. */
function toWire(text: string): number[] {
  return [...new Int8Array(Buffer.from(text, 'utf8'))]
}

function callOf({ signal }: Attempt): { signal: AbortSignal; timeoutMs: number } {
  return { signal, timeoutMs: 0 }
}
