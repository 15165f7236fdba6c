// The certificates that a client of libvirt has: where the C library looks for them  (libvirt.org/kbase/tlscerts.html).
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConnectError } from '../error.ts'
import { homeFolder } from '../folders.ts'

export interface TlsFiles {
  /** Who may have signed the daemon's certificate. */
  readonly ca: Buffer
  readonly crl: Buffer | null
  /** Ours; null where there is none: a daemon that does not ask for one lets us in. */
  readonly identity: { readonly cert: Buffer; readonly key: Buffer } | null
}

/** @param pkipath the folder that the URI names: all files are in it, and nowhere else. Throws ConnectError `tlsFiles`. */
export async function readTlsFiles(pkipath: string | undefined, env: NodeJS.ProcessEnv): Promise<TlsFiles> {
  if (pkipath) return readFolder(pkipath)
  const system = {
    ca: '/etc/pki/CA/cacert.pem',
    crl: '/etc/pki/CA/cacrl.pem',
    cert: '/etc/pki/libvirt/clientcert.pem',
    key: '/etc/pki/libvirt/private/clientkey.pem',
  }
  if (process.getuid?.() === 0) {
    return {
      ca: await required(system.ca),
      crl: await optional(system.crl),
      identity: await pair(system.cert, system.key),
    }
  }
  const own = join(homeFolder(env), '.pki/libvirt')
  return {
    ca: (await optional(join(own, 'cacert.pem'))) ?? (await required(system.ca)),
    crl: (await optional(join(own, 'cacrl.pem'))) ?? (await optional(system.crl)),
    identity:
      (await pair(join(own, 'clientcert.pem'), join(own, 'clientkey.pem'))) ??
      (await pair(system.cert, system.key)),
  }
}

async function readFolder(folder: string): Promise<TlsFiles> {
  return {
    ca: await required(join(folder, 'cacert.pem')),
    crl: await optional(join(folder, 'cacrl.pem')),
    identity: await pair(join(folder, 'clientcert.pem'), join(folder, 'clientkey.pem')),
  }
}

/** Certificate and key, or neither. */
async function pair(certPath: string, keyPath: string): Promise<TlsFiles['identity']> {
  const cert = await optional(certPath)
  const key = await optional(keyPath)
  return cert && key ? { cert, key } : null
}

async function required(path: string): Promise<Buffer> {
  const content = await optional(path)
  if (!content)
    throw new ConnectError('tlsFiles', `${path}: the certificate of the authority is not there`, path)
  return content
}

/** null if it is not there; one that may not be read is an error. */
async function optional(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new ConnectError('tlsFiles', message, path, { cause: error })
  }
}
