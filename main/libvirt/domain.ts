// A domain: a machine of libvirt's, running or only defined. A handle, not a copy: every method asks the daemon.
// Flags are libvirt's, from constants.gen.ts; what each method throws is in libvirt's reference under its C name.
import type { Duplex, Readable } from 'node:stream'
import { type CallOptions, untimed } from './calls.ts'
import * as p from './generated/domain.gen.ts'
import * as s from './generated/snapshot.gen.ts'
import type { DomainInterface, Domain as WireDomain } from './generated/structs.gen.ts'
import type { Rpc } from './rpc.ts'

/** REMOTE_DOMAIN_SNAPSHOT_LIST_NAMES_MAX */
const SNAPSHOTS_MAX = 16_384

export interface DomainState {
  /** virDomainState */
  readonly state: number
  /** Depends on the state: virDomainRunningReason and its like. */
  readonly reason: number
}

export interface DomainInfo {
  readonly state: number
  readonly maxMemKiB: number
  readonly memoryKiB: number
  readonly nrVirtCpu: number
  /** Nanoseconds. */
  readonly cpuTimeNs: bigint
}

export interface BlockInfo {
  readonly capacityBytes: number
  readonly allocationBytes: number
  readonly physicalBytes: number
}

export class Domain {
  readonly name: string
  readonly uuid: string
  /** The number of a running domain when this handle was made; null for one that was off. */
  readonly id: number | null
  readonly #rpc: Rpc
  readonly #wire: WireDomain

  constructor(rpc: Rpc, wire: WireDomain) {
    this.#rpc = rpc
    this.#wire = wire
    this.name = wire.name
    this.uuid = wire.uuid
    this.id = wire.id < 0 ? null : wire.id
  }

  /** @param flags VIR_DOMAIN_XML_INACTIVE, _SECURE, … */
  async getXMLDesc(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(p.DOMAIN_GET_XML_DESC, { dom: this.#wire, flags }, options)).xml
  }

  async getState(options?: CallOptions): Promise<DomainState> {
    return this.#rpc.call(p.DOMAIN_GET_STATE, { dom: this.#wire, flags: 0 }, options)
  }

  async getInfo(options?: CallOptions): Promise<DomainInfo> {
    const { state, maxMem, memory, nrVirtCpu, cpuTime } = await this.#rpc.call(
      p.DOMAIN_GET_INFO,
      { dom: this.#wire },
      options,
    )
    return { state, maxMemKiB: Number(maxMem), memoryKiB: Number(memory), nrVirtCpu, cpuTimeNs: cpuTime }
  }

  async isActive(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.call(p.DOMAIN_IS_ACTIVE, { dom: this.#wire }, options)).active === 1
  }

  async isPersistent(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.call(p.DOMAIN_IS_PERSISTENT, { dom: this.#wire }, options)).persistent === 1
  }

  /** Whether the definition differs from what runs. */
  async isUpdated(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.call(p.DOMAIN_IS_UPDATED, { dom: this.#wire }, options)).updated === 1
  }

  async getAutostart(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.call(p.DOMAIN_GET_AUTOSTART, { dom: this.#wire }, options)).autostart === 1
  }

  async setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_SET_AUTOSTART, { dom: this.#wire, autostart: autostart ? 1 : 0 }, options)
  }

  // ── power ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** virDomainCreateWithFlags: starts a defined domain. No deadline by default: a saved one is read back first. */
  async create(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_CREATE_WITH_FLAGS, { dom: this.#wire, flags }, untimed(options))
  }

  /** virDomainShutdownFlags: asks the guest, and does not wait for it. */
  async shutdown(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_SHUTDOWN_FLAGS, { dom: this.#wire, flags }, options)
  }

  async reboot(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_REBOOT, { dom: this.#wire, flags }, options)
  }

  async reset(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_RESET, { dom: this.#wire, flags }, options)
  }

  /** virDomainDestroyFlags: pulls the plug. The definition stays. */
  async destroy(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_DESTROY_FLAGS, { dom: this.#wire, flags }, options)
  }

  async suspend(options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_SUSPEND, { dom: this.#wire }, options)
  }

  async resume(options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_RESUME, { dom: this.#wire }, options)
  }

  async pMWakeup(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_PM_WAKEUP, { dom: this.#wire, flags }, options)
  }

  /** Writes the memory to the host's disk and stops. No deadline by default. */
  async managedSave(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_MANAGED_SAVE, { dom: this.#wire, flags }, untimed(options))
  }

  async managedSaveRemove(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_MANAGED_SAVE_REMOVE, { dom: this.#wire, flags }, options)
  }

  async hasManagedSaveImage(options?: CallOptions): Promise<boolean> {
    return (
      (await this.#rpc.call(p.DOMAIN_HAS_MANAGED_SAVE_IMAGE, { dom: this.#wire, flags: 0 }, options))
        .result === 1
    )
  }

  /** virDomainUndefineFlags: forgets the definition; a running domain goes on, and is gone when it ends. */
  async undefine(flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_UNDEFINE_FLAGS, { dom: this.#wire, flags }, options)
  }

  async rename(name: string, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_RENAME, { dom: this.#wire, new_name: name, flags: 0 }, options)
  }

  // ── devices and tuning ────────────────────────────────────────────────────────────────────────────────────

  /** @param flags VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG */
  async attachDevice(xml: string, flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_ATTACH_DEVICE_FLAGS, { dom: this.#wire, xml, flags }, options)
  }

  async detachDevice(xml: string, flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_DETACH_DEVICE_FLAGS, { dom: this.#wire, xml, flags }, options)
  }

  async updateDevice(xml: string, flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_UPDATE_DEVICE_FLAGS, { dom: this.#wire, xml, flags }, options)
  }

  async setVcpus(count: number, flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(p.DOMAIN_SET_VCPUS_FLAGS, { dom: this.#wire, nvcpus: count, flags }, options)
  }

  async setMemory(memoryKiB: number, flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(
      p.DOMAIN_SET_MEMORY_FLAGS,
      { dom: this.#wire, memory: BigInt(memoryKiB), flags },
      options,
    )
  }

  /** How often the balloon driver tells the guest's memory use. */
  async setMemoryStatsPeriod(seconds: number, flags = 0, options?: CallOptions): Promise<void> {
    await this.#rpc.call(
      p.DOMAIN_SET_MEMORY_STATS_PERIOD,
      { dom: this.#wire, period: seconds, flags },
      options,
    )
  }

  /** @param disk its target or path */
  async getBlockInfo(disk: string, options?: CallOptions): Promise<BlockInfo> {
    const info = await this.#rpc.call(
      p.DOMAIN_GET_BLOCK_INFO,
      { dom: this.#wire, path: disk, flags: 0 },
      options,
    )
    return {
      capacityBytes: Number(info.capacity),
      allocationBytes: Number(info.allocation),
      physicalBytes: Number(info.physical),
    }
  }

  // ── the guest ─────────────────────────────────────────────────────────────────────────────────────────────

  /** @param source VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_* */
  async interfaceAddresses(source: number, options?: CallOptions): Promise<readonly DomainInterface[]> {
    return (
      await this.#rpc.call(p.DOMAIN_INTERFACE_ADDRESSES, { dom: this.#wire, source, flags: 0 }, options)
    ).ifaces
  }

  /** @param codeset VIR_KEYCODE_SET_* */
  async sendKey(
    codeset: number,
    holdMs: number,
    keycodes: readonly number[],
    options?: CallOptions,
  ): Promise<void> {
    const args = { dom: this.#wire, codeset, holdtime: holdMs, keycodes, flags: 0 }
    await this.#rpc.call(p.DOMAIN_SEND_KEY, args, options)
  }

  async getMetadata(type: number, uri: string | null, flags = 0, options?: CallOptions): Promise<string> {
    return (await this.#rpc.call(p.DOMAIN_GET_METADATA, { dom: this.#wire, type, uri, flags }, options))
      .metadata
  }

  /** @param metadata null removes it */
  async setMetadata(
    type: number,
    metadata: string | null,
    key: string | null,
    uri: string | null,
    flags = 0,
    options?: CallOptions,
  ): Promise<void> {
    await this.#rpc.call(p.DOMAIN_SET_METADATA, { dom: this.#wire, type, metadata, key, uri, flags }, options)
  }

  async snapshotNum(flags = 0, options?: CallOptions): Promise<number> {
    return (await this.#rpc.call(s.DOMAIN_SNAPSHOT_NUM, { dom: this.#wire, flags }, options)).num
  }

  async snapshotListNames(flags = 0, options?: CallOptions): Promise<readonly string[]> {
    const args = { dom: this.#wire, maxnames: SNAPSHOTS_MAX, flags }
    return (await this.#rpc.call(s.DOMAIN_SNAPSHOT_LIST_NAMES, args, options)).names
  }

  async hasCurrentSnapshot(options?: CallOptions): Promise<boolean> {
    const args = { dom: this.#wire, flags: 0 }
    return (await this.#rpc.call(p.DOMAIN_HAS_CURRENT_SNAPSHOT, args, options)).result === 1
  }

  // ── streams ───────────────────────────────────────────────────────────────────────────────────────────────

  /** A picture of a screen, in the format that the hypervisor likes: PNG, or PPM from QEMU before 7.1. */
  async screenshot(
    screen = 0,
    flags = 0,
    options?: CallOptions,
  ): Promise<{ mimeType: string; stream: Readable }> {
    const args = { dom: this.#wire, screen, flags }
    const { ret, stream } = await this.#rpc.callStream(p.DOMAIN_SCREENSHOT, args, options)
    return { mimeType: ret.mime ?? '', stream }
  }

  /** A text console. @param device an alias; null: the first. @param flags VIR_DOMAIN_CONSOLE_FORCE takes it over */
  async openConsole(device: string | null = null, flags = 0, options?: CallOptions): Promise<Duplex> {
    const args = { dom: this.#wire, dev_name: device, flags }
    return (await this.#rpc.callStream(p.DOMAIN_OPEN_CONSOLE, args, options)).stream
  }

  async openChannel(name: string | null = null, flags = 0, options?: CallOptions): Promise<Duplex> {
    return (await this.#rpc.callStream(p.DOMAIN_OPEN_CHANNEL, { dom: this.#wire, name, flags }, options))
      .stream
  }
}
