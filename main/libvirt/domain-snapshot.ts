// A snapshot of a domain. Going back to it is domain.revertToSnapshot.
import { DomainSnapshotCalls } from './generated/domain-snapshot-calls.gen.ts'
import type { DomainSnapshot as WireDomainSnapshot } from './generated/structs.gen.ts'
import type { Session } from './session.ts'

export class DomainSnapshot extends DomainSnapshotCalls {
  readonly name: string
  readonly domainName: string
  readonly wire: WireDomainSnapshot

  constructor(session: Session, wire: WireDomainSnapshot) {
    super(session)
    this.wire = wire
    this.name = wire.name
    this.domainName = wire.dom.name
  }
}
