// A user's own daemon, started when the first client comes and gone two minutes after the last one left.
import { spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

const IDLE_SECONDS = 120
const FOLDERS = ['/usr/sbin', '/usr/libexec', '/usr/local/sbin']
/** What the daemon needs of our surroundings; XDG_* besides. */
const INHERITED = [
  'HOME',
  'PATH',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'DISPLAY',
  'XAUTHORITY',
  'DBUS_SESSION_BUS_ADDRESS',
]

export interface SessionDaemon {
  readonly path: string
  /** A modular daemon listens on a socket of its own name. */
  readonly isModular: boolean
}

/** Both kinds may be installed: the one that this computer's system runs comes first. LIBVIRTD_PATH overrides. */
export async function findSessionDaemon(
  driver: string,
  env: NodeJS.ProcessEnv,
): Promise<SessionDaemon | null> {
  const named = env['LIBVIRTD_PATH']
  if (named) return { path: named, isModular: false }
  const folders = [...FOLDERS, ...(env['PATH'] ?? '').split(delimiter).filter(Boolean)]
  const kinds = [
    { name: 'libvirtd', isModular: false },
    { name: `virt${driver}d`, isModular: true },
  ]
  if (await can(constants.F_OK, `/var/run/libvirt/virt${driver}d-sock`)) kinds.reverse()
  for (const { name, isModular } of kinds) {
    for (const folder of folders) {
      const path = join(folder, name)
      if (await can(constants.X_OK, path)) return { path, isModular }
    }
  }
  return null
}

/**
 * Detached: it outlives us as long as others use it.
 * @returns aborts when the daemon ended at once, with the reason why; two that race for one user is such a case
 */
export function startSessionDaemon(path: string, env: NodeJS.ProcessEnv): AbortSignal {
  const ended = new AbortController()
  const kept = Object.fromEntries(
    Object.entries(env).filter(([name]) => INHERITED.includes(name) || name.startsWith('XDG_')),
  )
  const child = spawn(path, [`--timeout=${IDLE_SECONDS}`], { detached: true, stdio: 'ignore', env: kept })
  child.on('error', error => ended.abort(error))
  child.on('exit', status => ended.abort(new Error(`${path} ended with status ${status}`)))
  child.unref()
  return ended.signal
}

async function can(mode: number, path: string): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}
