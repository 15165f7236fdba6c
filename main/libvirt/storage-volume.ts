// A volume: a disk image, a block device, a network share's file. Bulk transfers want a connection of their own.
import type { Readable, Writable } from 'node:stream'
import type { CallOptions } from './calls.ts'
import * as p from './generated/storage.gen.ts'
import type { StorageVol as WireVolume } from './generated/structs.gen.ts'
import type { Rpc } from './rpc.ts'

export interface StorageVolumeInfo {
  /** virStorageVolType */
  readonly type: number
  readonly capacityBytes: number
  readonly allocationBytes: number
}

export class StorageVolume {
  readonly poolName: string
  readonly name: string
  readonly key: string
  /** How the daemon knows it: for calls that take two volumes. */
  readonly wire: WireVolume
  readonly #rpc: Rpc

  constructor(rpc: Rpc, wire: WireVolume) {
    this.#rpc = rpc
    this.wire = wire
    this.poolName = wire.pool
    this.name = wire.name
    this.key = wire.key
  }

  async getPath(options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(p.STORAGE_VOL_GET_PATH, { vol: this.wire }, options)).name
  }

  async getXMLDesc(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(p.STORAGE_VOL_GET_XML_DESC, { vol: this.wire, flags }, options)).xml
  }

  async getInfo(options?: CallOptions): Promise<StorageVolumeInfo> {
    const { type, capacity, allocation } = await this.#rpc.call(
      p.STORAGE_VOL_GET_INFO,
      { vol: this.wire },
      options,
    )
    return { type, capacityBytes: Number(capacity), allocationBytes: Number(allocation) }
  }

  async delete(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.STORAGE_VOL_DELETE, { vol: this.wire, flags }, options)
  }

  async resize(capacityBytes: number, flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(
      p.STORAGE_VOL_RESIZE,
      { vol: this.wire, capacity: BigInt(capacityBytes), flags },
      options,
    )
  }

  /** Its `finish` event means that the daemon has it all. @param lengthBytes 0: as much as comes */
  async upload(offsetBytes = 0, lengthBytes = 0, flags = 0, options?: CallOptions): Promise<Writable> {
    const args = { vol: this.wire, offset: BigInt(offsetBytes), length: BigInt(lengthBytes), flags }
    return (await this.#rpc.callStream(p.STORAGE_VOL_UPLOAD, args, options)).stream
  }

  /** @param lengthBytes 0: to the end */
  async download(offsetBytes = 0, lengthBytes = 0, flags = 0, options?: CallOptions): Promise<Readable> {
    const args = { vol: this.wire, offset: BigInt(offsetBytes), length: BigInt(lengthBytes), flags }
    return (await this.#rpc.callStream(p.STORAGE_VOL_DOWNLOAD, args, options)).stream
  }
}
