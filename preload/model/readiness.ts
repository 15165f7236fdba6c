// "Is this computer ready?": findings, each with a plain explanation (by key) and the exact fix.
import type { TextParams } from './error.ts'

export type FindingId =
  | 'platform'
  | 'cpu'
  | 'modules'
  | 'device'
  | 'kvm'
  | 'nested'
  | 'qemu'
  | 'libvirt'
  | 'daemon'
  | 'rights'
  | 'network'
  | 'pool'
  | 'memory'
  | 'disk'

/** `warn`: machines run, but slower or with less; `fail`: something will not work until it is fixed. */
export type FindingStatus = 'ok' | 'info' | 'warn' | 'fail'

export interface Finding {
  readonly id: FindingId
  readonly status: FindingStatus
  /** Which of the finding's texts applies: `readiness.<id>.<variant>` in the locales. */
  readonly variant: string
  readonly params: TextParams
  /** Commands to copy, exact for this distribution, one a line. Empty when there is nothing to run. */
  readonly commands: readonly string[]
}

export interface Readiness {
  readonly checkedAt: number
  readonly findings: readonly Finding[]
}

/** What the app knows from its own connection to the system's libvirt. */
export interface LibvirtView {
  readonly connected: boolean
  /** Asked, and neither refused nor answered yet. */
  readonly connecting: boolean
  /** Why not: the code of the connection's error. */
  readonly problem: string | null
  readonly libvirtVersion: number | null
  readonly qemuVersion: number | null
  readonly networks: readonly { readonly name: string; readonly active: boolean }[]
  readonly pools: readonly { readonly name: string; readonly active: boolean; readonly path: string | null }[]
}
