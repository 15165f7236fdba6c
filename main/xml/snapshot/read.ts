// A snapshot's XML as the window shows it (libvirt.org/formatsnapshot.html).
import type { Snapshot } from '../../../preload/model/snapshot.ts'
import { attr, child, children, parseXml, text } from '../tree.ts'

const STATES: Readonly<Record<string, Snapshot['state']>> = {
  running: 'running',
  blocked: 'running',
  paused: 'paused',
  'disk-snapshot': 'disks',
}

export function readSnapshot(xml: string): Omit<Snapshot, 'isCurrent' | 'picture' | 'noDelete'> {
  const root = parseXml(xml)
  const disks = children(child(root, 'disks'), 'disk')
  const external =
    attr(child(root, 'memory'), 'snapshot') === 'external' ||
    disks.some(disk => attr(disk, 'snapshot') === 'external')
  return {
    name: text(root, 'name') ?? '',
    description: text(root, 'description') ?? '',
    parent: text(root, 'parent', 'name'),
    takenAt: Number(text(root, 'creationTime') ?? 0) * 1_000,
    state: STATES[text(root, 'state') ?? ''] ?? 'off',
    kind: external ? 'external' : 'internal',
  }
}

/** Files that were begun or written for an external one: its disks' and its memory's. */
export function readSnapshotFiles(xml: string): {
  readonly disks: readonly string[]
  readonly memory: string | null
} {
  const root = parseXml(xml)
  const memory = child(root, 'memory')
  return {
    disks: children(child(root, 'disks'), 'disk')
      .filter(disk => attr(disk, 'snapshot') === 'external')
      .flatMap(disk => attr(child(disk, 'source'), 'file') ?? []),
    memory: attr(memory, 'snapshot') === 'external' ? attr(memory, 'file') : null,
  }
}

/** Whether it holds the machine's definition; without it libvirt cannot tell what going back would change. */
export function hasDefinition(xml: string): boolean {
  return child(parseXml(xml), 'domain') !== null
}
