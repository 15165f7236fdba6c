// The UNIX sockets of libvirt's daemons on this computer: which one, and how a user's own daemon is started.
// Rules of the C client: a modular daemon's socket where there is one, else the monolithic daemon's
// (libvirt.org/daemons.html); a session daemon is started on demand, never for root.
import { access } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { ConnectError } from '../error.ts'
import { homeFolder } from '../folders.ts'
import type { LibvirtUri } from '../uri.ts'
import type { ChannelTarget, Way } from './channel.ts'
import { dial } from './dial.ts'
import { findSessionDaemon, startSessionDaemon } from './session-daemon.ts'
import { dialWire, type Wire } from './wire.ts'

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

export async function openUnix(uri: LibvirtUri, options: UnixOptions): Promise<Way> {
  return { wire: await openDaemon(uri, options), openChannel: openLocal, close: async () => undefined }
}

/** Any socket of this computer. */
export async function openLocal(target: ChannelTarget, signal?: AbortSignal): Promise<Socket> {
  return dial(target, signal)
}

async function openDaemon(uri: LibvirtUri, options: UnixOptions): Promise<Wire> {
  const given = options.socketPath ?? uri.params.get('socket')
  if (given) return dialWire({ path: given }, options.signal)
  if (isSession(uri)) return openSession(uri, options)
  const [last = '', ...better] = socketNames(uri)
    .map(name => `/var/run/libvirt/${name}${options.readOnly ? '-ro' : ''}`)
    .reverse()
  for (const path of better.reverse()) if (await exists(path)) return dialWire({ path }, options.signal)
  return dialWire({ path: last }, options.signal)
}

/** `mode` of the URI: `direct` to the driver's own daemon, `legacy` to the monolithic one or virtproxyd, or either. */
export function socketNames({ driver, params }: LibvirtUri): string[] {
  const mode = params.get('mode') ?? 'auto'
  if (mode === 'direct') return [`virt${driver}d-sock`]
  if (mode === 'legacy') return ['libvirt-sock']
  if (mode !== 'auto') throw new ConnectError('badUri', `no such mode: ${mode}`)
  return [`virt${driver}d-sock`, 'libvirt-sock']
}

/** `/session` and the drivers that live in the daemon of whoever asks. */
function isSession(uri: LibvirtUri): boolean {
  if (uri.path === '/session') return true
  return (uri.driver === 'test' || uri.driver === 'openvz') && process.getuid?.() !== 0
}

async function openSession(uri: LibvirtUri, options: UnixOptions): Promise<Wire> {
  const { driver } = uri
  const folder = runtimeFolder(options.env)
  const monolithic = join(folder, 'libvirt-sock')
  for (const name of socketNames(uri)) {
    const path = join(folder, name)
    const wire = await dialWire({ path }, options.signal).catch(onlyAbsent)
    if (wire) return wire
  }
  if (process.getuid?.() === 0)
    throw new ConnectError('noAutostart', 'libvirt starts no session daemon for root', monolithic)
  if (options.env['LIBVIRT_AUTOSTART'] === '0')
    throw new ConnectError('noAutostart', 'LIBVIRT_AUTOSTART=0 forbids starting a session daemon', monolithic)
  const daemon = await findSessionDaemon(driver, options.env)
  if (!daemon) throw new ConnectError('noDaemon', 'no libvirt daemon is installed', monolithic)
  const ended = startSessionDaemon(daemon.path, options.env)
  return dialUntilThere(
    daemon.isModular ? join(folder, `virt${driver}d-sock`) : monolithic,
    options.signal,
    ended,
  )
}

/** Where a user's daemons keep their sockets: the C library's rule, with GLib's fallback. */
function runtimeFolder(env: NodeJS.ProcessEnv): string {
  const runtime = env['XDG_RUNTIME_DIR']
  if (runtime) return join(runtime, 'libvirt')
  return join(env['XDG_CACHE_HOME'] ?? join(homeFolder(env), '.cache'), 'libvirt')
}

function onlyAbsent(error: unknown): null {
  if (error instanceof ConnectError && error.reason === 'noDaemon') return null
  throw error
}

/** @param ended the daemon that was started is no more: another client's may still be coming up, for a moment */
async function dialUntilThere(path: string, signal: AbortSignal, ended: AbortSignal): Promise<Wire> {
  let triesLeft = GRACE_MS / RETRY_MS
  for (;;) {
    const wire = await dialWire({ path }, signal).catch(onlyAbsent)
    if (wire) return wire
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
