// Which kinds of snapshot a VM can have, from its definition and the version of its libvirt. The rules are libvirt's:
// docs/formatsnapshot, and news of 9.0.0 (deleting external ones), 9.9.0 (going back to them) and 10.9.0 (UEFI with variables
// in qcow2). That 9.0 cannot delete one in the middle while the machine is off is not in its documents: it was tried.
import type { Snapshot, SnapshotList } from '../../preload/model/snapshot.ts'
import type { Label } from '../../preload/model/task.ts'
import type { Disk, Vm } from '../../preload/model/vm.ts'

const EXTERNAL_RETURN = 9_009_000
const EXTERNAL_DELETE = 9_000_000
const UEFI_INTERNAL = 10_009_000

export function judgeSnapshots(
  vm: Pick<Vm, 'disks' | 'firmware'>,
  libvirtVersion: number,
): Pick<SnapshotList, 'refusals' | 'noReturn'> {
  const written = vm.disks.filter(disk => disk.device === 'disk' && !disk.readOnly)
  return {
    refusals: { internal: refuseInternal(vm, written, libvirtVersion), external: refuseExternal(written) },
    noReturn: libvirtVersion < EXTERNAL_RETURN ? why('noReturn', { version: shown(libvirtVersion) }) : null,
  }
}

type Judged = Pick<Snapshot, 'name' | 'parent' | 'kind'>

/** Deleting an external one puts its files together with the next ones, which takes QEMU and a single way on. */
export function judgeDeletion(
  snapshot: Judged,
  all: readonly Judged[],
  isOn: boolean,
  libvirtVersion: number,
): Label | null {
  if (snapshot.kind === 'internal') return null
  const params = { version: shown(libvirtVersion) }
  if (libvirtVersion < EXTERNAL_DELETE) return why('noDelete', params)
  const children = all.filter(({ parent }) => parent === snapshot.name)
  if (children.length > 1) return why('branches')
  if (children.length === 1 && !isOn && libvirtVersion < EXTERNAL_RETURN) return why('deleteOn', params)
  return null
}

/** @param agent of a running machine; null for one that is off, whose file systems nobody writes to */
export function judgeFreeze(agent: 'there' | 'silent' | 'none' | null): Label | null {
  if (agent === 'there') return null
  return why(agent === null ? 'freezeOff' : agent === 'silent' ? 'freezeSilent' : 'freezeNone')
}

function refuseInternal(vm: Pick<Vm, 'firmware'>, written: readonly Disk[], version: number): Label | null {
  if (written.length === 0) return why('noDisk')
  const other = written.find(disk => disk.format !== 'qcow2')
  if (other) return why('notQcow2', { disk: other.target, format: other.format ?? '?' })
  if (vm.firmware === 'uefi' && version < UEFI_INTERNAL) return why('uefi', { version: shown(version) })
  return null
}

function refuseExternal(written: readonly Disk[]): Label | null {
  if (written.length === 0) return why('noDisk')
  const elsewhere = written.find(({ source }) => source.kind !== 'file' && source.kind !== 'block')
  return elsewhere ? why('notAFile', { disk: elsewhere.target }) : null
}

function why(key: string, params: Label['params'] = {}): Label {
  return { key, params }
}

/** libvirt's number as people write it. */
function shown(version: number): string {
  return `${Math.floor(version / 1e6)}.${Math.floor(version / 1e3) % 1_000}.${version % 1_000}`
}
