// A new snapshot's XML.
import { parseDocument, printNode } from '../lossless.ts'
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

/** Of one that is there already and that libvirt does not know: enough for deleting it. */
export function buildRecord(of: {
  readonly name: string
  readonly state: 'running' | 'shutoff'
  readonly definition: string
}): string {
  const { name, state, definition } = of
  const head = writeXml(
    el('domainsnapshot', {}, [el('name', {}, name), el('state', {}, state), el('creationTime', {}, '1')]),
  )
  return head.replace('</domainsnapshot>', `${printNode(parseDocument(definition).root)}</domainsnapshot>`)
}
