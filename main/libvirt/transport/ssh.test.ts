// ssh to a real sshd of this test on loopback, and from there to a real libvirtd of this test.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  ClosedError,
  type Connection,
  type ConnectOptions,
  connect,
  openSshHost,
  type Question,
} from '../index.ts'
import { makeFolder, type PrivateDaemon, startPrivateDaemon } from './testing/private-daemon.ts'
import {
  type KeyPair,
  makeKey,
  makePath,
  type SshServer,
  startSshServer,
  trust,
  userName,
  writeSshConfig,
} from './testing/ssh-server.ts'

vi.setConfig({ testTimeout: 60_000 })

let folder: string
let sshConfigFile: string
let daemon: PrivateDaemon
let key: KeyPair
let locked: KeyPair
let server: SshServer
let bare: SshServer
let closed: SshServer
const PASSPHRASE = 'correct horse'
const open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  folder = makeFolder()
  process.env['TMPDIR'] = folder // where logins make their folders: nobody else's are in it
  daemon = await startPrivateDaemon([])
  key = makeKey(folder, 'key')
  locked = makeKey(folder, 'locked', PASSPHRASE)
  server = await startSshServer(folder, 'server', [key, locked])
  const programs = makePath(join(folder, 'bin'), ['sh', 'cat'])
  bare = await startSshServer(folder, 'bare', [key], [`SetEnv PATH=${programs}`])
  const forbids = ['AllowStreamLocalForwarding no', 'AllowTcpForwarding no']
  closed = await startSshServer(folder, 'closed', [key], [`SetEnv PATH=${programs}`, ...forbids])
  const jump = ['Host far', '  HostName 127.0.0.1', `  Port ${server.port}`, '  ProxyJump hop']
  const hop = ['Host hop', '  HostName 127.0.0.1', `  Port ${bare.port}`, `  IdentityFile ${key.path}`]
  sshConfigFile = writeSshConfig(folder, [...jump, ...hop])
  for (const one of [server, bare, closed]) trust(folder, one)
})

afterEach(async () => {
  await Promise.all(open.splice(0).map(one => one.close()))
})

afterAll(async () => {
  await Promise.all([server, bare, closed].map(one => one?.stop()))
  await daemon?.stop()
  expect(readdirSync(folder).filter(name => name.startsWith('nls-'))).toEqual([])
  rmSync(folder, { recursive: true, force: true })
})

/** To the test's daemon by its socket, so by netcat. */
function uriOf(to: SshServer, rest = ''): string {
  const socket = encodeURIComponent(daemon.socketPath)
  return `test+ssh://127.0.0.1:${to.port}/default?socket=${socket}&keyfile=${key.path}${rest}`
}

async function reach(uri: string, options: ConnectOptions = {}): Promise<Connection> {
  const connection = await connect(uri, { sshConfigFile, ...options })
  open.push(connection)
  return connection
}

/** Answers questions of a kind, in turn; what was asked is kept. */
function answering(answers: Partial<Record<Question['kind'], (string | null)[]>>) {
  const asked: Question[] = []
  const onQuestion = async (question: Question) => {
    asked.push(question)
    const answer = answers[question.kind]?.shift()
    if (answer === undefined) throw new Error(`nobody expected the question ${question.text}`)
    return answer
  }
  return { asked, onQuestion }
}

describe('ssh', () => {
  it('reaches libvirt by its helper', async () => {
    const uri = `test+ssh://${userName}@127.0.0.1:${server.port}/default?proxy=native&keyfile=${key.path}`
    const connection = await reach(uri)
    expect(await connection.getURI()).toBe('test:///default')
    expect((await connection.listAllDomains()).map(domain => domain.name)).toContain('test')
  })

  it('reaches it by netcat', async () => {
    expect(await (await reach(uriOf(server, '&proxy=netcat'))).getType()).toBe('TEST')
  })

  it('reaches it by ssh itself where the host has neither', async () => {
    expect(await (await reach(uriOf(bare))).getType()).toBe('TEST')
  })

  it('says that there is no way where that is forbidden too', async () => {
    // sshd does not tell a socket that it may not open from one that it cannot.
    await expect(reach(uriOf(closed))).rejects.toMatchObject({ reason: 'refused' })
  })

  it('says that a session needs the helper, and that an absent daemon is absent', async () => {
    const session = `qemu+ssh://127.0.0.1:${bare.port}/session?keyfile=${key.path}`
    await expect(reach(session)).rejects.toMatchObject({ reason: 'noHelper' })
    const nowhere = `test+ssh://127.0.0.1:${server.port}/default?socket=/nowhere&keyfile=${key.path}`
    await expect(reach(nowhere)).rejects.toMatchObject({ reason: 'noDaemon' })
  })

  it('jumps over another host', async () => {
    const before = bare.logins()
    const socket = encodeURIComponent(daemon.socketPath)
    const connection = await reach(`test+ssh://far/default?socket=${socket}&keyfile=${key.path}`)
    expect(await connection.getType()).toBe('TEST')
    expect(bare.logins()).toBe(before + 1)
  })

  it('asks for a key’s passphrase', async () => {
    const { asked, onQuestion } = answering({ passphrase: ['wrong', PASSPHRASE] })
    const uri = uriOf(server).replace(key.path, locked.path)
    expect(await (await reach(uri, { onQuestion })).getType()).toBe('TEST')
    expect(asked).toMatchObject([
      { kind: 'passphrase', host: '127.0.0.1', attempt: 1, text: expect.stringContaining(locked.path) },
      { kind: 'passphrase', attempt: 2 },
    ])
  })

  it('gives up when the person does, and leaves no process behind', async () => {
    const uri = uriOf(server).replace(key.path, locked.path)
    const { onQuestion } = answering({ passphrase: [null] })
    await expect(reach(uri, { onQuestion })).rejects.toMatchObject({ reason: 'cancelled' })
    await expect(reach(uri)).rejects.toMatchObject({ reason: 'authFailed' })
    const failing = () => Promise.reject(new Error('the window was closed'))
    await expect(reach(uri, { onQuestion: failing })).rejects.toThrow('the window was closed')
    expect(processesOf(locked.path)).toBe('')
  })

  it('takes no time from the deadline while a person thinks, and takes the question away when it is aborted', async () => {
    const uri = uriOf(server).replace(key.path, locked.path)
    const slow = async () => {
      await sleep(3_000)
      return PASSPHRASE
    }
    const connection = await reach(uri, { onQuestion: slow, connectTimeoutMs: 2_900 })
    expect(await connection.getType()).toBe('TEST')
    const stop = new AbortController()
    let isAway = false
    const hanging = (_: Question, signal: AbortSignal) =>
      new Promise<string | null>(resolve => {
        signal.addEventListener('abort', () => {
          isAway = true
          resolve(null)
        })
        stop.abort(new Error('enough'))
      })
    await expect(reach(uri, { onQuestion: hanging, signal: stop.signal })).rejects.toThrow('enough')
    expect(isAway).toBe(true)
  })

  it('asks whether an unknown key is the host’s', async () => {
    const known = readFileSync(join(folder, 'known-hosts'), 'utf8')
    writeFileSync(join(folder, 'known-hosts'), '')
    try {
      const no = answering({ hostKey: ['no'] })
      await expect(reach(uriOf(server), no)).rejects.toMatchObject({ reason: 'hostKeyUnknown' })
      expect(no.asked).toMatchObject([
        { kind: 'hostKey', fingerprint: expect.stringMatching(/^SHA256:.{43}$/) },
      ])
      await expect(reach(uriOf(server))).rejects.toMatchObject({ reason: 'hostKeyUnknown' })
      const yes = answering({ hostKey: ['yes'] })
      expect(await (await reach(uriOf(server), yes)).getType()).toBe('TEST')
      expect(await (await reach(uriOf(server))).getType()).toBe('TEST')
    } finally {
      writeFileSync(join(folder, 'known-hosts'), known)
    }
  })

  it('refuses a host whose key changed, and asks nobody', async () => {
    const knownHosts = join(folder, 'changed')
    const other = makeKey(folder, 'other-host').publicKey.split(' ').slice(0, 2).join(' ')
    writeFileSync(knownHosts, `[127.0.0.1]:${server.port} ${other}\n`)
    const { asked, onQuestion } = answering({})
    const uri = uriOf(server, `&known_hosts=${knownHosts}`)
    await expect(reach(uri, { onQuestion })).rejects.toMatchObject({ reason: 'hostKeyChanged' })
    expect(asked).toEqual([])
    const blind = `${uri}&no_verify=1`
    await expect(reach(blind)).rejects.toMatchObject({ reason: 'needsConsent' })
    expect(await (await reach(blind, { consent: ['no_verify'] })).getType()).toBe('TEST')
  })

  it.each([
    ['a port that nobody listens on', 'qemu+ssh://127.0.0.1:1/system', 'refused'],
    ['a name that nobody has', 'qemu+ssh://nobody.invalid/system', 'unknownHost'],
    ['a method that ssh does not know', 'qemu+ssh://127.0.0.1/system?sshauth=agent', 'badUri'],
    ['a library that is not ours', 'qemu+libssh://127.0.0.1/system', 'unsupportedTransport'],
    ['no host', 'qemu+ssh:///system', 'badUri'],
    ['a proxy that is none', 'qemu+ssh://127.0.0.1/system?proxy=carrier', 'badUri'],
  ])('explains %s', async (_, uri, reason) => {
    await expect(reach(uri)).rejects.toMatchObject({ name: 'ConnectError', reason })
  })

  it('explains that there is no ssh', async () => {
    const uri = uriOf(server, '&command=/nowhere/ssh')
    await expect(reach(uri, { consent: ['command'] })).rejects.toMatchObject({ reason: 'noSsh' })
  })

  it('gives up on a host that accepts and says nothing', async () => {
    const silent = createServer(() => undefined)
    const port = await listen(silent)
    const uri = `qemu+ssh://127.0.0.1:${port}/system`
    await expect(reach(uri, { connectTimeoutMs: 500 })).rejects.toMatchObject({ reason: 'timeout' })
    silent.close()
  })
})

describe('one login', () => {
  it('carries libvirt twice, a port and a socket of the host', async () => {
    const echo = createServer(socket => socket.pipe(socket))
    const port = await listen(echo)
    const path = join(folder, 'echo')
    const local = createServer(socket => socket.pipe(socket))
    await listen(local, path)
    const before = server.logins()
    const host = await openSshHost(uriOf(server), { sshConfigFile })
    open.push(host)
    const connections = [
      await reach(uriOf(server), { sshHost: host }),
      await reach(uriOf(server), { sshHost: host }),
    ]
    for (const connection of connections) expect(await connection.getType()).toBe('TEST')
    await connections[0]?.close()
    expect(await connections[1]?.getType()).toBe('TEST')
    const many = await Promise.all(
      [...Array(12)].map((_, n) => host.openChannel(n % 2 ? { path } : { host: '127.0.0.1', port })),
    )
    expect(await Promise.all(many.map((channel, n) => say(channel, `hello ${n}`)))).toEqual(
      many.map((_, n) => `hello ${n}`),
    )
    const channel = await connections[1]?.openChannel({ path })
    expect(channel && (await say(channel, 'again'))).toBe('again')
    expect(server.logins()).toBe(before + 1)
    await host.close()
    await expect(connections[1]?.getType()).rejects.toBeInstanceOf(ClosedError)
    expect(many.every(one => one.destroyed)).toBe(true)
    echo.close()
    local.close()
  })

  it('tells a port of the host that refuses, and one that is forbidden', async () => {
    const host = await openSshHost(uriOf(server), { sshConfigFile })
    const strict = await openSshHost(uriOf(closed), { sshConfigFile })
    open.push(host, strict)
    expect(await fate(await host.openTcp('127.0.0.1', 1))).toMatchObject({ reason: 'refused' })
    expect(await fate(await host.openUnix('/nowhere'))).toMatchObject({ name: 'ConnectError' })
    expect(await fate(await strict.openTcp('127.0.0.1', 1))).toMatchObject({ reason: 'forwardingDenied' })
  })

  it('ends, with all it carries, when ssh is killed in the middle of a call', async () => {
    const host = await openSshHost(uriOf(server), { sshConfigFile })
    open.push(host)
    const connection = await reach(uriOf(server), { sshHost: host })
    const channel = await host.openUnix(daemon.socketPath)
    const fated = fate(channel)
    // A stopped daemon does not answer: the call is in flight for certain.
    const master = masterOf()
    process.kill(daemon.pid, 'SIGSTOP')
    const waiting = connection.getCapabilities().catch((error: unknown) => error)
    process.kill(master, 'SIGKILL')
    expect(await waiting).toBeInstanceOf(ClosedError)
    process.kill(daemon.pid, 'SIGCONT')
    expect(await host.closed).toMatchObject({ reason: 'lost' })
    expect((await connection.closed).kind).toBe('error')
    await fated
    await expect(host.openUnix(daemon.socketPath)).rejects.toMatchObject({ name: 'ConnectError' })
    expect(processesOf(folder)).toBe('')
  })

  it('goes when its connection goes', async () => {
    const connection = await reach(uriOf(server))
    expect(processesOf('-M')).not.toBe('')
    await connection.close()
    await until(() => processesOf(folder) === '')
  })

  it('is one for each channel where ssh cannot share', async () => {
    const echo = createServer(socket => socket.pipe(socket))
    const port = await listen(echo)
    const before = server.logins()
    const connection = await reach(uriOf(server), { sshShared: false })
    expect(await connection.getType()).toBe('TEST')
    expect(await say(await connection.openChannel({ host: '127.0.0.1', port }), 'hello')).toBe('hello')
    expect((await connection.openChannel({ path: daemon.socketPath })).destroyed).toBe(false)
    expect(server.logins()).toBe(before + 3)
    expect(await fate(await connection.openChannel({ host: '127.0.0.1', port: 1 }))).toMatchObject({
      reason: 'refused',
    })
    await connection.close()
    await until(() => processesOf(folder) === '')
    echo.close()
  })
})

/** The command lines of the ssh clients of this test that hold a text. */
function processesOf(text: string): string {
  const { stdout } = spawnSync('ps', ['-eo', 'pid,ppid,args', '-ww'], { encoding: 'utf8' })
  const lines = stdout.split('\n')
  return lines
    .filter(line => /^\s*\d+\s+\d+ ssh /.test(line) && line.includes(folder) && line.includes(text))
    .join('\n')
}

function masterOf(): number {
  const line = processesOf(' -M ')
  expect(line).not.toBe('')
  return Number(line.trim().split(' ')[0])
}

async function say(channel: Duplex, text: string): Promise<string> {
  channel.write(text)
  let heard = ''
  for await (const chunk of channel.iterator({ destroyOnReturn: false })) {
    heard += chunk
    if (heard.length >= text.length) break
  }
  return heard
}

/** The error that a channel ends with. */
function fate(channel: Duplex): Promise<unknown> {
  return new Promise(resolve => {
    channel.on('error', resolve)
    channel.on('close', () => resolve(null))
    channel.resume()
  })
}

function listen(on: Server, path?: string): Promise<number> {
  return new Promise(resolve => {
    const listening = () => {
      const address = on.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }
    if (path) on.listen(path, listening)
    else on.listen(0, '127.0.0.1', listening)
  })
}

async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 800; n++) {
    if (condition()) return
    await sleep(25)
  }
  throw new Error(`never came true: ${condition}`)
}
