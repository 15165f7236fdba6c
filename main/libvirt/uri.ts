// A libvirt URI: driver[+transport]://[user@][host][:port]/path[?params]  (libvirt.org/uri.html)
import { ConnectError } from './error.ts'

export type Transport = 'unix' | 'ssh' | 'tls' | 'tcp' | 'ext' | 'libssh' | 'libssh2'

export interface LibvirtUri {
  readonly driver: string
  readonly transport: Transport
  /** '' for this computer. */
  readonly host: string
  readonly path: string
  readonly params: URLSearchParams
  /** What CONNECT_OPEN is told: the URI without transport, host and what only the client needs. */
  readonly remoteName: string
}

const TRANSPORTS: readonly string[] = ['unix', 'ssh', 'tls', 'tcp', 'ext', 'libssh', 'libssh2']
/** Parameters that the client keeps to itself. */
const CLIENT_PARAMS = [
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
]

export function parseUri(text: string): LibvirtUri {
  const match = /^([a-z][a-z0-9-]*)(?:\+([a-z0-9]+))?:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?$/i.exec(text)
  if (!match) throw new ConnectError('badUri', `not a libvirt URI: ${text}`)
  const [, driver = '', transport, authority = '', path = '', query = ''] = match
  const host = authority.replace(/^[^@]*@/, '').replace(/:\d+$/, '')
  const params = new URLSearchParams(query)
  return {
    driver,
    transport: readTransport(transport, host),
    host,
    path,
    params,
    remoteName: params.get('name') ?? remoteName(driver, path, params),
  }
}

function readTransport(named: string | undefined, host: string): Transport {
  if (named === undefined) return host === '' ? 'unix' : 'tls'
  if (!TRANSPORTS.includes(named)) throw new ConnectError('badUri', `no such transport: ${named}`)
  return named as Transport
}

function remoteName(driver: string, path: string, params: URLSearchParams): string {
  if (driver === 'remote') return ''
  const kept = new URLSearchParams([...params].filter(([name]) => !CLIENT_PARAMS.includes(name)))
  const query = kept.size > 0 ? `?${kept}` : ''
  return `${driver}://${path || '/'}${query}`
}
