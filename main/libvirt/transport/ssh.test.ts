// ssh to a real sshd of this test on loopback, and from there to a real libvirtd of this test.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Question } from '../index.ts'
import { isRoot } from './testing/as-root.ts'
import { makeKey, startSshServer, trust, userName } from './testing/ssh-server.ts'
import { closeAll, PASSPHRASE, type SshWorld, startSshWorld } from './testing/ssh-world.ts'

vi.setConfig({ testTimeout: 60_000 })

let world: SshWorld
let folder: SshWorld['folder']
let sshConfigFile: SshWorld['sshConfigFile']
let daemon: SshWorld['daemon']
let key: SshWorld['key']
let locked: SshWorld['locked']
let server: SshWorld['server']
let bare: SshWorld['bare']
let closed: SshWorld['closed']
let uriOf: SshWorld['uriOf']
let reach: SshWorld['reach']
let processesOf: SshWorld['processesOf']

beforeAll(async () => {
  world = await startSshWorld()
  ;({ folder, sshConfigFile, daemon, key, locked, server, bare, closed, uriOf, reach, processesOf } = world)
})
afterEach(() => closeAll(world.open))
afterAll(async () => {
  expect(await world?.stop()).toEqual([])
})

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
    // Who is not root may have no right to the system's daemon, and has one of their own.
    const [driver, path] = isRoot ? ['test', 'default'] : ['qemu', 'session']
    const login = `${userName}@127.0.0.1:${server.port}`
    const connection = await reach(`${driver}+ssh://${login}/${path}?proxy=native&keyfile=${key.path}`)
    expect(await connection.getURI()).toBe(`${driver}:///${path}`)
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

  it('passes over what a host says before the first word, and asks nothing that a banner asks', async () => {
    const banner = join(folder, 'banner')
    writeFileSync(banner, `${'0'.repeat(32)} 1 ask ${Buffer.from('Your password:').toString('hex')}\n`)
    const chatter = 'ForceCommand echo "Welcome!"; echo " node-libvirt:none"; eval "$SSH_ORIGINAL_COMMAND"'
    const noisy = await startSshServer(folder, 'noisy', [key], [chatter, `Banner ${banner}`])
    trust(folder, noisy)
    try {
      const { asked, onQuestion } = answering({})
      const connection = await reach(uriOf(noisy), { onQuestion })
      expect(await connection.getType()).toBe('TEST')
      expect(asked).toEqual([])
      await connection.close()
    } finally {
      await noisy.stop()
    }
  })

  it('sets back the settings of a user that would break a channel', async () => {
    const odd = [
      'Host odd',
      '  HostName 127.0.0.1',
      `  Port ${server.port}`,
      `  IdentityFile ${key.path}`,
      '  RequestTTY force',
      '  RemoteCommand echo something else',
      '  LocalForward 127.0.0.1:1 127.0.0.1:1',
      '  ExitOnForwardFailure yes',
      '  ControlMaster auto',
      `  ControlPath ${join(folder, 'theirs')}`,
      '  ControlPersist yes',
      '  PermitLocalCommand yes',
      '  LocalCommand echo local',
      '  ForkAfterAuthentication yes',
      '  LogLevel QUIET',
    ]
    const config = join(folder, 'odd-config')
    writeFileSync(config, `${odd.join('\n')}\n${readFileSync(sshConfigFile, 'utf8')}`)
    const socket = encodeURIComponent(daemon.socketPath)
    const uri = `test+ssh://odd/default?socket=${socket}`
    for (const sshShared of [true, false]) {
      const connection = await reach(uri, { sshConfigFile: config, sshShared })
      expect(await connection.getType()).toBe('TEST')
      await connection.close()
    }
    const silent = reach(`${uri}&known_hosts=/dev/null`, { sshConfigFile: config })
    await expect(silent).rejects.toMatchObject({ reason: 'hostKeyUnknown' })
    expect(existsSync(join(folder, 'theirs'))).toBe(false)
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
