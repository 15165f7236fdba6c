// A libvirt host as the window shows it.
import type { AppError } from './error.ts'
import type { HostId } from './ids.ts'

export type HostKind = 'system' | 'session' | 'other'

/** idle → connecting → ready ⇄ lost; failed when trying again by itself is pointless (no right, no daemon). */
export type HostConnection =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  | { readonly state: 'ready' }
  | { readonly state: 'lost'; readonly error: AppError; readonly retryAt: number }
  | { readonly state: 'failed'; readonly error: AppError }

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
