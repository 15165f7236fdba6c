// A port of a network: where one guest is plugged in. Since libvirt 5.5.
import { NetworkPortCalls } from './generated/network-port-calls.gen.ts'
import type { NetworkPort as WireNetworkPort } from './generated/structs.gen.ts'
import type { Session } from './session.ts'

export class NetworkPort extends NetworkPortCalls {
  readonly networkName: string
  readonly uuid: string
  readonly wire: WireNetworkPort

  constructor(session: Session, wire: WireNetworkPort) {
    super(session)
    this.wire = wire
    this.networkName = wire.net.name
    this.uuid = wire.uuid
  }
}
