// What libvirt is told to copy of a machine's disks, and to where (libvirt.org/formatbackup.html).
import { el, writeXml } from '../write.ts'

export interface BackupDisk {
  readonly target: string
  /** That is made, as qcow2. */
  readonly file: string
}

/** @param left targets of the disks that are not copied: libvirt takes all that are not named */
export function buildBackup(disks: readonly BackupDisk[], left: readonly string[]): string {
  return writeXml(
    el('domainbackup', { mode: 'push' }, [
      el('disks', {}, [
        ...disks.map(({ target, file }) =>
          el('disk', { name: target, backup: 'yes', type: 'file' }, [
            el('driver', { type: 'qcow2' }),
            el('target', { file }),
          ]),
        ),
        ...left.map(target => el('disk', { name: target, backup: 'no' })),
      ]),
    ]),
  )
}
