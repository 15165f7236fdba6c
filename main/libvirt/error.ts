// Everything that can go wrong, typed: libvirt's own errors, and those of the way to it.
import { ERROR_CODES, ERROR_DOMAINS } from './generated/errors.gen.ts'
import type { Error as WireError } from './generated/structs.gen.ts'

/** An error that libvirt answered with. Fields as in virError (virterror.h). */
export class LibvirtError extends Error {
  override readonly name = 'LibvirtError'
  /** virErrorNumber, and its name: `VIR_ERR_NO_DOMAIN`. */
  readonly code: number
  readonly codeName: string
  /** virErrorDomain, the part of libvirt that failed, and its name: `VIR_FROM_QEMU`. */
  readonly domain: number
  readonly domainName: string
  /** The procedure that was called. */
  readonly procedure: string
  readonly str1: string | null
  readonly str2: string | null
  readonly str3: string | null
  readonly int1: number
  readonly int2: number

  constructor(wire: WireError, procedure: string) {
    super(wire.message ?? 'unknown error')
    this.code = wire.code
    this.codeName = ERROR_CODES[wire.code] ?? `VIR_ERR_${wire.code}`
    this.domain = wire.domain
    this.domainName = ERROR_DOMAINS[wire.domain] ?? `VIR_FROM_${wire.domain}`
    this.procedure = procedure
    this.str1 = wire.str1
    this.str2 = wire.str2
    this.str3 = wire.str3
    this.int1 = wire.int1
    this.int2 = wire.int2
  }
}

/** Why there is no connection. README.md has a table of what each means. */
export type ConnectReason =
  // the URI, and what the caller allows
  | 'badUri'
  | 'needsConsent'
  | 'unsupportedTransport'
  | 'cancelled'
  // the way to the host
  | 'unknownHost'
  | 'unreachable'
  | 'refused'
  | 'timeout'
  | 'lost'
  // the daemon
  | 'noDaemon'
  | 'denied'
  | 'noAutostart'
  | 'unsupportedAuth'
  | 'authFailed'
  // TLS
  | 'tlsFiles'
  | 'tlsUntrusted'
  | 'tlsExpired'
  | 'tlsWrongName'
  | 'tlsRevoked'
  | 'tlsNoCertificate'
  | 'tlsRefused'
  | 'tlsFailed'
  // ssh
  | 'noSsh'
  | 'sshFailed'
  | 'hostKeyChanged'
  | 'hostKeyUnknown'
  | 'noHelper'
  | 'forwardingDenied'

interface ConnectErrorOptions {
  readonly cause?: unknown
  readonly parameters?: readonly string[]
}

/** No connection came about. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError'
  readonly reason: ConnectReason
  /** The socket or file that was tried, if it was one. */
  readonly path: string | null
  /** Of `needsConsent`: what the URI asks for. */
  readonly parameters: readonly string[]
  constructor(
    reason: ConnectReason,
    message: string,
    path: string | null = null,
    { cause, parameters = [] }: ConnectErrorOptions = {},
  ) {
    super(message, { cause })
    this.reason = reason
    this.path = path
    this.parameters = parameters
  }
}

/** A call had no answer by its deadline. The connection lives on; a late answer is dropped. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
  readonly procedure: string
  constructor(procedure: string, timeoutMs: number) {
    super(`${procedure}: no answer within ${timeoutMs} ms`)
    this.procedure = procedure
  }
}

/** The peer sent something that is not libvirt's protocol. The connection is closed by it. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}

/** The connection ended before the answer came, or had ended before the call. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError'
}

const NOT_FOUND = new Set([
  'VIR_ERR_NO_DOMAIN',
  'VIR_ERR_NO_NETWORK',
  'VIR_ERR_NO_STORAGE_POOL',
  'VIR_ERR_NO_STORAGE_VOL',
  'VIR_ERR_NO_DOMAIN_SNAPSHOT',
  'VIR_ERR_NO_DOMAIN_CHECKPOINT',
  'VIR_ERR_NO_NETWORK_PORT',
  'VIR_ERR_NO_NODE_DEVICE',
  'VIR_ERR_NO_SECRET',
  'VIR_ERR_NO_INTERFACE',
  'VIR_ERR_NO_NWFILTER',
  'VIR_ERR_NO_NWFILTER_BINDING',
])

/** Whether libvirt says that the object is not, or no longer, there. */
export function isNotFound(error: unknown): error is LibvirtError {
  return error instanceof LibvirtError && NOT_FOUND.has(error.codeName)
}
