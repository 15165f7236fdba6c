// Where a disk's bytes are, as one line: a path, `pool/volume`, `nbd://server:10809/export`.
import type { DiskSource } from '../../../preload/model/vm.ts'

/** @param empty what a drive without a medium is called */
export function formatSource(source: DiskSource, empty: string): string {
  switch (source.kind) {
    case 'none':
      return empty
    case 'file':
    case 'block':
      return source.path
    case 'volume':
      return `${source.pool}/${source.volume}`
    case 'network': {
      const { protocol, host, port, name } = source
      const server = host?.includes(':') ? `[${host}]` : (host ?? '')
      return `${protocol}://${server}${port === null ? '' : `:${port}`}/${name}`
    }
    case 'other':
      return source.type
  }
}
