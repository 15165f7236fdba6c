// A pool's and a volume's XML → what the window shows.
import type { Volume } from '../../../preload/model/storage.ts'
import { attr, child, parseXml, sizeBytes, text } from '../tree.ts'

export interface PoolDefinition {
  readonly type: string
  readonly path: string | null
}

export function readPool(xml: string): PoolDefinition {
  const pool = parseXml(xml)
  return { type: attr(pool, 'type') ?? '', path: text(pool, 'target', 'path') }
}

/** What it builds on; null for a volume that stands by itself. */
export function readBase(xml: string): string | null {
  return text(parseXml(xml), 'backingStore', 'path')
}

export function readVolume(xml: string): Volume {
  const volume = parseXml(xml)
  return {
    name: text(volume, 'name') ?? '',
    path: text(volume, 'target', 'path') ?? '',
    format: attr(child(volume, 'target', 'format'), 'type'),
    capacityBytes: sizeBytes(child(volume, 'capacity'), 'bytes'),
    allocationBytes: sizeBytes(child(volume, 'allocation'), 'bytes'),
  }
}
