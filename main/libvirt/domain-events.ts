// The domain events by name: virDomainEventID, the message that carries each, and what it says.
import type { Domain } from './domain.ts'
import type { EventKind } from './events.ts'
import * as messages from './generated/event.gen.ts'

interface About {
  readonly domain: Domain
}

export interface DomainEvents {
  /** `event` is a virDomainEventType, `detail` depends on it. */
  readonly lifecycle: About & { readonly event: number; readonly detail: number }
  readonly reboot: About
  /** Seconds from UTC. */
  readonly rtcChange: About & { readonly offset: bigint }
  readonly watchdog: About & { readonly action: number }
  readonly ioErrorReason: About & {
    readonly srcPath: string
    readonly devAlias: string
    readonly action: number
    readonly reason: string
  }
  readonly graphics: About & { readonly phase: number; readonly authScheme: string }
  readonly diskChange: About & {
    readonly oldSrcPath: string | null
    readonly newSrcPath: string | null
    readonly devAlias: string
    readonly reason: number
  }
  readonly trayChange: About & { readonly devAlias: string; readonly reason: number }
  /** KiB. */
  readonly balloonChange: About & { readonly actual: bigint }
  readonly deviceRemoved: About & { readonly devAlias: string }
  readonly deviceAdded: About & { readonly devAlias: string }
  readonly agentLifecycle: About & { readonly state: number; readonly reason: number }
  readonly metadataChange: About & { readonly type: number; readonly nsuri: string | null }
}

export type DomainEventName = keyof DomainEvents

function kind(id: number, message: EventKind['message']): EventKind {
  return { source: 'domain', id, message }
}

export const DOMAIN_EVENTS: Readonly<Record<DomainEventName, EventKind>> = {
  lifecycle: kind(0, messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE),
  reboot: kind(1, messages.DOMAIN_EVENT_CALLBACK_REBOOT),
  rtcChange: kind(2, messages.DOMAIN_EVENT_CALLBACK_RTC_CHANGE),
  watchdog: kind(3, messages.DOMAIN_EVENT_CALLBACK_WATCHDOG),
  graphics: kind(5, messages.DOMAIN_EVENT_CALLBACK_GRAPHICS),
  ioErrorReason: kind(6, messages.DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON),
  diskChange: kind(9, messages.DOMAIN_EVENT_CALLBACK_DISK_CHANGE),
  trayChange: kind(10, messages.DOMAIN_EVENT_CALLBACK_TRAY_CHANGE),
  balloonChange: kind(13, messages.DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE),
  deviceRemoved: kind(15, messages.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED),
  agentLifecycle: kind(18, messages.DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE),
  deviceAdded: kind(19, messages.DOMAIN_EVENT_CALLBACK_DEVICE_ADDED),
  metadataChange: kind(23, messages.DOMAIN_EVENT_CALLBACK_METADATA_CHANGE),
}
