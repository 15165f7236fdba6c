// node-libvirt: libvirt's RPC protocol in TypeScript, no native code. The entry point: everything public.

export type { CallOptions } from './calls.ts'
export { type ConnectOptions, connect } from './client.ts'
export { Connection, type DomainStats } from './connection.ts'
export { type Consent, neededConsent } from './consent.ts'
export { cpuMap } from './cpumap.ts'
export { type BlockJobInfo, Domain, type VcpuInfo } from './domain.ts'
export { DomainCheckpoint } from './domain-checkpoint.ts'
export type { DomainEventName, DomainEvents } from './domain-events.ts'
export { DomainSnapshot } from './domain-snapshot.ts'
export {
  ClosedError,
  ConnectError,
  type ConnectReason,
  isNotFound,
  LibvirtError,
  ProtocolError,
  TimeoutError,
} from './error.ts'
export type * from './generated/connection-calls.gen.ts'
export * from './generated/constants.gen.ts'
export type * from './generated/domain-calls.gen.ts'
export type { StoragePoolInfo } from './generated/storage-pool-calls.gen.ts'
export type { StorageVolumeInfo } from './generated/storage-volume-calls.gen.ts'
export type {
  DomainEventGraphicsAddress,
  DomainEventGraphicsIdentity,
  DomainInterface,
  NetworkDhcpLease,
} from './generated/structs.gen.ts'
export type { DomainCapabilitiesQuery, HypervisorCPUQuery, NodeInfo } from './host-calls.ts'
export { Interface } from './interface.ts'
export type { MigrationTarget } from './migrate.ts'
export { Network } from './network.ts'
export { NetworkPort } from './network-port.ts'
export { NodeDevice } from './node-device.ts'
export { NWFilter } from './nw-filter.ts'
export { NWFilterBinding } from './nw-filter-binding.ts'
export type {
  NetworkEvents,
  NodeDeviceEvents,
  QemuMonitorEvent,
  SecretEvents,
  StoragePoolEvents,
} from './object-events.ts'
export type { Params, ParamsInput } from './params.ts'
export type { OnQuestion, Question } from './question.ts'
export type { CallRecord, CloseReason } from './rpc.ts'
export { Secret } from './secret.ts'
export { StoragePool } from './storage-pool.ts'
export { StorageVolume, type VolumePart } from './storage-volume.ts'
export type { Hole } from './stream.ts'
export type { ChannelTarget, OpenChannel } from './transport/channel.ts'
export {
  type OpenLibvirtOptions,
  openSshHost,
  type SshHost,
  type SshHostOptions,
} from './transport/ssh-host.ts'
export { buildUri, type LibvirtUri, parseUri, type Transport, type UriParts } from './uri.ts'
export { resolveUri } from './uri-config.ts'
