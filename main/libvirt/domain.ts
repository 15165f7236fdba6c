// A domain: a machine of libvirt's, running or only defined. A handle, not a copy: every method asks the daemon.
// Methods that only carry a call are in generated/domain-calls.gen.ts; here is what takes more than that. Flags are
// libvirt's, from constants.gen.ts; what each method throws is in libvirt's reference under its C name.
import type { Duplex, Readable } from 'node:stream'
import { type CallOptions, untimed } from './calls.ts'
import { readCpuMap, readCpuMaps } from './cpumap.ts'
import type { virDomainModificationImpact } from './generated/constants.gen.ts'
import * as p from './generated/domain.gen.ts'
import { DomainCalls } from './generated/domain-calls.gen.ts'
import type { DomainDiskError, Domain as WireDomain } from './generated/structs.gen.ts'
import { MEMORY_STATS } from './memory-stats.ts'
import { type MigrationTarget, migrate } from './migrate.ts'
import { charsText, type Params, type ParamsInput, readParams } from './params.ts'
import type { Session } from './session.ts'

export interface VcpuInfo {
  readonly number: number
  /** virVcpuState */
  readonly state: number
  readonly cpuTimeNs: bigint
  /** The host CPU that it runs on; −1: on none now. */
  readonly cpu: number
  /** The host CPUs that it may run on. */
  readonly affinity: readonly number[]
}

export interface BlockJobInfo {
  /** virDomainBlockJobType */
  readonly type: number
  /** MiB/s, or bytes/s with VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES; 0: unlimited. */
  readonly bandwidth: number
  /** `cur` of `end` is done, in a unit that only the job knows. */
  readonly cur: number
  readonly end: number
}

/** Per processor, how many bytes a map needs is not asked: this is for the most that the protocol carries. */
const CPU_MAP_BYTES = 2_048
const MEMORY_STATS_MAX = 1_024
const DISK_ERRORS_MAX = 256
/** REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX */
const CPUS_AT_ONCE = 128

export class Domain extends DomainCalls {
  readonly name: string
  readonly uuid: string
  /** The number of a running domain when this handle was made; null for one that was off. */
  readonly id: number | null
  readonly wire: WireDomain

  constructor(session: Session, wire: WireDomain) {
    super(session)
    this.wire = wire
    this.name = wire.name
    this.uuid = wire.uuid
    this.id = wire.id < 0 ? null : wire.id
  }

  // ── CPUs, memory, tuning ──────────────────────────────────────────────────────────────────────────────────

  /** Each virtual CPU of a running domain. virDomainGetVcpus, since libvirt 0.1.4. */
  async getVcpus(options?: CallOptions): Promise<VcpuInfo[]> {
    const maxinfo = await this.getMaxVcpus(options)
    const maplen = mapBytes(maxinfo)
    const { info, cpumaps } = await this.call(
      p.DOMAIN_GET_VCPUS,
      { dom: this.wire, maxinfo, maplen },
      options,
    )
    const affinities = readCpuMaps(cpumaps, info.length)
    return info.map(({ number, state, cpu_time, cpu }, n) => ({
      number,
      state,
      cpuTimeNs: cpu_time,
      cpu,
      affinity: affinities[n] ?? [],
    }))
  }

  /** Plugs virtual CPUs in or out, one by one. virDomainSetVcpu, since libvirt 3.1.0. @param vcpus `0,2-3,^2` */
  async setVcpu(
    vcpus: string,
    enabled: boolean,
    flags: virDomainModificationImpact = 0,
    options?: CallOptions,
  ): Promise<void> {
    await this.call(
      p.DOMAIN_SET_VCPU,
      { dom: this.wire, cpumap: vcpus, state: enabled ? 1 : 0, flags },
      options,
    )
  }

  /** setVcpu by the guest's agent: the guest no longer uses them. virDomainSetGuestVcpus, since libvirt 2.0.0. */
  async setGuestVcpus(vcpus: string, enabled: boolean, flags = 0, options?: CallOptions): Promise<void> {
    await this.call(
      p.DOMAIN_SET_GUEST_VCPUS,
      { dom: this.wire, cpumap: vcpus, state: enabled ? 1 : 0, flags },
      options,
    )
  }

  /** For each virtual CPU, the host CPUs that it may run on. virDomainGetVcpuPinInfo, since libvirt 0.9.3. */
  async getVcpuPinInfo(flags: virDomainModificationImpact = 0, options?: CallOptions): Promise<number[][]> {
    const ncpumaps = await this.getVcpusCount(flags, options)
    const args = { dom: this.wire, ncpumaps, maplen: mapBytes(ncpumaps), flags }
    const { cpumaps, num } = await this.call(p.DOMAIN_GET_VCPU_PIN_INFO, args, options)
    return readCpuMaps(cpumaps, num)
  }

  /** The host CPUs that the emulator may run on. virDomainGetEmulatorPinInfo, since libvirt 0.10.0. */
  async getEmulatorPinInfo(flags: virDomainModificationImpact = 0, options?: CallOptions): Promise<number[]> {
    const args = { dom: this.wire, maplen: CPU_MAP_BYTES, flags }
    return readCpuMap((await this.call(p.DOMAIN_GET_EMULATOR_PIN_INFO, args, options)).cpumaps)
  }

  /** virDomainGetIOThreadInfo, since libvirt 1.2.14. */
  async getIOThreadInfo(
    flags: virDomainModificationImpact = 0,
    options?: CallOptions,
  ): Promise<{ readonly ioThreadId: number; readonly affinity: readonly number[] }[]> {
    const { info } = await this.call(p.DOMAIN_GET_IOTHREAD_INFO, { dom: this.wire, flags }, options)
    return info.map(({ iothread_id, cpumap }) => ({ ioThreadId: iothread_id, affinity: readCpuMap(cpumap) }))
  }

  /**
   * What the balloon driver says of the guest's memory: KiB, and counts of faults and swapping. Which are there
   * depends on the guest. virDomainMemoryStats, since libvirt 0.7.5.
   */
  async memoryStats(flags = 0, options?: CallOptions): Promise<Readonly<Record<string, number>>> {
    const args = { dom: this.wire, maxStats: MEMORY_STATS_MAX, flags }
    const { stats } = await this.call(p.DOMAIN_MEMORY_STATS, args, options)
    return Object.fromEntries(stats.map(({ tag, val }) => [MEMORY_STATS[tag] ?? `tag_${tag}`, Number(val)]))
  }

  /**
   * Nanoseconds of CPU time, for each host CPU; or, with `total`, one record of all together, which also says user
   * and system time. virDomainGetCPUStats, since libvirt 0.9.10.
   */
  async getCPUStats(total: boolean, flags = 0, options?: CallOptions): Promise<Params[]> {
    const ask = (nparams: number, start_cpu: number, ncpus: number) => {
      const args = { dom: this.wire, nparams, start_cpu, ncpus, flags }
      return this.call(p.DOMAIN_GET_CPU_STATS, args, options)
    }
    const first = total ? -1 : 0
    const { nparams } = await ask(0, first, 1)
    if (total) return [readParams((await ask(nparams, first, 1)).params)]
    const { nparams: cpus } = await ask(0, 0, 0)
    const stats: Params[] = []
    for (let at = 0; at < cpus; at += CPUS_AT_ONCE) {
      const { params } = await ask(nparams, at, Math.min(CPUS_AT_ONCE, cpus - at))
      for (let n = 0; n < params.length; n += nparams) stats.push(readParams(params.slice(n, n + nparams)))
    }
    return stats
  }

  /** `cpu_shares`, `vcpu_period` (µs), `vcpu_quota` (µs), …. virDomainGetSchedulerParametersFlags. */
  async getSchedulerParameters(
    flags: virDomainModificationImpact = 0,
    options?: CallOptions,
  ): Promise<Params> {
    const { parameterCount: nparams } = await this.getSchedulerType(options)
    const args = { dom: this.wire, nparams }
    // The plain form where there are no flags: libvirt's test driver refuses what the other adds to them.
    const { params } =
      flags === 0
        ? await this.call(p.DOMAIN_GET_SCHEDULER_PARAMETERS, args, options)
        : await this.call(p.DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS, { ...args, flags }, options)
    return readParams(params)
  }

  // ── disks and jobs ────────────────────────────────────────────────────────────────────────────────────────

  /** null: the disk has no job. virDomainGetBlockJobInfo, since libvirt 0.9.4. @param disk target or path */
  async getBlockJobInfo(disk: string, flags = 0, options?: CallOptions): Promise<BlockJobInfo | null> {
    const args = { dom: this.wire, path: disk, flags }
    const { found, type, bandwidth, cur, end } = await this.call(p.DOMAIN_GET_BLOCK_JOB_INFO, args, options)
    if (found !== 1) return null
    return { type, bandwidth: Number(bandwidth), cur: Number(cur), end: Number(end) }
  }

  /** Disks with errors: virDomainDiskErrorCode. virDomainGetDiskErrors, since libvirt 0.9.10. */
  async getDiskErrors(flags = 0, options?: CallOptions): Promise<readonly DomainDiskError[]> {
    const args = { dom: this.wire, maxerrors: DISK_ERRORS_MAX, flags }
    return (await this.call(p.DOMAIN_GET_DISK_ERRORS, args, options)).errors
  }

  /** Ends a save, migration, dump or backup. virDomainAbortJob; with flags virDomainAbortJobFlags, since 8.5.0. */
  async abortJob(flags = 0, options?: CallOptions): Promise<void> {
    if (flags === 0) await this.call(p.DOMAIN_ABORT_JOB, { dom: this.wire }, options)
    else await this.call(p.DOMAIN_ABORT_JOB_FLAGS, { dom: this.wire, flags }, options)
  }

  // ── security ──────────────────────────────────────────────────────────────────────────────────────────────

  /** One label for each security model of the host. virDomainGetSecurityLabelList, since libvirt 0.10.0. */
  async getSecurityLabelList(
    options?: CallOptions,
  ): Promise<{ readonly label: string; readonly enforcing: boolean }[]> {
    const { labels } = await this.call(p.DOMAIN_GET_SECURITY_LABEL_LIST, { dom: this.wire }, options)
    return labels.map(({ label, enforcing }) => ({ label: charsText(label), enforcing: enforcing === 1 }))
  }

  // ── migration ─────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Moves the domain to another host, both hosts led from here: virDomainMigrate3's five steps. Parameters are
   * VIR_MIGRATE_PARAM_*: `migrate_uri`, `destination_name`, `bandwidth` (MiB/s), …. When a step fails the domain
   * goes on where it was. No deadline by default.
   * @param flags VIR_MIGRATE_LIVE, _PERSIST_DEST, …
   */
  migrate(
    destination: MigrationTarget,
    params: ParamsInput = {},
    flags = 0,
    options?: CallOptions,
  ): Promise<Domain> {
    return migrate(this, destination, params, flags, untimed(options))
  }

  /**
   * Moves the domain to another host, which its own host connects to: virDomainMigrateToURI3 with
   * VIR_MIGRATE_PEER2PEER. No deadline by default. @param uri the other libvirt, as this host reaches it
   */
  async migrateToURI(uri: string, params: ParamsInput = {}, flags = 0, options?: CallOptions): Promise<void> {
    const PEER2PEER = 2
    await this.migratePerform3Params(uri, params, new Uint8Array(0), flags | PEER2PEER, options)
  }

  // ── streams ───────────────────────────────────────────────────────────────────────────────────────────────

  /** A picture of a screen, in the format that the hypervisor likes: PNG, or PPM from QEMU before 7.1. */
  async screenshot(
    screen = 0,
    flags = 0,
    options?: CallOptions,
  ): Promise<{ mimeType: string; stream: Readable }> {
    const args = { dom: this.wire, screen, flags }
    const { ret, stream } = await this.session.rpc.callStream(p.DOMAIN_SCREENSHOT, args, options)
    return { mimeType: ret.mime ?? '', stream }
  }

  /** A text console. @param device an alias; null: the first. @param flags VIR_DOMAIN_CONSOLE_FORCE takes it over */
  async openConsole(device: string | null = null, flags = 0, options?: CallOptions): Promise<Duplex> {
    const args = { dom: this.wire, dev_name: device, flags }
    return (await this.session.rpc.callStream(p.DOMAIN_OPEN_CONSOLE, args, options)).stream
  }

  /** A channel to the guest, such as its agent's own protocol. @param name null: the first */
  async openChannel(name: string | null = null, flags = 0, options?: CallOptions): Promise<Duplex> {
    const args = { dom: this.wire, name, flags }
    return (await this.session.rpc.callStream(p.DOMAIN_OPEN_CHANNEL, args, options)).stream
  }
}

/** The daemon bounds maps × length by the protocol's most, and wants no more of a length than there are CPUs. */
function mapBytes(maps: number): number {
  return Math.max(1, Math.min(CPU_MAP_BYTES, Math.floor((8 << 20) / Math.max(1, maps))))
}
