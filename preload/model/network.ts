// A libvirt network as the window shows it.
import type { HostId, Uuid } from './ids.ts'

export interface Network {
  readonly host: HostId
  readonly uuid: Uuid
  readonly name: string
  readonly active: boolean
  readonly autostart: boolean
  readonly forward: 'nat' | 'route' | 'bridge' | 'open' | 'isolated' | 'other'
  readonly bridge: string | null
  /** Address and prefix, `192.168.122.1/24`. */
  readonly address: string | null
  /** Names of its portgroups, that which counts without a word first. */
  readonly portgroups: readonly string[]
}
