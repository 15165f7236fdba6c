// What a URI may ask for that nobody should do only because a URI says so: it runs a program, or trusts whoever
// answers. A URI may come from a file, a link or another user; consent comes from the code that calls us.
import { ConnectError } from './error.ts'
import { type LibvirtUri, parseUri } from './uri.ts'

/**
 * - `command`: runs this program here, as ssh or (with the transport `ext`) as the way to the daemon
 * - `ext`: the transport whose way is a program
 * - `netcat`: runs this program on the host
 * - `no_verify`, `known_hosts_verify`: the host is not asked who it is, so the peer may be anyone
 */
export type Consent = 'command' | 'ext' | 'netcat' | 'no_verify' | 'known_hosts_verify'

/** What connecting to this needs consent to: [] for nearly all URIs. Throws ConnectError `badUri`. */
export function neededConsent(uri: string | LibvirtUri): Consent[] {
  const { transport, params } = typeof uri === 'string' ? parseUri(uri) : uri
  const needed: Consent[] = []
  if (transport === 'ext') needed.push('ext')
  if (params.has('command')) needed.push('command')
  if (params.has('netcat')) needed.push('netcat')
  if (isYes(params.get('no_verify'))) needed.push('no_verify')
  if (params.get('known_hosts_verify') === 'ignore') needed.push('known_hosts_verify')
  return needed
}

/** Throws ConnectError `needsConsent`, whose `parameters` are what is missing. */
export function requireConsent(uri: LibvirtUri, given: readonly Consent[]): void {
  const missing = neededConsent(uri).filter(one => !given.includes(one))
  if (missing.length === 0) return
  const text = `the URI asks for what needs consent: ${missing.join(', ')}`
  throw new ConnectError('needsConsent', text, null, { parameters: missing })
}

/** libvirt's numbers: anything but 0 is yes. */
export function isYes(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0'
}
