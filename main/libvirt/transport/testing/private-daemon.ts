// A libvirtd for one test: its own user's, in a folder of its own, on ports of its own. As root, the user is `nobody`.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type NetConnectOpts } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}

export interface PrivateDaemon {
  readonly pid: number
  readonly folder: string
  readonly socketPath: string
  readonly tcpPort: number
  readonly tlsPort: number
  /** Resolves when the process is no more. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** A folder that the daemon's user can read; short, for a socket's path has at most 107 bytes. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nlp-'))
  chmodSync(folder, 0o755)
  return folder
}

/** Gives a file of the test to the daemon's user. */
export function giveToDaemon(path: string): void {
  if (user.uid !== undefined) chownSync(path, user.uid, user.gid)
}

/** @param settings lines of libvirtd.conf */
export async function startPrivateDaemon(
  settings: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<PrivateDaemon> {
  const folder = makeFolder()
  for (const name of ['home', 'run']) {
    mkdirSync(join(folder, name), { mode: 0o700 })
    giveToDaemon(join(folder, name))
  }
  const [tcpPort, tlsPort] = [await freePort(), await freePort()]
  const config = join(folder, 'libvirtd.conf')
  const always = [
    'listen_addr = "127.0.0.1"',
    `tcp_port = "${tcpPort}"`,
    `tls_port = "${tlsPort}"`,
    'host_uuid = "5f1c3a52-8f0e-4c9e-9a70-3a0a4f1f0001"',
  ]
  const usesTls = settings.some(line => line.startsWith('listen_tls'))
  writeFileSync(config, [...always, ...(usesTls ? [] : ['listen_tls = 0']), ...settings, ''].join('\n'))
  const child = spawn('/usr/sbin/libvirtd', ['--listen', '-f', config, '-p', join(folder, 'run/pid')], {
    env: {
      PATH: process.env['PATH'],
      HOME: join(folder, 'home'),
      XDG_RUNTIME_DIR: join(folder, 'run'),
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder,
    ...user,
  })
  const socketPath = join(folder, 'run/libvirt/libvirt-sock')
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const stop = async () => {
    await endProcess(child)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  // Its UNIX socket comes first; a daemon that dislikes a certificate ends after that.
  const ports = [usesTls ? tlsPort : null, settings.includes('listen_tcp = 1') ? tcpPort : null]
  const network = ports.filter(port => port !== null).map(port => ({ host: '127.0.0.1', port }))
  await untilAnswers(child, [{ path: socketPath }, ...network]).catch(async error => {
    await stop()
    throw error
  })
  return { pid: child.pid ?? 0, folder, socketPath, tcpPort, tlsPort, ended, stop }
}

async function untilAnswers(child: ChildProcess, sockets: readonly NetConnectOpts[]): Promise<void> {
  let said = ''
  child.stderr?.on('data', chunk => {
    said += chunk
  })
  for (let n = 0; n < 1_000; n++) {
    if (child.exitCode !== null) throw new Error(`libvirtd ended: ${said}`)
    if ((await Promise.all(sockets.map(answers))).every(Boolean)) return
    await sleep(25)
  }
  throw new Error(`libvirtd does not answer: ${said}`)
}

function answers(to: NetConnectOpts): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(to, () => {
      socket.destroy()
      resolve(true)
    }).on('error', () => resolve(false))
  })
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGCONT')
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(hard)
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody']).toString())
}
