// node-libvirt: libvirt's RPC protocol in TypeScript, no native code. The entry point: everything public.

export type { CallOptions } from './calls.ts'
export { type ConnectOptions, connect } from './client.ts'
export {
  Connection,
  type DomainCapabilitiesQuery,
  type DomainStats,
  type NodeInfo,
} from './connection.ts'
export { type Consent, neededConsent } from './consent.ts'
export { type BlockInfo, Domain, type DomainInfo, type DomainState } from './domain.ts'
export type { DomainEventName, DomainEvents } from './domain-events.ts'
export {
  ClosedError,
  ConnectError,
  type ConnectReason,
  isNotFound,
  LibvirtError,
  ProtocolError,
  TimeoutError,
} from './error.ts'
export * from './generated/constants.gen.ts'
export type {
  DomainEventGraphicsAddress,
  DomainEventGraphicsIdentity,
  DomainInterface,
  NetworkDhcpLease,
} from './generated/structs.gen.ts'
export { Network } from './network.ts'
export type { NetworkEvents, StoragePoolEvents } from './object-events.ts'
export type { Params } from './params.ts'
export type { OnQuestion, Question } from './question.ts'
export type { CallRecord, CloseReason } from './rpc.ts'
export { StoragePool, type StoragePoolInfo } from './storage-pool.ts'
export { StorageVolume, type StorageVolumeInfo } from './storage-volume.ts'
export type { ChannelTarget, OpenChannel } from './transport/channel.ts'
export {
  type OpenLibvirtOptions,
  openSshHost,
  type SshHost,
  type SshHostOptions,
} from './transport/ssh-host.ts'
export { buildUri, type LibvirtUri, parseUri, type Transport, type UriParts } from './uri.ts'
export { resolveUri } from './uri-config.ts'
