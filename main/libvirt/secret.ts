// A secret of the host: a key or password that volumes and devices name.
import { SecretCalls } from './generated/secret-calls.gen.ts'
import type { Secret as WireSecret } from './generated/structs.gen.ts'
import type { Session } from './session.ts'

export class Secret extends SecretCalls {
  readonly uuid: string
  /** virSecretUsageType */
  readonly usageType: number
  readonly usageID: string
  readonly wire: WireSecret

  constructor(session: Session, wire: WireSecret) {
    super(session)
    this.wire = wire
    this.uuid = wire.uuid
    this.usageType = wire.usageType
    this.usageID = wire.usageID
  }
}
