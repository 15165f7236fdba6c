// A network interface of the host.
import { InterfaceCalls } from './generated/interface-calls.gen.ts'
import type { Interface as WireInterface } from './generated/structs.gen.ts'
import type { Session } from './session.ts'

export class Interface extends InterfaceCalls {
  readonly name: string
  readonly mac: string
  readonly wire: WireInterface

  constructor(session: Session, wire: WireInterface) {
    super(session)
    this.wire = wire
    this.name = wire.name
    this.mac = wire.mac
  }
}
