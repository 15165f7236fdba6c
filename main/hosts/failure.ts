// Errors of libvirt and of the way to it → errors with a code that the window can translate.
import { ClosedError, ConnectError, LibvirtError, ProtocolError, TimeoutError } from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'
import { XmlError } from '../xml/tree.ts'

/** libvirt's codes that have a text of their own; all others are `libvirt.other` with libvirt's words as detail. */
const CODES: Readonly<Record<string, string>> = {
  VIR_ERR_NO_DOMAIN: 'libvirt.noDomain',
  VIR_ERR_DOM_EXIST: 'libvirt.exists',
  VIR_ERR_NO_NETWORK: 'libvirt.noNetwork',
  VIR_ERR_NO_STORAGE_POOL: 'libvirt.noPool',
  VIR_ERR_NO_STORAGE_VOL: 'libvirt.noVolume',
  VIR_ERR_STORAGE_VOL_EXIST: 'libvirt.volumeExists',
  VIR_ERR_OPERATION_INVALID: 'libvirt.invalidNow',
  VIR_ERR_OPERATION_DENIED: 'libvirt.denied',
  VIR_ERR_ACCESS_DENIED: 'libvirt.denied',
  VIR_ERR_OPERATION_UNSUPPORTED: 'libvirt.unsupported',
  VIR_ERR_CONFIG_UNSUPPORTED: 'libvirt.unsupported',
  VIR_ERR_NO_SUPPORT: 'libvirt.unsupported',
  VIR_ERR_OPERATION_TIMEOUT: 'libvirt.busy',
  VIR_ERR_RESOURCE_BUSY: 'libvirt.busy',
  VIR_ERR_AGENT_UNRESPONSIVE: 'libvirt.noAgent',
  VIR_ERR_XML_ERROR: 'libvirt.badXml',
  VIR_ERR_XML_DETAIL: 'libvirt.badXml',
  VIR_ERR_XML_INVALID_SCHEMA: 'libvirt.badXml',
  VIR_ERR_AUTH_FAILED: 'host.denied',
  VIR_ERR_AUTH_CANCELLED: 'host.denied',
  VIR_ERR_AUTH_UNAVAILABLE: 'host.noPolkitAgent',
}

/** Any error as an AppFailure; one that already is comes back as it is. */
export function readFailure(error: unknown): AppFailure {
  if (error instanceof AppFailure) return error
  if (error instanceof LibvirtError) return fromLibvirt(error)
  if (error instanceof ConnectError) {
    return new AppFailure(`host.${error.reason}`, { path: error.path ?? '' }, { detail: error.message })
  }
  if (error instanceof TimeoutError) return new AppFailure('host.timeout', {}, { detail: error.message })
  if (error instanceof ClosedError) return new AppFailure('host.lost', {}, { detail: error.message })
  if (error instanceof ProtocolError) return new AppFailure('host.protocol', {}, { detail: error.message })
  if (error instanceof XmlError) return new AppFailure('libvirt.badXml', {}, { detail: error.message })
  return new AppFailure('unexpected', {}, { detail: error instanceof Error ? error.message : String(error) })
}

function fromLibvirt(error: LibvirtError): AppFailure {
  const source = { domain: error.domainName, code: error.codeName }
  const full = /No space left on device|Disk quota exceeded/i.test(error.message)
  const code = full ? 'libvirt.diskFull' : (CODES[error.codeName] ?? 'libvirt.other')
  return new AppFailure(code, {}, { detail: error.message, source })
}
