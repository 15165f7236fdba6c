// The UNIX sockets of libvirt's daemons on this computer: which one, and how a user's own daemon is started.
// Rules of the C client: a modular daemon's socket where there is one, else the monolithic daemon's
// (libvirt.org/daemons.html); a session daemon is started on demand, never for root.
import { access } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ConnectError } from '../error.ts'
import type { LibvirtUri } from '../uri.ts'
import { findSessionDaemon, startSessionDaemon } from './session-daemon.ts'

export interface UnixOptions {
  readonly signal: AbortSignal
  readonly readOnly: boolean
  readonly env: NodeJS.ProcessEnv
  /** Overrides the search. */
  readonly socketPath?: string | undefined
}

/** A daemon that was just started is asked again this often. */
const RETRY_MS = 20
const GRACE_MS = 1_000

export async function openUnix(uri: LibvirtUri, options: UnixOptions): Promise<Socket> {
  const given = options.socketPath ?? uri.params.get('socket')
  if (given) return dial(given, options.signal)
  if (!isSession(uri)) return dial(await systemSocket(uri.driver, options.readOnly), options.signal)
  return openSession(uri.driver, options)
}

/** `/session` and the drivers that live in the daemon of whoever asks. */
function isSession(uri: LibvirtUri): boolean {
  if (uri.path === '/session') return true
  return (uri.driver === 'test' || uri.driver === 'openvz') && process.getuid?.() !== 0
}

async function systemSocket(driver: string, readOnly: boolean): Promise<string> {
  const suffix = readOnly ? '-ro' : ''
  const modular = `/var/run/libvirt/virt${driver}d-sock${suffix}`
  return (await exists(modular)) ? modular : `/var/run/libvirt/libvirt-sock${suffix}`
}

async function openSession(driver: string, options: UnixOptions): Promise<Socket> {
  const folder = runtimeFolder(options.env)
  const modular = join(folder, `virt${driver}d-sock`)
  const monolithic = join(folder, 'libvirt-sock')
  for (const path of [modular, monolithic]) {
    const socket = await dial(path, options.signal).catch(onlyAbsent)
    if (socket) return socket
  }
  if (process.getuid?.() === 0)
    throw new ConnectError('noAutostart', 'libvirt starts no session daemon for root', monolithic)
  if (options.env['LIBVIRT_AUTOSTART'] === '0')
    throw new ConnectError('noAutostart', 'LIBVIRT_AUTOSTART=0 forbids starting a session daemon', monolithic)
  const daemon = await findSessionDaemon(driver, options.env)
  if (!daemon) throw new ConnectError('noDaemon', 'no libvirt daemon is installed', monolithic)
  const ended = startSessionDaemon(daemon.path, options.env)
  return dialUntilThere(daemon.isModular ? modular : monolithic, options.signal, ended)
}

/** Where a user's daemons keep their sockets: the C library's rule, with GLib's fallback. */
function runtimeFolder(env: NodeJS.ProcessEnv): string {
  const runtime = env['XDG_RUNTIME_DIR']
  if (runtime) return join(runtime, 'libvirt')
  return join(env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache'), 'libvirt')
}

function onlyAbsent(error: unknown): null {
  if (error instanceof ConnectError && error.reason === 'noDaemon') return null
  throw error
}

/** @param ended the daemon that was started is no more: another client's may still be coming up, for a moment */
async function dialUntilThere(path: string, signal: AbortSignal, ended: AbortSignal): Promise<Socket> {
  let triesLeft = GRACE_MS / RETRY_MS
  for (;;) {
    const socket = await dial(path, signal).catch(onlyAbsent)
    if (socket) return socket
    if (ended.aborted && --triesLeft < 0)
      throw new ConnectError('noDaemon', (ended.reason as Error).message, path)
    await new Promise(resolve => setTimeout(resolve, RETRY_MS))
    signal.throwIfAborted()
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function dial(path: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const socket = connect(path)
    const abort = () => {
      socket.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      signal.removeEventListener('abort', abort)
      reject(new ConnectError(reasonOf(error.code), `${path}: ${error.message}`, path))
    })
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort)
      socket.removeAllListeners('error')
      resolve(socket)
    })
  })
}

/** A socket file that nobody listens on is a daemon that died: to the user the same as none. */
function reasonOf(code: string | undefined): 'noDaemon' | 'denied' | 'refused' {
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') return 'noDaemon'
  return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'refused'
}
