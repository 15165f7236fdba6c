// What a file is: an installation picture and of which system, a disk image, a kernel. Reads a few kilobytes,
// trusts none of them.
import type { DetectedMedia } from '../../preload/model/os.ts'
import type { OsDatabase } from '../os/database.ts'
import { openMedia } from './file.ts'
import { readIso } from './iso.ts'
import { readQcow2 } from './qcow2.ts'

/** Fewer bytes than asked for where the file ends. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>

/** A file of this computer. Fails with `media.notFound`, `media.notAFile` or `media.notReadable`. */
export async function inspectMedia(
  path: string,
  systems: OsDatabase,
  signal?: AbortSignal,
): Promise<DetectedMedia> {
  const file = await openMedia(path, signal)
  try {
    return await inspect(file.readAt, file.sizeBytes, systems)
  } finally {
    await file.close()
  }
}

/** Anything that bytes can be read from: a file here, or the beginning of a volume elsewhere. */
export async function inspect(read: ReadAt, sizeBytes: number, systems: OsDatabase): Promise<DetectedMedia> {
  const nothing = {
    sizeBytes,
    label: null,
    bootable: false,
    boots: { bios: false, uefi: false },
    capacityBytes: null,
    backingFile: null,
    encrypted: false,
    os: null,
  }
  const qcow2 = await readQcow2(read)
  if (qcow2) return { ...nothing, ...qcow2, kind: 'qcow2', bootable: true }
  const iso = await readIso(read)
  if (iso) {
    const { boots, label } = iso
    const os = label && systems.match(label)
    return {
      ...nothing,
      kind: 'iso',
      label: label?.volumeId ?? null,
      bootable: boots.bios || boots.uefi,
      boots,
      os,
    }
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
