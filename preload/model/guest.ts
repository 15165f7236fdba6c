// What can be known of a running guest: from its agent, the host's DHCP leases, or the host's neighbour table.
export interface GuestNic {
  /** As the guest calls it; null where only the host was asked. */
  readonly name: string | null
  readonly mac: string | null
  /** With the prefix: `10.0.2.15/24`. */
  readonly addresses: readonly string[]
  readonly from: 'agent' | 'lease' | 'arp'
}

export interface GuestFileSystem {
  readonly mountPoint: string
  readonly type: string
  /** Null where the agent does not say. */
  readonly totalBytes: number | null
  readonly usedBytes: number | null
  /** As the guest calls it: `/dev/vda1`. Null where the agent does not say. */
  readonly device: string | null
  /** Targets of the machine's disks that it lies on. */
  readonly disks: readonly string[]
  /** Whether it can grow when its disk has; if not, because of its kind, or of what lies between (volumes, encryption). */
  readonly growth: 'can' | 'kind' | 'layers'
}

export interface GuestInfo {
  readonly hasAgent: boolean
  readonly hostname: string | null
  /** `Debian GNU/Linux 12 (bookworm)` */
  readonly system: string | null
  readonly kernel: string | null
  readonly users: readonly string[]
  readonly nics: readonly GuestNic[]
  readonly fileSystems: readonly GuestFileSystem[]
}
