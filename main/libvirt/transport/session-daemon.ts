// A user's own daemon, started when the first client comes and gone two minutes after the last one left.
import { spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

const IDLE_SECONDS = 120

export interface SessionDaemon {
  readonly path: string
  /** A modular daemon listens on a socket of its own name. */
  readonly modular: boolean
}

/** The monolithic daemon where it is installed, else the modular one: nobody has both in use. */
export async function findSessionDaemon(
  driver: string,
  env: NodeJS.ProcessEnv,
): Promise<SessionDaemon | null> {
  const folders = [
    '/usr/sbin',
    '/usr/libexec',
    '/usr/local/sbin',
    ...(env['PATH'] ?? '').split(delimiter),
  ].filter(Boolean)
  for (const [name, modular] of [
    ['libvirtd', false],
    [`virt${driver}d`, true],
  ] as const) {
    for (const folder of folders) {
      const path = join(folder, name)
      const runs = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
      if (runs) return { path, modular }
    }
  }
  return null
}

/** Detached: it outlives us as long as others use it. It is given what it needs of our surroundings, no more. */
export function startSessionDaemon(path: string, env: NodeJS.ProcessEnv): void {
  const names = [
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
  const kept = Object.fromEntries(
    Object.entries(env).filter(([name]) => names.includes(name) || name.startsWith('XDG_')),
  )
  const child = spawn(path, [`--timeout=${IDLE_SECONDS}`], { detached: true, stdio: 'ignore', env: kept })
  child.on('error', () => undefined) // the socket that never comes is reported by the connect deadline
  child.unref()
}
