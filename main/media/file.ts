// A file to look into: opened so that a pipe or a device of some other kind cannot hold us, read with a limit of
// its length, every failure with its code.
import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, readFile, stat } from 'node:fs/promises'
import { AppFailure } from '../../preload/model/error.ts'

export interface MediaFile {
  readonly sizeBytes: number
  /** Fewer bytes than asked for where the file ends. */
  readAt(offset: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

export async function openMedia(path: string, signal?: AbortSignal): Promise<MediaFile> {
  // Before it is opened: to open a pipe waits for a writer, and to open some devices does something.
  refuseOthers(path, await told(path, stat(path)))
  const file = await told(path, open(path, constants.O_RDONLY | constants.O_NONBLOCK))
  try {
    const found = await told(path, file.stat())
    refuseOthers(path, found)
    const sizeBytes = found.isBlockDevice() ? await deviceBytes(found) : found.size
    return {
      sizeBytes,
      readAt: (offset, length) => readAt(path, file, offset, length, signal),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

function refuseOthers(path: string, found: Stats): void {
  if (!found.isFile() && !found.isBlockDevice()) throw new AppFailure('media.notAFile', { path })
}

async function readAt(
  path: string,
  file: FileHandle,
  offset: number,
  length: number,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  signal?.throwIfAborted()
  if (!Number.isSafeInteger(offset) || offset < 0) return Buffer.alloc(0)
  const { bytesRead, buffer } = await told(path, file.read(Buffer.alloc(length), 0, length, offset))
  return buffer.subarray(0, bytesRead)
}

/** A block device has no length of its own in stat(2); Linux gives it in sectors of 512 bytes. */
async function deviceBytes({ rdev }: Stats): Promise<number> {
  const major = Math.floor(rdev / 256) % 4096
  const minor = (rdev % 256) + Math.floor(rdev / 2 ** 20) * 256
  const text = await readFile(`/sys/dev/block/${major}:${minor}/size`, 'utf8').catch(() => '0')
  return Number(text.trim()) * 512
}

async function told<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    const missing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'].includes(code)
    throw new AppFailure(missing ? 'media.notFound' : 'media.notReadable', { path }, { detail: message })
  }
}
