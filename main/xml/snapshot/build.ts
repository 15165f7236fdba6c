// A new snapshot's XML.
import { el, writeXml } from '../write.ts'

export interface SnapshotSpec {
  readonly name: string
  readonly description: string
  /** Where an external snapshot's memory goes; null: nowhere, or inside the disks. */
  readonly memoryFile: string | null
}

export function buildSnapshot({ name, description, memoryFile }: SnapshotSpec): string {
  return writeXml(
    el('domainsnapshot', {}, [
      el('name', {}, name),
      description !== '' && el('description', {}, description),
      memoryFile !== null && el('memory', { snapshot: 'external', file: memoryFile }),
    ]),
  )
}
