// What the objects of one connection share: the way to the daemon, and how one object makes another.
import type { CallOptions } from './calls.ts'
import { Domain } from './domain.ts'
import { DomainCheckpoint } from './domain-checkpoint.ts'
import { DomainSnapshot } from './domain-snapshot.ts'
import { CONNECT_SUPPORTS_FEATURE } from './generated/connect.gen.ts'
import type * as wire from './generated/structs.gen.ts'
import { Interface } from './interface.ts'
import { Network } from './network.ts'
import { NetworkPort } from './network-port.ts'
import { NodeDevice } from './node-device.ts'
import { NWFilter } from './nw-filter.ts'
import { NWFilterBinding } from './nw-filter-binding.ts'
import type { Rpc } from './rpc.ts'
import { Secret } from './secret.ts'
import { StoragePool } from './storage-pool.ts'
import { StorageVolume } from './storage-volume.ts'

export class Session {
  readonly rpc: Rpc
  readonly #features = new Map<number, boolean>()

  constructor(rpc: Rpc) {
    this.rpc = rpc
  }

  /** A VIR_DRV_FEATURE of the daemon's: asked once. */
  async supportsFeature(feature: number, options?: CallOptions): Promise<boolean> {
    const known = this.#features.get(feature)
    if (known !== undefined) return known
    const supports = (await this.rpc.call(CONNECT_SUPPORTS_FEATURE, { feature }, options)).supported === 1
    this.#features.set(feature, supports)
    return supports
  }

  domain(domain: wire.Domain): Domain {
    return new Domain(this, domain)
  }
  domainCheckpoint(checkpoint: wire.DomainCheckpoint): DomainCheckpoint {
    return new DomainCheckpoint(this, checkpoint)
  }
  domainSnapshot(snapshot: wire.DomainSnapshot): DomainSnapshot {
    return new DomainSnapshot(this, snapshot)
  }
  interface(iface: wire.Interface): Interface {
    return new Interface(this, iface)
  }
  network(network: wire.Network): Network {
    return new Network(this, network)
  }
  networkPort(port: wire.NetworkPort): NetworkPort {
    return new NetworkPort(this, port)
  }
  nodeDevice(device: wire.NodeDevice): NodeDevice {
    return new NodeDevice(this, device)
  }
  nwFilter(filter: wire.Nwfilter): NWFilter {
    return new NWFilter(this, filter)
  }
  nwFilterBinding(binding: wire.NwfilterBinding): NWFilterBinding {
    return new NWFilterBinding(this, binding)
  }
  secret(secret: wire.Secret): Secret {
    return new Secret(this, secret)
  }
  storagePool(pool: wire.StoragePool): StoragePool {
    return new StoragePool(this, pool)
  }
  storageVolume(volume: wire.StorageVol): StorageVolume {
    return new StorageVolume(this, volume)
  }
}
