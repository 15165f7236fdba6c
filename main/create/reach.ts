// Whether QEMU can read a file of this computer. The system's QEMU runs as a user of its own, so a picture in
// somebody's home folder is out of its reach; Create then copies it into the pool, instead of loosening rights.
import { lstat, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

const OTHERS_READ = 0o004
const OTHERS_ENTER = 0o001

/** True when everybody may read the file and enter every folder on the way to it. Throws when it is not there. */
export async function everybodyCanRead(path: string): Promise<boolean> {
  const file = await stat(path)
  // libvirt hands a block device or a file of its own over to QEMU's user itself, the folders it does not.
  if (file.isFile() && (file.mode & OTHERS_READ) === 0 && process.getuid?.() !== 0) return false
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((await lstat(folder)).mode & OTHERS_ENTER) === 0) return false
    if (folder === '/') return true
  }
}
