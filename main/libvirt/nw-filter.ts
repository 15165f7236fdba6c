// A network filter: the firewall rules that guests may use.
import { NWFilterCalls } from './generated/nw-filter-calls.gen.ts'
import type { Nwfilter as WireNWFilter } from './generated/structs.gen.ts'
import type { Session } from './session.ts'

export class NWFilter extends NWFilterCalls {
  readonly name: string
  readonly uuid: string
  readonly wire: WireNWFilter

  constructor(session: Session, wire: WireNWFilter) {
    super(session)
    this.wire = wire
    this.name = wire.name
    this.uuid = wire.uuid
  }
}
