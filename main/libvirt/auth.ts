// What the daemon wants to know before anything else: nothing, polkit's word, or a name and password (SASL).
import type { Attempt } from './attempt.ts'
import { ConnectError } from './error.ts'
import { AUTH_LIST, AUTH_POLKIT } from './generated/connect.gen.ts'
import type { Rpc } from './rpc.ts'
import { authenticateSasl } from './sasl.ts'
import type { LibvirtUri } from './uri.ts'

const NONE = 0
const SASL = 1
const POLKIT = 2
/** A user who is asked for a password takes time. */
const POLKIT_TIMEOUT_MS = 120_000

/** Throws ConnectError, LibvirtError or the attempt's reason. */
export async function authenticate(
  rpc: Rpc,
  uri: LibvirtUri,
  attempt: Attempt,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const { signal } = attempt
  const { types } = await rpc.call(AUTH_LIST, {}, { signal, timeoutMs: 0 })
  const [type = NONE] = types
  if (type === NONE) return
  if (type === SASL) return authenticateSasl(rpc, uri, attempt, env)
  if (type !== POLKIT)
    throw new ConnectError('unsupportedAuth', `the daemon wants an authentication of type ${type}`)
  // The question is asked by the user's desktop; the call lasts until it is answered.
  const call = { signal, timeoutMs: POLKIT_TIMEOUT_MS }
  await attempt.waitForUser(() => rpc.call(AUTH_POLKIT, {}, call))
}
