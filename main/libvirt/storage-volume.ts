// A volume: a disk image, a block device, a network share's file. Bulk transfers want a connection of their own.
import type { Readable, Writable } from 'node:stream'
import type { CallOptions } from './calls.ts'
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

  #range(offsetBytes: number | bigint, lengthBytes: number | bigint, flags: number) {
    return { vol: this.wire, offset: BigInt(offsetBytes), length: BigInt(lengthBytes), flags }
  }
}
