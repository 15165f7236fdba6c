// A device of the host: PCI, USB, storage, mediated, ….
import { NodeDeviceCalls } from './generated/node-device-calls.gen.ts'
import type { NodeDevice as WireNodeDevice } from './generated/structs.gen.ts'
import type { Session } from './session.ts'

export class NodeDevice extends NodeDeviceCalls {
  readonly name: string
  readonly wire: WireNodeDevice

  constructor(session: Session, wire: WireNodeDevice) {
    super(session)
    this.wire = wire
    this.name = wire.name
  }
}
