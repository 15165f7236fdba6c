// A storage pool: a place for volumes.

import { type CallOptions, untimed } from './calls.ts'
import * as p from './generated/storage.gen.ts'
import type { StoragePool as WirePool } from './generated/structs.gen.ts'
import type { Rpc } from './rpc.ts'
import { StorageVolume } from './storage-volume.ts'

export interface StoragePoolInfo {
  /** virStoragePoolState */
  readonly state: number
  readonly capacityBytes: number
  readonly allocationBytes: number
  readonly availableBytes: number
}

export class StoragePool {
  readonly name: string
  readonly uuid: string
  readonly #rpc: Rpc
  readonly #wire: WirePool

  constructor(rpc: Rpc, wire: WirePool) {
    this.#rpc = rpc
    this.#wire = wire
    this.name = wire.name
    this.uuid = wire.uuid
  }

  async getXMLDesc(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(p.STORAGE_POOL_GET_XML_DESC, { pool: this.#wire, flags }, options)).xml
  }

  async getInfo(options?: CallOptions): Promise<StoragePoolInfo> {
    const info = await this.#rpc.call(p.STORAGE_POOL_GET_INFO, { pool: this.#wire }, options)
    return {
      state: info.state,
      capacityBytes: Number(info.capacity),
      allocationBytes: Number(info.allocation),
      availableBytes: Number(info.available),
    }
  }

  async isActive(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.call(p.STORAGE_POOL_IS_ACTIVE, { pool: this.#wire }, options)).active === 1
  }

  async isPersistent(options?: CallOptions): Promise<boolean> {
    return (
      (await this.#rpc.call(p.STORAGE_POOL_IS_PERSISTENT, { pool: this.#wire }, options)).persistent === 1
    )
  }

  /** Makes the place itself, such as the folder. */
  async build(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.STORAGE_POOL_BUILD, { pool: this.#wire, flags }, options)
  }

  /** Starts it. */
  async create(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.STORAGE_POOL_CREATE, { pool: this.#wire, flags }, options)
  }

  /** Stops it; volumes and definition stay. */
  async destroy(options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.STORAGE_POOL_DESTROY, { pool: this.#wire }, options)
  }

  async undefine(options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.STORAGE_POOL_UNDEFINE, { pool: this.#wire }, options)
  }

  async refresh(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.STORAGE_POOL_REFRESH, { pool: this.#wire, flags }, options)
  }

  async getAutostart(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.call(p.STORAGE_POOL_GET_AUTOSTART, { pool: this.#wire }, options)).autostart === 1
  }

  async setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    await this.#rpc.call(
      p.STORAGE_POOL_SET_AUTOSTART,
      { pool: this.#wire, autostart: autostart ? 1 : 0 },
      options,
    )
  }

  async listAllVolumes(flags = 0, options?: CallOptions): Promise<StorageVolume[]> {
    const args = { pool: this.#wire, need_results: 1, flags }
    const { vols } = await this.#rpc.call(p.STORAGE_POOL_LIST_ALL_VOLUMES, args, options)
    return vols.map(vol => new StorageVolume(this.#rpc, vol))
  }

  async volLookupByName(name: string, options?: CallOptions): Promise<StorageVolume> {
    const { vol } = await this.#rpc.call(p.STORAGE_VOL_LOOKUP_BY_NAME, { pool: this.#wire, name }, options)
    return new StorageVolume(this.#rpc, vol)
  }

  /** No deadline by default: one that is fully allocated may have to be written out. */
  async volCreateXML(xml: string, flags = 0, options?: CallOptions): Promise<StorageVolume> {
    const args = { pool: this.#wire, xml, flags }
    const { vol } = await this.#rpc.call(p.STORAGE_VOL_CREATE_XML, args, untimed(options))
    return new StorageVolume(this.#rpc, vol)
  }

  /** A new volume with the content of another. No deadline by default. */
  async volCreateXMLFrom(
    xml: string,
    from: StorageVolume,
    flags = 0,
    options?: CallOptions,
  ): Promise<StorageVolume> {
    const args = { pool: this.#wire, xml, clonevol: from.wire, flags }
    return new StorageVolume(
      this.#rpc,
      (await this.#rpc.call(p.STORAGE_VOL_CREATE_XML_FROM, args, untimed(options))).vol,
    )
  }
}
