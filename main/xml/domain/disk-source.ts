// Where a disk's bytes are: `<source>` of its XML, both ways (libvirt's formatdomain page, "Hard drives, floppy disks, CDROMs").
import type { DiskSource } from '../../../preload/model/vm.ts'
import { el, type XmlSpec } from '../write.ts'

/** What a new disk can be made of. */
export type WrittenSource = Extract<DiskSource, { kind: 'file' | 'block' | 'network' }>

/** What a disk is made of. */
export interface DiskBytes {
  readonly source: WrittenSource
  readonly format: string
}

/** QEMU reads these, and never writes. */
export function isReadOnly(source: WrittenSource): boolean {
  return source.kind === 'network' && (source.protocol === 'http' || source.protocol === 'https')
}

/** Files below /dev are the host's devices. */
export function sourceAt(path: string): Extract<WrittenSource, { path: string }> {
  return { kind: path.startsWith('/dev/') ? 'block' : 'file', path }
}

export function diskSourceSpec(source: WrittenSource): XmlSpec {
  if (source.kind === 'block') return el('source', { dev: source.path })
  if (source.kind === 'file') return el('source', { file: source.path })
  const { protocol, name, host, port } = source
  return el('source', { protocol, name: name || undefined }, [
    host !== null && el('host', { name: host, port: port ?? undefined }),
  ])
}

/** An attribute of an element, in whichever tree. */
type Read = (attribute: string) => string | null

/**
 * @param type the disk's
 * @param source its `<source>`; null where it has none
 * @param server the first `<host>` in there, if there is one
 */
export function diskSource(type: string, source: Read | null, server: Read): DiskSource {
  const of = (name: string) => source?.(name) ?? ''
  if (!source) return { kind: 'none' }
  switch (type) {
    case 'file':
    case 'block': {
      const path = of(type === 'block' ? 'dev' : 'file')
      return path ? { kind: type, path } : { kind: 'none' }
    }
    case 'volume':
      return { kind: 'volume', pool: of('pool'), volume: of('volume') }
    case 'network':
      return {
        kind: 'network',
        protocol: of('protocol'),
        name: of('name'),
        host: server('name') ?? server('socket'),
        port: Number(server('port')) || null,
      }
    default:
      return { kind: 'other', type }
  }
}
