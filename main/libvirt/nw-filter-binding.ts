// A network filter at work on one port. Since libvirt 4.5.
import { NWFilterBindingCalls } from './generated/nw-filter-binding-calls.gen.ts'
import type { NwfilterBinding as WireNWFilterBinding } from './generated/structs.gen.ts'
import type { Session } from './session.ts'

export class NWFilterBinding extends NWFilterBindingCalls {
  readonly portDev: string
  readonly filterName: string
  readonly wire: WireNWFilterBinding

  constructor(session: Session, wire: WireNWFilterBinding) {
    super(session)
    this.wire = wire
    this.portDev = wire.portdev
    this.filterName = wire.filtername
  }
}
