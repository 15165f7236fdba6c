// The domain events by name: virDomainEventID, the message that carries each, and what it says. Numbers without a
// comment are enumerations of libvirt's, named in constants.gen.ts.
import type { Domain } from './domain.ts'
import type { EventKind } from './events.ts'
import * as messages from './generated/event.gen.ts'
import type {
  DomainEventGraphicsAddress,
  DomainEventGraphicsIdentity,
  TypedParam,
  Domain as WireDomain,
} from './generated/structs.gen.ts'
import { type Params, readParams } from './params.ts'

interface About {
  readonly domain: Domain
}
interface AboutDevice extends About {
  readonly devAlias: string
}
interface IoError extends AboutDevice {
  readonly srcPath: string
  readonly action: number
}

export interface DomainEvents {
  /** `event` is a virDomainEventType, `detail` depends on it. */
  readonly lifecycle: About & { readonly event: number; readonly detail: number }
  readonly reboot: About
  /** `offset`: seconds from UTC. */
  readonly rtcChange: About & { readonly offset: bigint }
  readonly watchdog: About & { readonly action: number }
  readonly ioError: IoError
  readonly ioErrorReason: IoError & { readonly reason: string }
  readonly graphics: About & {
    readonly phase: number
    readonly local: DomainEventGraphicsAddress
    readonly remote: DomainEventGraphicsAddress
    readonly authScheme: string
    readonly subject: readonly DomainEventGraphicsIdentity[]
  }
  readonly controlError: About
  readonly blockJob: About & { readonly path: string; readonly type: number; readonly status: number }
  /** blockJob, with the disk's target in place of its path. */
  readonly blockJob2: About & { readonly dst: string; readonly type: number; readonly status: number }
  readonly diskChange: AboutDevice & {
    readonly oldSrcPath: string | null
    readonly newSrcPath: string | null
    readonly reason: number
  }
  readonly trayChange: AboutDevice & { readonly reason: number }
  readonly pmWakeup: About & { readonly reason: number }
  readonly pmSuspend: About & { readonly reason: number }
  readonly pmSuspendDisk: About & { readonly reason: number }
  /** `actual`: KiB. */
  readonly balloonChange: About & { readonly actual: bigint }
  readonly deviceAdded: AboutDevice
  readonly deviceRemoved: AboutDevice
  readonly deviceRemovalFailed: AboutDevice
  readonly tunable: About & { readonly params: Params }
  readonly agentLifecycle: About & { readonly state: number; readonly reason: number }
  readonly migrationIteration: About & { readonly iteration: number }
  readonly jobCompleted: About & { readonly params: Params }
  readonly metadataChange: About & { readonly type: number; readonly nsuri: string | null }
  /** Bytes. */
  readonly blockThreshold: About & {
    readonly dev: string
    readonly path: string | null
    readonly threshold: bigint
    readonly excess: bigint
  }
  readonly memoryFailure: About & {
    readonly recipient: number
    readonly action: number
    readonly flags: number
  }
  /** `size`: KiB. */
  readonly memoryDeviceSizeChange: About & { readonly alias: string; readonly size: bigint }
  /** Since libvirt 11. */
  readonly nicMacChange: About & { readonly alias: string; readonly oldMAC: string; readonly newMAC: string }
}

export type DomainEventName = keyof DomainEvents

export const DOMAIN_EVENTS: Readonly<Record<DomainEventName, EventKind>> = {
  lifecycle: kind(0, messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE),
  reboot: kind(1, messages.DOMAIN_EVENT_CALLBACK_REBOOT),
  rtcChange: kind(2, messages.DOMAIN_EVENT_CALLBACK_RTC_CHANGE),
  watchdog: kind(3, messages.DOMAIN_EVENT_CALLBACK_WATCHDOG),
  ioError: kind(4, messages.DOMAIN_EVENT_CALLBACK_IO_ERROR),
  graphics: kind(5, messages.DOMAIN_EVENT_CALLBACK_GRAPHICS),
  ioErrorReason: kind(6, messages.DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON),
  controlError: kind(7, messages.DOMAIN_EVENT_CALLBACK_CONTROL_ERROR),
  blockJob: kind(8, messages.DOMAIN_EVENT_CALLBACK_BLOCK_JOB),
  diskChange: kind(9, messages.DOMAIN_EVENT_CALLBACK_DISK_CHANGE),
  trayChange: kind(10, messages.DOMAIN_EVENT_CALLBACK_TRAY_CHANGE),
  pmWakeup: kind(11, messages.DOMAIN_EVENT_CALLBACK_PMWAKEUP),
  pmSuspend: kind(12, messages.DOMAIN_EVENT_CALLBACK_PMSUSPEND),
  balloonChange: kind(13, messages.DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE),
  pmSuspendDisk: kind(14, messages.DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK),
  deviceRemoved: kind(15, messages.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED),
  blockJob2: kind(16, messages.DOMAIN_EVENT_BLOCK_JOB_2),
  tunable: kind(17, messages.DOMAIN_EVENT_CALLBACK_TUNABLE),
  agentLifecycle: kind(18, messages.DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE),
  deviceAdded: kind(19, messages.DOMAIN_EVENT_CALLBACK_DEVICE_ADDED),
  migrationIteration: kind(20, messages.DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION),
  jobCompleted: kind(21, messages.DOMAIN_EVENT_CALLBACK_JOB_COMPLETED),
  deviceRemovalFailed: kind(22, messages.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED),
  metadataChange: kind(23, messages.DOMAIN_EVENT_CALLBACK_METADATA_CHANGE),
  blockThreshold: kind(24, messages.DOMAIN_EVENT_BLOCK_THRESHOLD),
  memoryFailure: kind(25, messages.DOMAIN_EVENT_MEMORY_FAILURE),
  memoryDeviceSizeChange: kind(26, messages.DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE),
  nicMacChange: kind(27, messages.DOMAIN_EVENT_NIC_MAC_CHANGE),
}

/** A decoded message → what a listener is told. @param domainOf makes the object for a domain on the wire */
export function readDomainEvent<K extends DomainEventName>(
  { dom, callbackID: _, params, ...event }: Record<string, unknown>,
  domainOf: (wire: WireDomain) => Domain,
): DomainEvents[K] {
  const read = params ? { params: readParams(params as readonly TypedParam[]) } : {}
  // The message was read by the table of this very event, whose fields these are.
  return { ...event, ...read, domain: domainOf(dom as WireDomain) } as DomainEvents[K]
}

function kind(id: number, message: EventKind['message']): EventKind {
  return { source: 'domain', id, message }
}
