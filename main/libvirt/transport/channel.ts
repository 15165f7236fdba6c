// What every way to a host gives: bytes to its daemon, and, where the host lets us, to other sockets of it.
import type { Duplex } from 'node:stream'
import { ConnectError } from '../error.ts'
import type { SshHost } from './ssh-host.ts'
import type { Wire } from './wire.ts'

/** A socket as the host sees it: a console on its loopback, say. */
export type ChannelTarget = { readonly host: string; readonly port: number } | { readonly path: string }

/** Opens a socket of the host. */
export type OpenChannel = (target: ChannelTarget, signal?: AbortSignal) => Promise<Duplex>

/** A way to a daemon that is open. */
export interface Way {
  readonly wire: Wire
  readonly openChannel: OpenChannel
  /** The login that other connections to the same host may use as well, while this one lasts. */
  readonly sshHost?: SshHost
  /** Ends what is left of the way when the connection has ended; its wire is gone by then. Never throws; twice is once. */
  close(): Promise<void>
}

/** Over TCP and TLS the host gives the daemon and nothing else. */
export function noChannels(transport: string): OpenChannel {
  return () =>
    Promise.reject(
      new ConnectError('unsupportedTransport', `${transport} has no way to other sockets of the host`),
    )
}
