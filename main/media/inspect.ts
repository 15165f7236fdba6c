// What a file is: an installation picture and of which system, a disk image, a kernel. Reads a few kilobytes,
// trusts none of them.
import { open } from 'node:fs/promises'
import { AppFailure } from '../../preload/model/error.ts'
import type { DetectedMedia } from '../../preload/model/os.ts'
import type { OsDatabase } from '../os/database.ts'
import { readIso } from './iso.ts'
import { readQcow2 } from './qcow2.ts'

/** Fewer bytes than asked for where the file ends. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>

export async function inspectMedia(path: string, systems: OsDatabase): Promise<DetectedMedia> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    const code = error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'media.notFound' : 'media.notReadable'
    throw new AppFailure(code, { path }, { detail: error.message })
  })
  try {
    const stat = await file.stat()
    if (!stat.isFile() && !stat.isBlockDevice()) throw new AppFailure('media.notAFile', { path })
    const read: ReadAt = async (offset, length) => {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, offset)
      return buffer.subarray(0, bytesRead)
    }
    return await inspect(read, stat.size, systems)
  } finally {
    await file.close()
  }
}

export async function inspect(read: ReadAt, sizeBytes: number, systems: OsDatabase): Promise<DetectedMedia> {
  const nothing = { sizeBytes, label: null, bootable: false, capacityBytes: null, os: null }
  const qcow2 = await readQcow2(read)
  if (qcow2) return { ...nothing, kind: 'qcow2', bootable: true, capacityBytes: qcow2.capacityBytes }
  const iso = await readIso(read)
  if (iso) {
    const os = systems.match(iso.label)
    return { ...nothing, kind: 'iso', label: iso.label.volumeId, bootable: iso.bootable, os }
  }
  const head = await read(0, 1024)
  if (isKernel(head)) return { ...nothing, kind: 'kernel', bootable: true }
  if (hasBootSector(head)) return { ...nothing, kind: 'raw', bootable: true, capacityBytes: sizeBytes }
  return { ...nothing, kind: 'unknown' }
}

/** Linux's boot protocol on x86 ("HdrS" at 0x202), the image header on arm64 ("ARM\x64" at 56). */
function isKernel(head: Buffer): boolean {
  return head.toString('latin1', 0x202, 0x206) === 'HdrS' || head.toString('latin1', 56, 60) === 'ARM\x64'
}

function hasBootSector(head: Buffer): boolean {
  return head.length >= 512 && head[510] === 0x55 && head[511] === 0xaa
}
