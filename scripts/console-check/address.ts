// Where a SPICE server listens, as remote-viewer writes it: spice://HOST:PORT, spice+unix:///PATH.
export type SpiceAddress = { readonly host: string; readonly port: number } | { readonly path: string }

/** @returns null for text that is no such address */
export function readSpiceAddress(text: string): SpiceAddress | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'spice+unix:') return url.pathname ? { path: decodeURIComponent(url.pathname) } : null
  if (url?.protocol !== 'spice:' || !url.hostname || !url.port) return null
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port) }
}
