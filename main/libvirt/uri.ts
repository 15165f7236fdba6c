// A libvirt URI: driver[+transport]://[user@][host][:port]/path[?params]  (libvirt.org/uri.html). What a shell, or
// the argument list of ssh, could take for something else is not a URI: it may come from anywhere.
import { ConnectError } from './error.ts'

export type Transport = 'unix' | 'ssh' | 'tls' | 'tcp' | 'ext' | 'libssh' | 'libssh2'

export interface UriParts {
  /** `qemu`, `test`, `lxc`, `xen`, `ch`, `bhyve` …: the daemon says which it has. */
  readonly driver: string
  /** Default: unix without a host, tls with one. */
  readonly transport?: Transport | undefined
  /** Who logs in, for ssh. */
  readonly user?: string | null | undefined
  /** A name or an address, IPv6 without brackets; '' for this computer. */
  readonly host?: string | undefined
  readonly port?: number | null | undefined
  /** `/system`, `/session`; default `/`. */
  readonly path?: string | undefined
  /** Decoded. */
  readonly params?: ReadonlyMap<string, string> | undefined
}

export interface LibvirtUri {
  readonly driver: string
  readonly transport: Transport
  readonly user: string | null
  readonly host: string
  readonly port: number | null
  readonly path: string
  readonly params: ReadonlyMap<string, string>
  /** What CONNECT_OPEN is told: the URI without transport, host and what only the client needs. */
  readonly remoteName: string
}

const TRANSPORTS: readonly string[] = ['unix', 'ssh', 'tls', 'tcp', 'ext', 'libssh', 'libssh2']
/** Parameters that the client keeps to itself. */
const CLIENT_PARAMS = new Set([
  'name',
  'command',
  'socket',
  'auth',
  'sshauth',
  'netcat',
  'keyfile',
  'pkipath',
  'known_hosts',
  'known_hosts_verify',
  'tls_priority',
  'mode',
  'proxy',
  'no_sanity',
  'no_verify',
  'no_tty',
  'authfile',
])
const SHAPE = /^([a-z][a-z0-9-]*)(?:\+([a-z0-9]+))?:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?$/i
const AUTHORITY = /^(?:([^@]*)@)?(\[[^\]]*\]|[^:@[\]]*)(?::(\d+))?$/
/** A name of the DNS in any script, an alias of ssh's, an address; `%` before the interface of a link-local one. */
const HOST = /^(?!-)[\p{L}\p{M}\p{N}._:%-]*$/u
/** As OpenSSH since 9.6: what may stand in the command line of a ProxyCommand. */
const USER = /^(?!-)[^\p{Cc}\p{Cs}'"`;&<>|(){}$]*(?<!\\)$/u

/** Throws ConnectError `badUri`. */
export function parseUri(text: string): LibvirtUri {
  const match = SHAPE.exec(text)
  if (!match) throw bad(text)
  const [, driver = '', transport, authority = '', path = '', query = ''] = match
  const at = AUTHORITY.exec(authority)
  if (!at) throw bad(text)
  const [, user, host = '', port] = at
  return checked(
    {
      driver,
      transport: readTransport(transport),
      user: user === undefined ? null : decode(user, text),
      host: decode(host.replace(/^\[(.*)\]$/, '$1'), text),
      port: port === undefined ? null : Number(port),
      path: decode(path, text),
      params: readParams(query, text),
    },
    text,
  )
}

/** The URI's text, percent-encoded where needed. Throws ConnectError `badUri` for parts that cannot be in one. */
export function buildUri(parts: UriParts): string {
  const { driver, transport, user, host, port, path, params } = checked(
    parts,
    JSON.stringify(parts.host ?? ''),
  )
  const scheme = transport === impliedTransport(host) ? driver : `${driver}+${transport}`
  const name = host.includes(':') ? `[${encode(host, ':')}]` : encode(host)
  const authority = `${user === null ? '' : `${encode(user)}@`}${name}${port === null ? '' : `:${port}`}`
  return `${scheme}://${authority}${encode(path, '/:@')}${writeParams([...params])}`
}

function checked(parts: UriParts, text: string): LibvirtUri {
  const { driver, user = null, host = '', port = null, path = '/', params = new Map() } = parts
  const { transport = impliedTransport(host) } = parts
  if (!/^[a-z][a-z0-9-]*$/i.test(driver)) throw bad(text)
  if (!HOST.test(host)) throw bad(text, `no host has the name ${JSON.stringify(host)}`)
  if (user !== null && !USER.test(user)) throw bad(text, `no user has the name ${JSON.stringify(user)}`)
  if (port !== null && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw bad(text, `no port has the number ${port}`)
  if (path !== '' && !path.startsWith('/')) throw bad(text)
  const values = [path, ...params.keys(), ...params.values()]
  if (values.some(value => /[\p{Cc}\p{Cs}]/u.test(value))) throw bad(text, 'control characters')
  if (params.has('')) throw bad(text, 'a parameter without a name')
  return {
    driver,
    transport,
    user,
    host,
    port,
    path,
    params,
    remoteName: params.get('name') ?? remoteName(driver, path, params),
  }
}

function impliedTransport(host: string): Transport {
  return host === '' ? 'unix' : 'tls'
}

function readTransport(named: string | undefined): Transport | undefined {
  if (named === undefined) return undefined
  if (!TRANSPORTS.includes(named)) throw new ConnectError('badUri', `no such transport: ${named}`)
  return named as Transport
}

/** As libvirt reads them: `&` or `;` between, a plus sign is a plus sign, and of two the last one counts. */
function readParams(query: string, text: string): ReadonlyMap<string, string> {
  const params = new Map<string, string>()
  for (const part of query.split(/[&;]/)) {
    if (part === '') continue
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(part) ?? []
    params.set(decode(name, text), decode(value, text))
  }
  return params
}

function remoteName(driver: string, path: string, params: ReadonlyMap<string, string>): string {
  if (driver === 'remote') return ''
  const kept = [...params].filter(([name]) => !CLIENT_PARAMS.has(name))
  return `${driver}://${encode(path || '/', '/:@')}${writeParams(kept)}`
}

function writeParams(params: readonly (readonly [string, string])[]): string {
  if (params.length === 0) return ''
  return `?${params.map(([name, value]) => `${encode(name)}=${encode(value, '/:@')}`).join('&')}`
}

/** Only what no shell and no parser of URIs can take for something else stays as it is. */
function encode(text: string, kept = ''): string {
  return text.replace(/[^A-Za-z0-9._~-]/gu, character => {
    if (kept.includes(character)) return character
    return encodeURIComponent(character).replace(
      /[!'()*]/g,
      plain => `%${plain.charCodeAt(0).toString(16).toUpperCase()}`,
    )
  })
}

function decode(text: string, uri: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw bad(uri)
  }
}

function bad(text: string, why?: string): ConnectError {
  return new ConnectError('badUri', `not a libvirt URI: ${text}${why ? ` (${why})` : ''}`)
}
