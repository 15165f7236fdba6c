// A real sshd for one test, on loopback: its own configuration, keys, port and log. It runs as root where a password
// is to be checked, and so do the making and the removal of the user who has it.
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { asRoot, isRoot } from './as-root.ts'
import { endProcess, freePort } from './private-daemon.ts'

export interface SshServer {
  readonly pid: number
  readonly port: number
  /** Of the host's key: its public half. */
  readonly hostKey: string
  /** What it logged. */
  log(): string
  /** How many times someone logged in. */
  logins(): number
  stop(): Promise<void>
}

export interface KeyPair {
  readonly path: string
  readonly publicKey: string
}

export function makeKey(folder: string, name: string, passphrase = ''): KeyPair {
  const path = join(folder, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', path])
  return { path, publicKey: readFileSync(`${path}.pub`, 'utf8').trim() }
}

/** @param lines of sshd_config, before ours: the first of two counts */
export async function startSshServer(
  folder: string,
  name: string,
  accepted: readonly KeyPair[],
  lines: readonly string[] = [],
  /** To let other users in than ourselves. */
  root = isRoot,
): Promise<SshServer> {
  const port = await freePort()
  const hostKey = makeKey(folder, `${name}-host-key`)
  const keys = join(folder, `${name}-authorized`)
  writeFileSync(keys, accepted.map(key => `${key.publicKey}\n`).join(''))
  const config = join(folder, `${name}-config`)
  const always = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${hostKey.path}`,
    `AuthorizedKeysFile ${keys}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'LogLevel VERBOSE',
  ]
  writeFileSync(config, [...lines, ...always, ''].join('\n'))
  if (root) asRoot('mkdir', ['-p', '/run/sshd'])
  const [program, ...args] = [
    ...(root && !isRoot ? ['sudo', '-n'] : []),
    '/usr/sbin/sshd',
    '-D',
    '-e',
    '-f',
    config,
  ]
  // A file, not a pipe: what was logged can be read at once.
  const logFile = join(folder, `${name}-log`)
  const output = openSync(logFile, 'a')
  const child = spawn(program as string, args, { stdio: ['ignore', 'ignore', output] })
  closeSync(output)
  const log = () => readFileSync(logFile, 'utf8')
  for (let n = 0; !(await listens(port)); n++) {
    if (n > 400 || child.exitCode !== null) throw new Error(`sshd does not answer: ${log()}`)
    await sleep(25)
  }
  return {
    pid: child.pid ?? 0,
    port,
    hostKey: hostKey.publicKey,
    log,
    logins: () => [...log().matchAll(/^Accepted (publickey|password)\S* for /gm)].length,
    stop: async () => {
      // sudo passes it on.
      if (root && !isRoot) asRoot('kill', [String(child.pid)])
      await endProcess(child)
    },
  }
}

/** The settings of the client: never the user's own. @param hosts `Host` blocks, which come first */
export function writeSshConfig(folder: string, hosts: readonly string[] = []): string {
  const path = join(folder, 'ssh-config')
  const always = [
    'Host *',
    `  UserKnownHostsFile ${join(folder, 'known-hosts')}`,
    '  GlobalKnownHostsFile /dev/null',
    '  IdentitiesOnly yes',
    '  IdentityAgent none',
  ]
  writeFileSync(path, [...hosts, ...always, ''].join('\n'))
  return path
}

export function trust(folder: string, { port, hostKey }: Pick<SshServer, 'port' | 'hostKey'>): void {
  appendFileSync(
    join(folder, 'known-hosts'),
    `[127.0.0.1]:${port} ${hostKey.split(' ').slice(0, 2).join(' ')}\n`,
  )
}

export const userName = userInfo().username

/** A folder that stands for a host's programs: these and no others. */
export function makePath(folder: string, programs: readonly string[]): string {
  execFileSync('mkdir', ['-p', folder])
  for (const program of programs) {
    const path = ['/usr/bin', '/bin'].map(one => join(one, program)).find(existsSync)
    if (path) copyFileSync(path, join(folder, program))
  }
  return folder
}

/** A user of this system with a password, for as long as a test lasts. */
export interface Guest {
  readonly name: string
  readonly password: string
  remove(): void
}

export function addGuest(folder: string): Guest {
  const name = `nlv${randomBytes(3).toString('hex')}`
  const password = randomBytes(9).toString('base64url')
  const home = join(folder, 'guest')
  asRoot('useradd', ['-m', '-d', home, '-s', '/bin/sh', name])
  asRoot('chpasswd', [], { input: `${name}:${password}\n` })
  return {
    name,
    password,
    remove: () => {
      endDaemon(join(home, '.cache/libvirt/libvirtd.pid'))
      asRoot('userdel', ['-f', '-r', name])
    },
  }
}

/** The session daemon that the user's helper started would stay two minutes more. */
function endDaemon(pidFile: string): void {
  try {
    const wait = `pid=$(cat '${pidFile}') && kill $pid && for n in $(seq 200); do kill -0 $pid || exit 0; sleep 0.05; done`
    asRoot('sh', ['-c', wait])
  } catch {
    // There was none.
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    }).on('error', () => resolve(false))
  })
}
