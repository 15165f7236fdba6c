// The events of everything but domains by name: number, the message that carries each, and what it says.
import type { Domain } from './domain.ts'
import type { EventKind } from './events.ts'
import * as messages from './generated/event.gen.ts'
import { QEMU_DOMAIN_MONITOR_EVENT } from './generated/qemu.gen.ts'
import type { Network } from './network.ts'
import type { NodeDevice } from './node-device.ts'
import type { Secret } from './secret.ts'
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

export interface NodeDeviceEvents {
  /** `event` is a virNodeDeviceEventLifecycleType. */
  readonly lifecycle: { readonly device: NodeDevice; readonly event: number; readonly detail: number }
  readonly update: { readonly device: NodeDevice }
}

export interface SecretEvents {
  /** `event` is a virSecretEventLifecycleType. */
  readonly lifecycle: { readonly secret: Secret; readonly event: number; readonly detail: number }
  readonly valueChanged: { readonly secret: Secret }
}

export interface QemuMonitorEvent {
  readonly domain: Domain
  /** QEMU's name for it. */
  readonly event: string
  /** Since 1970, by the host's clock. */
  readonly timeMs: number
  /** JSON. */
  readonly details: string | null
}

export const NETWORK_EVENTS: Readonly<Record<keyof NetworkEvents, EventKind>> = {
  lifecycle: { source: 'network', id: 0, message: messages.NETWORK_EVENT_LIFECYCLE },
  metadataChange: { source: 'network', id: 1, message: messages.NETWORK_EVENT_CALLBACK_METADATA_CHANGE },
}

export const STORAGE_POOL_EVENTS: Readonly<Record<keyof StoragePoolEvents, EventKind>> = {
  lifecycle: { source: 'pool', id: 0, message: messages.STORAGE_POOL_EVENT_LIFECYCLE },
  refresh: { source: 'pool', id: 1, message: messages.STORAGE_POOL_EVENT_REFRESH },
}

export const NODE_DEVICE_EVENTS: Readonly<Record<keyof NodeDeviceEvents, EventKind>> = {
  lifecycle: { source: 'nodeDevice', id: 0, message: messages.NODE_DEVICE_EVENT_LIFECYCLE },
  update: { source: 'nodeDevice', id: 1, message: messages.NODE_DEVICE_EVENT_UPDATE },
}

export const SECRET_EVENTS: Readonly<Record<keyof SecretEvents, EventKind>> = {
  lifecycle: { source: 'secret', id: 0, message: messages.SECRET_EVENT_LIFECYCLE },
  valueChanged: { source: 'secret', id: 1, message: messages.SECRET_EVENT_VALUE_CHANGED },
}

export const QEMU_MONITOR_EVENT: EventKind = {
  source: 'qemuMonitor',
  id: 0,
  message: QEMU_DOMAIN_MONITOR_EVENT,
}

export const CLOSE_EVENT: EventKind = {
  source: 'close',
  id: 0,
  message: messages.CONNECT_EVENT_CONNECTION_CLOSED,
}
