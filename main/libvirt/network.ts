// A virtual network.

import type { CallOptions } from './calls.ts'
import * as p from './generated/network.gen.ts'
import type { NetworkDhcpLease, Network as WireNetwork } from './generated/structs.gen.ts'
import type { Rpc } from './rpc.ts'

export class Network {
  readonly name: string
  readonly uuid: string
  readonly #rpc: Rpc
  readonly #wire: WireNetwork

  constructor(rpc: Rpc, wire: WireNetwork) {
    this.#rpc = rpc
    this.#wire = wire
    this.name = wire.name
    this.uuid = wire.uuid
  }

  async getXMLDesc(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(p.NETWORK_GET_XML_DESC, { net: this.#wire, flags }, options)).xml
  }

  async isActive(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.call(p.NETWORK_IS_ACTIVE, { net: this.#wire }, options)).active === 1
  }

  async isPersistent(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.call(p.NETWORK_IS_PERSISTENT, { net: this.#wire }, options)).persistent === 1
  }

  /** Starts it. */
  async create(options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.NETWORK_CREATE, { net: this.#wire }, options)
  }

  /** Stops it; the definition stays. */
  async destroy(options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.NETWORK_DESTROY, { net: this.#wire }, options)
  }

  async undefine(options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.NETWORK_UNDEFINE, { net: this.#wire }, options)
  }

  async getAutostart(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.call(p.NETWORK_GET_AUTOSTART, { net: this.#wire }, options)).autostart === 1
  }

  async setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.NETWORK_SET_AUTOSTART, { net: this.#wire, autostart: autostart ? 1 : 0 }, options)
  }

  async getBridgeName(options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(p.NETWORK_GET_BRIDGE_NAME, { net: this.#wire }, options)).name
  }

  /** @param mac null: of every card */
  async getDHCPLeases(
    mac: string | null = null,
    options?: CallOptions,
  ): Promise<readonly NetworkDhcpLease[]> {
    const args = { net: this.#wire, mac, need_results: 1, flags: 0 }
    return (await this.#rpc.call(p.NETWORK_GET_DHCP_LEASES, args, options)).leases
  }
}
