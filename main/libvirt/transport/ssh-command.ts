// What ssh is told: argument lists, never a shell's line of ours; and the small scripts that the host's shell runs.
// Options that a user's ~/.ssh/config may hold and that would break a channel are set back here (ssh_config(5)).
import { ConnectError } from '../error.ts'
import type { LibvirtUri } from '../uri.ts'
import { socketNames } from './unix.ts'

/** A line of this and one word is what the scripts say when they are about to do what was asked. */
export const MARK = 'node-libvirt:'

export interface SshSettings {
  /** Instead of the user's ~/.ssh/config. */
  readonly configFile?: string | undefined
  /** Nobody can be asked. */
  readonly batch: boolean
}

const ALWAYS = [
  ['-T', '-x', '-a', '-e', 'none'],
  // Not every version knows the last two.
  ['-o', 'IgnoreUnknown=ForkAfterAuthentication,SessionType'],
  ['-o', 'ForkAfterAuthentication=no', '-o', 'SessionType=default'],
  ['-o', 'RemoteCommand=none', '-o', 'PermitLocalCommand=no', '-o', 'LogLevel=INFO'],
].flat()

/** All that a login needs but the host's name. Throws ConnectError `badUri`. */
export function loginArguments({ user, port, params }: LibvirtUri, settings: SshSettings): string[] {
  if (params.has('sshauth'))
    throw new ConnectError('badUri', 'sshauth is for the transport libssh; ssh takes it from ~/.ssh/config')
  const keyfile = params.get('keyfile')
  const knownHosts = params.get('known_hosts')
  return [
    ...(settings.configFile ? ['-F', settings.configFile] : []),
    ...ALWAYS,
    ...['-o', 'ClearAllForwardings=yes', '-o', 'ServerAliveInterval=15', '-o', 'ServerAliveCountMax=3'],
    ...(settings.batch ? ['-o', 'BatchMode=yes'] : []),
    ...(port === null ? [] : ['-p', String(port)]),
    ...(user === null ? [] : ['-l', user]),
    ...(keyfile ? ['-i', keyfile] : []),
    ...(knownHosts ? ['-o', `UserKnownHostsFile="${knownHosts.replace(/["%]/g, '')}"`] : []),
    ...verification(params),
  ]
}

function verification(params: ReadonlyMap<string, string>): string[] {
  const asked = params.get('known_hosts_verify')
  const noVerify = params.get('no_verify')
  // Consent to both was asked for before.
  if (asked === 'ignore' || (noVerify !== undefined && noVerify !== '0'))
    return ['-o', 'StrictHostKeyChecking=no']
  if (asked === 'auto') return ['-o', 'StrictHostKeyChecking=accept-new']
  if (asked === 'normal') return ['-o', 'StrictHostKeyChecking=ask']
  if (asked !== undefined) throw new ConnectError('badUri', `no such known_hosts_verify: ${asked}`)
  return []
}

/** For one more channel over a login that is there. If it is not, ssh must not make one by itself. */
export function sharedArguments(controlPath: string): string[] {
  const never = ['-o', 'ControlMaster=no', '-o', 'ProxyCommand=false']
  return ['-F', '/dev/null', '-S', controlPath, ...never, ...ALWAYS]
}

/** Says that the login is made, and lasts until we close its input: also when we die. */
export function keeperScript(): string {
  return inShell(`echo ${MARK}ready; exec cat >/dev/null`)
}

/**
 * The way to libvirt: its helper, which knows the host's sockets and starts a user's own daemon, else netcat.
 * `proxy` of the URI allows one of them only (libvirt.org/uri.html#proxy-parameter). Throws ConnectError `badUri`.
 */
export function libvirtScript(uri: LibvirtUri, readOnly: boolean): string {
  const proxy = uri.params.get('proxy') ?? 'auto'
  if (!['auto', 'native', 'netcat'].includes(proxy))
    throw new ConnectError('badUri', `no such proxy: ${proxy}`)
  const mayHelp = proxy !== 'netcat' && !uri.params.has('socket') && !uri.params.has('netcat')
  const parts = ['LC_ALL=C; export LC_ALL']
  if (mayHelp) {
    const run = `exec virt-ssh-helper ${readOnly ? '-r ' : ''}${quote(uri.remoteName)}`
    parts.push(`if command -v virt-ssh-helper >/dev/null 2>&1; then echo ${MARK}helper; ${run}; fi`)
  }
  const [socket, other] = remoteSockets(uri, readOnly)
  if (proxy !== 'native' && socket) {
    const choose = other ? `test -S "$p" || { test -S ${quote(other)} && p=${quote(other)}; }; ` : ''
    parts.push(`p=${quote(socket)}; ${choose}${netcat(uri.params.get('netcat'))}`)
  }
  return inShell(`${parts.join('; ')}; echo ${MARK}none`)
}

export function netcatScript(path: string): string {
  return inShell(`LC_ALL=C; export LC_ALL; p=${quote(path)}; ${netcat('nc')}; echo ${MARK}none`)
}

/** The sockets of the host that libvirt may be at, best first; none for a session, whose place only the helper knows. */
export function remoteSockets(uri: LibvirtUri, readOnly: boolean): string[] {
  const named = uri.params.get('socket')
  if (named) return [named]
  if (uri.path === '/session') return []
  // From afar the monolithic daemon or virtproxyd comes first, as in the C library.
  const names = socketNames(uri).reverse()
  return names.map(name => `/var/run/libvirt/${name}${readOnly ? '-ro' : ''}`)
}

/** Not every netcat has UNIX sockets; some must be told to end when their input does. */
function netcat(program = 'nc'): string {
  const nc = quote(program)
  const flag = `q=; case "$(${nc} -q 2>&1)" in *"requires an argument"*) q=-q0 ;; esac`
  return `case "$(${nc} -h 2>&1)" in *-U*) ${flag}; echo ${MARK}nc; exec ${nc} $q -U "$p" ;; esac`
}

/** A user's shell at the host may be any; all of them know how to quote for sh. */
function inShell(script: string): string {
  return `sh -c ${quote(script)}`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`
}
