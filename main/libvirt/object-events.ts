// The events of networks and storage pools by name: number, the message that carries each, and what it says.
import type { EventKind } from './events.ts'
import * as messages from './generated/event.gen.ts'
import type { Network } from './network.ts'
import type { StoragePool } from './storage-pool.ts'

export interface NetworkEvents {
  /** `event` is a virNetworkEventLifecycleType. */
  readonly lifecycle: { readonly network: Network; readonly event: number; readonly detail: number }
  /** Since libvirt 9.8. */
  readonly metadataChange: { readonly network: Network; readonly type: number; readonly nsuri: string | null }
}

export interface StoragePoolEvents {
  /** `event` is a virStoragePoolEventLifecycleType. */
  readonly lifecycle: { readonly pool: StoragePool; readonly event: number; readonly detail: number }
  readonly refresh: { readonly pool: StoragePool }
}

export const NETWORK_EVENTS: Readonly<Record<keyof NetworkEvents, EventKind>> = {
  lifecycle: { source: 'network', id: 0, message: messages.NETWORK_EVENT_LIFECYCLE },
  metadataChange: { source: 'network', id: 1, message: messages.NETWORK_EVENT_CALLBACK_METADATA_CHANGE },
}

export const STORAGE_POOL_EVENTS: Readonly<Record<keyof StoragePoolEvents, EventKind>> = {
  lifecycle: { source: 'pool', id: 0, message: messages.STORAGE_POOL_EVENT_LIFECYCLE },
  refresh: { source: 'pool', id: 1, message: messages.STORAGE_POOL_EVENT_REFRESH },
}
