// Why ssh ended: it says so only in words, on its standard error.
import { ConnectError, type ConnectReason } from '../error.ts'

/** First match counts: the more particular ones come first. OpenSSH 7.6 to 9.9, virt-ssh-helper, netcat. */
const SIGNS: readonly (readonly [RegExp, ConnectReason])[] = [
  [/REMOTE HOST IDENTIFICATION HAS CHANGED/, 'hostKeyChanged'],
  [/REVOKED HOST KEY/, 'hostKeyChanged'],
  [/Host key verification failed/, 'hostKeyUnknown'],
  [/Permission denied \(|Too many authentication failures|No more authentication methods/i, 'authFailed'],
  [/Permission denied, please try again/, 'authFailed'],
  [/Could not resolve hostname/, 'unknownHost'],
  [/administratively prohibited|Stdio forwarding request failed: .*prohibited/, 'forwardingDenied'],
  [/(Failed to connect socket|unix connect failed|nc: |cannot connect).*(No such file|refused)/s, 'noDaemon'],
  [/(Failed to connect socket|unix connect failed|nc: |cannot connect).*Permission denied/s, 'denied'],
  [/Connection refused/, 'refused'],
  [/No route to host|Network is unreachable|Host is down|Can't assign requested address/, 'unreachable'],
  [/timed out|Timeout, server/, 'timeout'],
  [/Bad owner or permissions|Bad configuration option|terminating, .* bad configuration/, 'sshFailed'],
  [/Connection (closed|reset) by|Connection to .* closed|kex_exchange_identification|Broken pipe/, 'lost'],
]

/** What is said besides the reason, and helps nobody. */
const NOISE = /^(Warning: Permanently added .*|@+|Stdio forwarding request failed: .*|\s*)$/

/** @param said all that ssh and what it ran at the host wrote to standard error */
export function sshFailure(said: string, ended: string): ConnectError {
  const lines = said.split(/\r?\n/).filter(line => !NOISE.test(line))
  const reason = SIGNS.find(([sign]) => sign.test(said))?.[1] ?? 'sshFailed'
  return new ConnectError(reason, lines.join('\n') || ended)
}
