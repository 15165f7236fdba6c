// The address of a host from the fields of a form (libvirt.org/uri.html). The way back is main's: it parses the URI.

export const WAYS = ['ssh', 'tls', 'tcp', 'uri'] as const
export const DRIVERS = ['qemu-system', 'qemu-session', 'xen', 'lxc'] as const

export interface HostForm {
  readonly way: (typeof WAYS)[number]
  readonly driver: (typeof DRIVERS)[number]
  readonly host: string
  /** Empty: ssh's own choice. */
  readonly user: string
  readonly port: number | null
  /** A private key for ssh; empty: ssh's own choice. */
  readonly keyFile: string
  /** For `uri`: the whole address. */
  readonly uri: string
}

export const EMPTY_HOST_FORM: HostForm = {
  way: 'ssh',
  driver: 'qemu-system',
  host: '',
  user: '',
  port: null,
  keyFile: '',
  uri: '',
}

const PATHS: Readonly<Record<HostForm['driver'], readonly [scheme: string, path: string]>> = {
  'qemu-system': ['qemu', '/system'],
  'qemu-session': ['qemu', '/session'],
  xen: ['xen', '/system'],
  lxc: ['lxc', '/system'],
}

/** Key below `error.` of what is wrong with a field. */
export function hostFormProblem(
  form: HostForm,
): { readonly field: keyof HostForm; readonly code: string } | null {
  if (form.way === 'uri') return form.uri.trim() ? null : { field: 'uri', code: 'host.addressMissing' }
  if (!form.host.trim()) return { field: 'host', code: 'host.nameMissing' }
  // A name that begins with `-` would be an option of ssh.
  if (!/^[\w[][\w.:%\]-]*$/.test(form.host.trim())) return { field: 'host', code: 'host.nameCharacter' }
  if (form.way === 'ssh' && /[\s@/:]|^-/.test(form.user)) return { field: 'user', code: 'host.userCharacter' }
  return null
}

export function hostUri(form: HostForm): string {
  if (form.way === 'uri') return form.uri.trim()
  const [scheme, path] = PATHS[form.driver]
  const host = form.host.trim().replace(/^\[|\]$/g, '')
  const isSsh = form.way === 'ssh'
  const user = isSsh && form.user ? `${encodeURIComponent(form.user)}@` : ''
  const port = form.port === null ? '' : `:${form.port}`
  const key = isSsh && form.keyFile ? `?keyfile=${encodeURIComponent(form.keyFile)}` : ''
  return `${scheme}+${form.way}://${user}${host.includes(':') ? `[${host}]` : host}${port}${path}${key}`
}

/** Short enough for a list: `ana@server`, `server:2222`; the whole of it where it names no host. */
export function hostLabel(uri: string): string {
  const found = /^[\w+]+:\/\/([^/?]+)/.exec(uri)?.[1]
  return found ? decode(found) : uri
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
