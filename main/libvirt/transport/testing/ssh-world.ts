// What the tests of ssh share: a real libvirtd and three hosts that lead to it, all on loopback and all of one test file.
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Connection, type ConnectOptions, connect } from '../../index.ts'
import { makeFolder, type PrivateDaemon, startPrivateDaemon } from './private-daemon.ts'
import {
  type KeyPair,
  makeKey,
  makePath,
  type SshServer,
  startSshServer,
  trust,
  writeSshConfig,
} from './ssh-server.ts'

export const PASSPHRASE = 'correct horse'

export interface SshWorld {
  readonly folder: string
  readonly sshConfigFile: string
  readonly daemon: PrivateDaemon
  readonly key: KeyPair
  /** Needs PASSPHRASE. */
  readonly locked: KeyPair
  /** A usual host. */
  readonly server: SshServer
  /** Without virt-ssh-helper and netcat. The host `far` is behind it. */
  readonly bare: SshServer
  /** As bare, and its ssh forwards nothing. */
  readonly closed: SshServer
  /** Closed after each test. */
  readonly open: { close(): Promise<void> }[]
  /** To the daemon by its socket, so by netcat. */
  uriOf(to: SshServer, rest?: string): string
  reach(uri: string, options?: ConnectOptions): Promise<Connection>
  /** The command lines of the ssh clients of this test that hold a text. */
  processesOf(text: string): string
  /** @returns what logins have left behind */
  stop(): Promise<string[]>
}

export async function startSshWorld(): Promise<SshWorld> {
  const folder = makeFolder()
  process.env['TMPDIR'] = folder // where logins make their folders: nobody else's are in it
  const daemon = await startPrivateDaemon([])
  const key = makeKey(folder, 'key')
  const locked = makeKey(folder, 'locked', PASSPHRASE)
  const server = await startSshServer(folder, 'server', [key, locked])
  const programs = makePath(join(folder, 'bin'), ['sh', 'cat'])
  const bare = await startSshServer(folder, 'bare', [key], [`SetEnv PATH=${programs}`])
  const forbids = ['AllowStreamLocalForwarding no', 'AllowTcpForwarding no']
  const closed = await startSshServer(folder, 'closed', [key], [`SetEnv PATH=${programs}`, ...forbids])
  const jump = ['Host far', '  HostName 127.0.0.1', `  Port ${server.port}`, '  ProxyJump hop']
  const hop = ['Host hop', '  HostName 127.0.0.1', `  Port ${bare.port}`, `  IdentityFile ${key.path}`]
  const sshConfigFile = writeSshConfig(folder, [...jump, ...hop])
  for (const one of [server, bare, closed]) trust(folder, one)
  const open: { close(): Promise<void> }[] = []
  const socket = encodeURIComponent(daemon.socketPath)
  return {
    ...{ folder, sshConfigFile, daemon, key, locked, server, bare, closed, open },
    uriOf: (to, rest = '') =>
      `test+ssh://127.0.0.1:${to.port}/default?socket=${socket}&keyfile=${key.path}${rest}`,
    reach: async (uri, options) => {
      const connection = await connect(uri, { sshConfigFile, ...options })
      open.push(connection)
      return connection
    },
    processesOf: text => {
      const { stdout } = spawnSync('ps', ['-eo', 'pid,ppid,args', '-ww'], { encoding: 'utf8' })
      const ours = stdout.split('\n').filter(line => /^\s*\d+\s+\d+ ssh /.test(line) && line.includes(folder))
      return ours.filter(line => line.includes(text)).join('\n')
    },
    stop: async () => {
      await Promise.all([server, bare, closed].map(one => one.stop()))
      await daemon.stop()
      const left = readdirSync(folder).filter(name => name.startsWith('nls-'))
      rmSync(folder, { recursive: true, force: true })
      return left
    },
  }
}

export async function closeAll(open: { close(): Promise<void> }[]): Promise<void> {
  await Promise.all(open.splice(0).map(one => one.close()))
}
