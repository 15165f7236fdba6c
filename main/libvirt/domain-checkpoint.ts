// A checkpoint: since when changed blocks of a domain’s disks are known, for incremental backups. Since libvirt 5.6.
import { DomainCheckpointCalls } from './generated/domain-checkpoint-calls.gen.ts'
import type { DomainCheckpoint as WireDomainCheckpoint } from './generated/structs.gen.ts'
import type { Session } from './session.ts'

export class DomainCheckpoint extends DomainCheckpointCalls {
  readonly name: string
  readonly domainName: string
  readonly wire: WireDomainCheckpoint

  constructor(session: Session, wire: WireDomainCheckpoint) {
    super(session)
    this.wire = wire
    this.name = wire.name
    this.domainName = wire.dom.name
  }
}
