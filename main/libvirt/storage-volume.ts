// A volume: a disk image, a block device, a network share's file. Bulk transfers want a connection of their own.
import type { FileHandle } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { type BulkOptions, FileIntake, sendFile } from './bulk.ts'
import { type CallOptions, untimed } from './calls.ts'
import {
  VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM,
  VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM,
  type virStorageVolDownloadFlags,
  type virStorageVolUploadFlags,
} from './generated/constants.gen.ts'
import { STORAGE_VOL_DOWNLOAD, STORAGE_VOL_UPLOAD } from './generated/storage.gen.ts'
import { StorageVolumeCalls } from './generated/storage-volume-calls.gen.ts'
import type { StorageVol as WireStorageVolume } from './generated/structs.gen.ts'
import type { Session } from './session.ts'

export interface VolumePart extends BulkOptions {
  /** Where in the volume it begins. Default 0. */
  readonly offsetBytes?: number
  /** At most so many. Default 0: as many as there are. */
  readonly lengthBytes?: number
}

export class StorageVolume extends StorageVolumeCalls {
  readonly poolName: string
  readonly name: string
  readonly key: string
  readonly wire: WireStorageVolume

  constructor(session: Session, wire: WireStorageVolume) {
    super(session)
    this.wire = wire
    this.poolName = wire.pool
    this.name = wire.name
    this.key = wire.key
  }

  /**
   * Its `finish` event means that the daemon has it all. virStorageVolUpload, since libvirt 0.9.0.
   * @param lengthBytes 0: as much as comes
   */
  async upload(
    offsetBytes: number | bigint = 0,
    lengthBytes: number | bigint = 0,
    flags: virStorageVolUploadFlags = 0,
    options?: CallOptions,
  ): Promise<Writable> {
    return (
      await this.session.rpc.callStream(
        STORAGE_VOL_UPLOAD,
        this.#range(offsetBytes, lengthBytes, flags),
        options,
      )
    ).stream
  }

  /**
   * The bytes of the volume; those of holes are zeros. virStorageVolDownload, since libvirt 0.9.0.
   * @param lengthBytes 0: to the end
   */
  async download(
    offsetBytes: number | bigint = 0,
    lengthBytes: number | bigint = 0,
    flags: virStorageVolDownloadFlags = 0,
    options?: CallOptions,
  ): Promise<Readable> {
    return (
      await this.session.rpc.callStream(
        STORAGE_VOL_DOWNLOAD,
        this.#range(offsetBytes, lengthBytes, flags),
        options,
      )
    ).stream
  }

  /** upload() of a stream of objects, `Buffer | Hole`: holes are not written. Since libvirt 3.4.0. */
  async uploadSparse(
    offsetBytes: number | bigint = 0,
    lengthBytes: number | bigint = 0,
    options?: CallOptions,
  ): Promise<Writable> {
    const args = this.#range(offsetBytes, lengthBytes, VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM)
    return (await this.session.rpc.callStream(STORAGE_VOL_UPLOAD, args, options, { sparse: true })).stream
  }

  /** download() as a stream of objects, `Buffer | Hole`: pipe it into uploadSparse. Since libvirt 3.4.0. */
  async downloadSparse(
    offsetBytes: number | bigint = 0,
    lengthBytes: number | bigint = 0,
    options?: CallOptions,
  ): Promise<Readable> {
    const args = this.#range(offsetBytes, lengthBytes, VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM)
    return (await this.session.rpc.callStream(STORAGE_VOL_DOWNLOAD, args, options, { sparse: true })).stream
  }

  /**
   * upload() of an open file from its start, as fast as the host takes it: the daemon has it all when it resolves, to how
   * many bytes it was. Throws the file's error too, or the signal's reason.
   */
  async uploadFrom(file: FileHandle, part: VolumePart = {}): Promise<number> {
    const { offsetBytes = 0, lengthBytes = 0, signal } = part
    const args = this.#range(offsetBytes, lengthBytes, 0)
    const { stream } = await this.session.rpc.callStream(
      STORAGE_VOL_UPLOAD,
      args,
      untimed(signal && { signal }),
    )
    return sendFile(file, stream, lengthBytes, part)
  }

  /**
   * download() into an open file or device from its start, as fast as it takes it; what the file had is gone. It resolves,
   * when all is written, to how many bytes that is. Throws the file's error too, or the signal's reason.
   * @param part.sparse holes of the volume are holes of the file; not of a device. Since libvirt 3.4.0
   */
  async downloadTo(file: FileHandle, part: VolumePart & { readonly sparse?: boolean } = {}): Promise<number> {
    const { offsetBytes = 0, lengthBytes = 0, signal } = part
    const isFile = (await file.stat()).isFile()
    const sparse = isFile && part.sparse === true
    const args = this.#range(offsetBytes, lengthBytes, sparse ? VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM : 0)
    if (isFile) await file.truncate(0)
    const intake = new FileIntake(file, part)
    const { stream } = await this.session.rpc.callStream(
      STORAGE_VOL_DOWNLOAD,
      args,
      untimed(signal && { signal }),
      { sparse, take: intake.take },
    )
    const bytes = await intake.finish(stream, signal)
    // A hole at the end was written by nobody.
    if (sparse) await file.truncate(bytes)
    return bytes
  }

  #range(offsetBytes: number | bigint, lengthBytes: number | bigint, flags: number) {
    return { vol: this.wire, offset: BigInt(offsetBytes), length: BigInt(lengthBytes), flags }
  }
}
