// A storage pool: a place for volumes.
import { StoragePoolCalls } from './generated/storage-pool-calls.gen.ts'
import type { StoragePool as WireStoragePool } from './generated/structs.gen.ts'
import type { Session } from './session.ts'

export class StoragePool extends StoragePoolCalls {
  readonly name: string
  readonly uuid: string
  readonly wire: WireStoragePool

  constructor(session: Session, wire: WireStoragePool) {
    super(session)
    this.wire = wire
    this.name = wire.name
    this.uuid = wire.uuid
  }
}
