// node-libvirt: libvirt's RPC protocol in TypeScript, no native code. The entry point: everything public.
export { type ConnectOptions, connect } from './client.ts'
export {
  Connection,
  type DomainCapabilitiesQuery,
  type DomainStats,
  type NetworkEvents,
  type NodeInfo,
  type StoragePoolEvents,
} from './connection.ts'
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
export { Network } from './network.ts'
export type { Params } from './params.ts'
export type { CallOptions, CloseReason } from './rpc.ts'
export { StoragePool, type StoragePoolInfo } from './storage-pool.ts'
export { StorageVolume, type StorageVolumeInfo } from './storage-volume.ts'
export { type LibvirtUri, parseUri } from './uri.ts'
