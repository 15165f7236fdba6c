// A virtual network of the host.
import type { CallOptions } from './calls.ts'
import type { virNetworkUpdateFlags } from './generated/constants.gen.ts'
import { NETWORK_GET_DHCP_LEASES, NETWORK_UPDATE } from './generated/network.gen.ts'
import { NetworkCalls } from './generated/network-calls.gen.ts'
import type { NetworkDhcpLease, Network as WireNetwork } from './generated/structs.gen.ts'
import type { Session } from './session.ts'

/** VIR_DRV_FEATURE_NETWORK_UPDATE_HAS_CORRECT_ORDER */
const FEATURE_UPDATE_ORDER = 16

export class Network extends NetworkCalls {
  readonly name: string
  readonly uuid: string
  readonly wire: WireNetwork

  constructor(session: Session, wire: WireNetwork) {
    super(session)
    this.wire = wire
    this.name = wire.name
    this.uuid = wire.uuid
  }

  /**
   * Changes one part: a lease, a DNS name, an address range. virNetworkUpdate, since libvirt 0.10.2.
   * @param command virNetworkUpdateCommand
   * @param section virNetworkUpdateSection
   * @param parentIndex −1: whichever fits
   */
  async update(
    command: number,
    section: number,
    parentIndex: number,
    xml: string,
    flags: virNetworkUpdateFlags = 0,
    options?: CallOptions,
  ): Promise<void> {
    // Daemons before 7.2 read command and section the other way round.
    const inOrder = await this.session.supportsFeature(FEATURE_UPDATE_ORDER, options)
    const order = inOrder ? { command, section } : { command: section, section: command }
    await this.call(NETWORK_UPDATE, { net: this.wire, ...order, parentIndex, xml, flags }, options)
  }

  /** virNetworkGetDHCPLeases, since libvirt 1.2.6. @param mac null: of every card */
  async getDHCPLeases(
    mac: string | null = null,
    options?: CallOptions,
  ): Promise<readonly NetworkDhcpLease[]> {
    const args = { net: this.wire, mac, need_results: 1, flags: 0 }
    return (await this.call(NETWORK_GET_DHCP_LEASES, args, options)).leases
  }
}
