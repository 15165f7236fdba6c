// Where a display's server listens, as remote-viewer writes it: spice://HOST:PORT, vnc+unix:///PATH.
export type DisplayAddress = { readonly kind: 'spice' | 'vnc' } & (
  | { readonly host: string; readonly port: number }
  | { readonly path: string }
)

/** @returns null for text that is no such address */
export function readAddress(text: string): DisplayAddress | null {
  const url = URL.canParse(text) ? new URL(text) : null
  const [, name, isSocket] = /^(spice|vnc)(\+unix)?:$/.exec(url?.protocol ?? '') ?? []
  if (!url || !name) return null
  const kind = name === 'vnc' ? 'vnc' : 'spice'
  if (isSocket) return url.pathname ? { kind, path: decodeURIComponent(url.pathname) } : null
  if (!url.hostname || !url.port) return null
  return { kind, host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port) }
}
