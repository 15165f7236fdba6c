// What can be known of a running guest: from its agent, the host's DHCP leases, or the host's neighbour table. And who may log in
// to it, by its agent.
import { z } from 'zod'
import { VmRef } from './ids.ts'

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

/** A user of the guest. */
const GuestUser = z
  .string()
  .min(1)
  .max(64)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  .regex(/^[^\s:/\u0000-\u001f\u007f]+$/)

export const GuestPassword = VmRef.extend({
  user: GuestUser,
  password: z
    .string()
    .min(1)
    .max(500)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
    .regex(/^[^\u0000-\u001f\u007f]+$/),
})
export type GuestPassword = z.infer<typeof GuestPassword>

/** A public key as it stands in a `.pub` file: kind, bytes, and what its owner calls it. */
export const GuestKey = VmRef.extend({
  user: GuestUser,
  key: z
    .string()
    .trim()
    .max(16_384)
    .regex(/^(ssh|ecdsa|sk)-[\w@.-]+ [A-Za-z0-9+/]+=*( [^\r\n]*)?$/),
})
export type GuestKey = z.infer<typeof GuestKey>
