// Where a disk is copied to by a block job: a disk's element with no more than its file (libvirt.org/formatdomain.html#disks).
import { el, writeXml } from '../write.ts'

/** @param path of a file that is there already */
export function buildCopyTarget(path: string, format: 'qcow2' | 'raw'): string {
  return writeXml(
    el('disk', { type: 'file' }, [
      el('driver', { name: 'qemu', type: format }),
      el('source', { file: path }),
    ]),
  )
}
