// libvirtd's TLS socket: both sides show certificates, and both are verified. After the handshake the daemon sends
// one byte inside TLS, 1 if it accepts ours; with TLS 1.3 that is the first we hear of its judgement.
import { isIP, type Socket } from 'node:net'
import { type ConnectionOptions, createSecureContext, connect as startTls, type TLSSocket } from 'node:tls'
import { isYes } from '../consent.ts'
import { ConnectError, type ConnectReason } from '../error.ts'
import type { LibvirtUri } from '../uri.ts'
import { noChannels, type Way } from './channel.ts'
import { dial } from './dial.ts'
import { readTlsFiles, type TlsFiles } from './tls-files.ts'
import { wireOf } from './wire.ts'

const PORT = 16_514
const ACCEPTED = 1

export async function openTls(uri: LibvirtUri, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Way> {
  if (uri.params.has('tls_priority'))
    throw new ConnectError('badUri', 'tls_priority is the language of GnuTLS, which this client does not use')
  const files = await readTlsFiles(uri.params.get('pkipath'), env)
  const options = contextOptions(uri, files)
  const host = uri.host || 'localhost'
  const socket = await dial({ host, port: uri.port ?? PORT }, signal)
  const stream = await secure(socket, { ...options, host }, files.identity !== null, signal)
  return { wire: wireOf(stream), openChannel: noChannels('tls'), close: async () => undefined }
}

function contextOptions(uri: LibvirtUri, { ca, crl, identity }: TlsFiles): ConnectionOptions {
  const options = {
    ca,
    ...(crl && { crl }),
    ...identity,
    // SNI takes names only. Consent to `no_verify` was asked for before.
    ...(isIP(uri.host) === 0 && { servername: uri.host || 'localhost' }),
    rejectUnauthorized: !isYes(uri.params.get('no_verify')),
  }
  try {
    return { ...options, secureContext: createSecureContext(options) }
  } catch (error) {
    throw new ConnectError(
      'tlsFiles',
      `a certificate or key cannot be read: ${(error as Error).message}`,
      null,
      {
        cause: error,
      },
    )
  }
}

/** The handshake, and the daemon's word that it accepts us. */
function secure(
  socket: Socket,
  options: ConnectionOptions,
  hasIdentity: boolean,
  signal: AbortSignal,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const tls = startTls({ ...options, socket })
    let isVerified = false
    const settle = () => {
      signal.removeEventListener('abort', abort)
      tls.off('readable', read).off('end', ended).off('close', ended).off('error', failed)
    }
    const refuse = (error: unknown) => {
      settle()
      // What else goes wrong with it concerns nobody.
      tls.on('error', () => undefined)
      tls.destroy()
      reject(error)
    }
    const abort = () => refuse(signal.reason)
    const failed = (error: NodeJS.ErrnoException) => refuse(tlsError(error, isVerified, hasIdentity))
    const ended = () => refuse(isVerified ? refusal(hasIdentity) : new ConnectError('lost', CLOSED_EARLY))
    const read = () => {
      const byte = tls.read(1) as Buffer | null
      if (!byte) return
      if (byte[0] !== ACCEPTED) return refuse(refusal(hasIdentity))
      settle()
      resolve(tls)
    }
    signal.addEventListener('abort', abort, { once: true })
    tls.on('readable', read).on('end', ended).on('close', ended).on('error', failed)
    tls.once('secureConnect', () => {
      isVerified = true
    })
    if (signal.aborted) abort()
  })
}

const CLOSED_EARLY = 'the connection was closed before TLS was agreed on'

/** OpenSSL's codes of what is wrong with the daemon's certificate (verify(1ssl)). */
const REASONS: Readonly<Record<string, ConnectReason>> = {
  CERT_HAS_EXPIRED: 'tlsExpired',
  CERT_NOT_YET_VALID: 'tlsExpired',
  CERT_REVOKED: 'tlsRevoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tlsWrongName',
  SELF_SIGNED_CERT_IN_CHAIN: 'tlsUntrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tlsUntrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tlsUntrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tlsUntrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tlsUntrusted',
  CERT_SIGNATURE_FAILURE: 'tlsUntrusted',
  CERT_UNTRUSTED: 'tlsUntrusted',
  CERT_CHAIN_TOO_LONG: 'tlsUntrusted',
  INVALID_CA: 'tlsUntrusted',
  INVALID_PURPOSE: 'tlsUntrusted',
}
/** Alerts of TLS by which a peer says what it thinks of our certificate. */
const ABOUT_US = /ALERT_(BAD_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)/

function tlsError(error: NodeJS.ErrnoException, isVerified: boolean, hasIdentity: boolean): ConnectError {
  const code = error.code ?? ''
  const known = REASONS[code]
  if (known) return new ConnectError(known, error.message, null, { cause: error })
  if (ABOUT_US.test(code) || (isVerified && (code === 'ECONNRESET' || code === 'EPIPE')))
    return refusal(hasIdentity, error)
  if (code === 'ECONNRESET') return new ConnectError('lost', CLOSED_EARLY, null, { cause: error })
  return new ConnectError('tlsFailed', error.message, null, { cause: error })
}

function refusal(hasIdentity: boolean, cause?: unknown): ConnectError {
  return hasIdentity
    ? new ConnectError('tlsRefused', 'the daemon does not accept our certificate', null, { cause })
    : new ConnectError('tlsNoCertificate', 'the daemon asks for a certificate, and we have none', null, {
        cause,
      })
}
