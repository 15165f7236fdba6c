// A libvirt host as the window shows it.
import { z } from 'zod'
import type { AppError } from './error.ts'
import type { HostId } from './ids.ts'

export type HostKind = 'system' | 'session' | 'other'

/** idle (not yet, or the user disconnected it) → connecting → ready ⇄ lost; failed when trying again by itself is pointless (no right, no daemon). */
export type HostConnection =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  | { readonly state: 'ready' }
  | { readonly state: 'lost'; readonly error: AppError; readonly retryAt: number }
  | { readonly state: 'failed'; readonly error: AppError }

/** A libvirt connection URI, as libvirt.org/uri.html has them. */
export const HostUri = z.string().trim().min(1).max(1000)
export const HostAddress = z.object({ uri: HostUri })

/** What a test of the connection found. */
export type HostReport = Pick<HostInfo, 'hostname' | 'hypervisor' | 'libvirtVersion' | 'hypervisorVersion'>

export interface HostInfo {
  readonly hostname: string
  readonly hypervisor: string
  /** libvirt's number: major × 1 000 000 + minor × 1 000 + release. */
  readonly libvirtVersion: number
  readonly hypervisorVersion: number
  readonly arch: string
  readonly cpuModel: string
  readonly cpus: number
  readonly memoryKiB: number
  /** Hardware virtualisation: offered by libvirt and, on this computer, tried with a guest. */
  readonly kvm: boolean
}

export interface Host {
  readonly id: HostId
  readonly uri: string
  readonly kind: HostKind
  readonly connection: HostConnection
  /** Known since the first successful connection; kept while the host is lost. */
  readonly info?: HostInfo
}
