// Names and passwords that a user has written down for libvirt's clients (libvirt.org/auth.html#client-configuration).
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConnectError } from './error.ts'
import { userConfigFolder } from './folders.ts'

export interface Credentials {
  readonly user: string | null
  readonly password: string | null
}

const NONE: Credentials = { user: null, password: null }

/** @param named the URI's `authfile`, which must be there. Throws ConnectError `authFailed` if it cannot be read. */
export async function readCredentials(
  host: string,
  named: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Credentials> {
  if (named) {
    const text = await readFile(named, 'utf8').catch((cause: Error) => {
      throw new ConnectError('authFailed', cause.message, named, { cause })
    })
    return findCredentials(text, host)
  }
  const usual = [join(userConfigFolder(env), 'auth.conf'), '/etc/libvirt/auth.conf']
  for (const path of [...(env['LIBVIRT_AUTH_FILE'] ? [env['LIBVIRT_AUTH_FILE']] : []), ...usual]) {
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text !== null) return findCredentials(text, host)
  }
  return NONE
}

/** The section `auth-libvirt-HOST`, else `auth-libvirt-default`, names one `credentials-NAME`. */
export function findCredentials(text: string, host: string): Credentials {
  const sections = readSections(text)
  const auth = sections.get(`auth-libvirt-${host || 'localhost'}`) ?? sections.get('auth-libvirt-default')
  const found = sections.get(`credentials-${auth?.get('credentials') ?? ''}`)
  if (!found) return NONE
  return {
    user: found.get('authname') ?? found.get('username') ?? null,
    password: found.get('password') ?? null,
  }
}

function readSections(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>()
  let current = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([^\]]+)\]\s*$/.exec(line)
    if (header?.[1]) {
      current = new Map()
      sections.set(header[1], current)
    }
    const entry = /^\s*([^#;=\s][^=]*?)\s*=\s*(.*)$/.exec(line)
    if (entry?.[1]) current.set(entry[1], entry[2] ?? '')
  }
  return sections
}
