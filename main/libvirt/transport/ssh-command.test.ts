// What is said to ssh and to the host's shell, and what their words are taken for.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildUri, parseUri } from '../uri.ts'
import { readQuestion } from './askpass.ts'
import { libvirtScript, loginArguments, netcatScript, remoteSockets } from './ssh-command.ts'
import { sshFailure } from './ssh-failure.ts'
import { makeFolder } from './testing/private-daemon.ts'

describe('a login', () => {
  it('takes user, port, key and known hosts from the URI', () => {
    const uri = parseUri('qemu+ssh://me@host:2222/system?keyfile=/k&known_hosts=/h&known_hosts_verify=auto')
    const args = loginArguments(uri, { batch: true, configFile: '/c' }).join(' ')
    expect(args).toMatch(/^-F \/c /)
    expect(args).toContain('-o BatchMode=yes -p 2222 -l me -i /k -o UserKnownHostsFile="/h"')
    expect(args).toMatch(/StrictHostKeyChecking=accept-new$/)
  })
  it('takes names of files as they are', () => {
    const args = loginArguments(parseUri('qemu+ssh://h/system?keyfile=/a%25h&known_hosts=/b%20%25d'), {
      batch: true,
    })
    expect(args).toContain('/a%%h')
    expect(args).toContain('UserKnownHostsFile="/b %%d"')
    const quoted = parseUri('qemu+ssh://h/system?known_hosts=/b%22')
    expect(() => loginArguments(quoted, { batch: true })).toThrow(/quote/)
  })
  it('leaves the user’s settings alone where the URI says nothing', () => {
    const args = loginArguments(parseUri('qemu+ssh://host/system'), { batch: false }).join(' ')
    expect(args).not.toMatch(/BatchMode|StrictHostKeyChecking|UserKnownHostsFile|-F/)
  })
})

describe('the sockets at a host', () => {
  it.each([
    ['qemu+ssh://h/system', false, ['/var/run/libvirt/libvirt-sock', '/var/run/libvirt/virtqemud-sock']],
    ['xen+ssh://h/system', true, ['/var/run/libvirt/libvirt-sock-ro', '/var/run/libvirt/virtxend-sock-ro']],
    ['qemu+ssh://h/system?mode=direct', false, ['/var/run/libvirt/virtqemud-sock']],
    ['qemu+ssh://h/system?mode=legacy', false, ['/var/run/libvirt/libvirt-sock']],
    ['qemu+ssh://h/session', false, []],
    ['qemu+ssh://h/session?socket=/s', false, ['/s']],
  ])('of %s', (uri, readOnly, paths) => {
    expect(remoteSockets(parseUri(uri), readOnly)).toEqual(paths)
  })
})

describe('the host’s shell', () => {
  let folder: string
  beforeAll(() => {
    folder = makeFolder()
    // A host whose programs print what they were told.
    mkdirSync(join(folder, 'bin'))
    symlinkSync('/bin/sh', join(folder, 'bin/sh'))
    const print = '#!/bin/sh\nif [ "$1" = -h ]; then echo " -U "; exit; fi\nprintf "<%s>" "$@"\n'
    for (const name of ['nc', 'virt-ssh-helper'])
      writeFileSync(join(folder, 'bin', name), print, { mode: 0o755 })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function runAtHost(line: string): string {
    return execFileSync('/bin/sh', ['-c', line], { env: { PATH: join(folder, 'bin') }, encoding: 'utf8' })
  }
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'\'"`$;&|<>(){}\\!*?#~ -=abc/') }),
    fc.string({ unit: 'grapheme' }).filter(value => !/[\p{Cc}\p{Cs}]/u.test(value)),
  )

  it('takes a path as a path, whatever is in it', () => {
    fc.assert(
      fc.property(text, path => {
        expect(runAtHost(netcatScript(`/${path}`))).toBe(`node-libvirt:nc\n<-U></${path}>`)
      }),
      { numRuns: 60 },
    )
  })

  it('takes a URI as one word', () => {
    fc.assert(
      fc.property(text, text, (path, value) => {
        const params = new Map([['x', value]])
        const uri = parseUri(
          buildUri({ driver: 'qemu', transport: 'ssh', host: 'h', path: `/${path}`, params }),
        )
        expect(runAtHost(libvirtScript(uri, true))).toBe(`node-libvirt:helper\n<-r><${uri.remoteName}>`)
        const named = new Map([['name', value]])
        const other = parseUri(buildUri({ driver: 'qemu', transport: 'ssh', host: 'h', params: named }))
        expect(runAtHost(libvirtScript(other, false))).toBe(`node-libvirt:helper\n<${value}>`)
      }),
      { numRuns: 60 },
    )
  })
})

describe('ssh’s words', () => {
  it.each([
    ['ssh: Could not resolve hostname nowhere: Name or service not known', 'unknownHost'],
    ['ssh: connect to host h port 22: Connection refused', 'refused'],
    ['ssh: connect to host h port 22: No route to host', 'unreachable'],
    ['ssh: connect to host h port 22: Operation timed out', 'timeout'],
    ['Connection timed out during banner exchange', 'timeout'],
    ['me@h: Permission denied (publickey,password).', 'authFailed'],
    ['Received disconnect from 1.2.3.4 port 22:2: Too many authentication failures', 'authFailed'],
    [
      'No ED25519 host key is known for h and you have requested strict checking.\r\nHost key verification failed.',
      'hostKeyUnknown',
    ],
    ['@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.', 'hostKeyChanged'],
    ['/home/me/.ssh/config: line 1: Bad configuration option: nonsense', 'sshFailed'],
    ['channel 2: open failed: administratively prohibited: open failed', 'forwardingDenied'],
    [
      "virt-ssh-helper: cannot connect: Failed to connect socket to '/x': No such file or directory",
      'noDaemon',
    ],
    ["virt-ssh-helper: cannot connect: Failed to connect socket to '/x': Permission denied", 'denied'],
    ['nc: unix connect failed: No such file or directory', 'noDaemon'],
    ['Ncat: Permission denied.', 'denied'],
    ['Ncat: No such file or directory.', 'noDaemon'],
    ['Connection closed by 1.2.3.4 port 22', 'lost'],
    ['something new', 'sshFailed'],
    ['', 'sshFailed'],
  ])('%s', (said, reason) => {
    expect(sshFailure(said, 'ended').reason).toBe(reason)
  })

  it('are kept for the person, without the noise', () => {
    const said =
      "Warning: Permanently added 'h' (ED25519) to the list of known hosts.\r\nme@h: Permission denied (publickey).\r\n"
    expect(sshFailure(said, 'ended').message).toBe('me@h: Permission denied (publickey).')
    expect(sshFailure('', 'ssh ended with status 255').message).toBe('ssh ended with status 255')
  })

  it.each([
    [
      'ask',
      "The authenticity of host 'h (::1)' can't be established.\nED25519 key fingerprint is SHA256:a+/9.\nAre you sure",
      'hostKey',
    ],
    ['ask', "Please type 'yes', 'no' or the fingerprint: ", 'hostKey'],
    ['ask', "me@h's password: ", 'password'],
    ['ask', '(me@h) Password:', 'password'],
    ['ask', "Enter passphrase for key '/k': ", 'passphrase'],
    ['ask', '(me@h) Verification code: ', 'other'],
    ['confirm', 'Allow use of key /k?', 'confirm'],
    ['none', 'Confirm user presence for key ED25519-SK', 'notice'],
  ])('%s %s is a question of a kind', (hint, text, kind) => {
    expect(readQuestion(hint, text)).toMatchObject({ kind })
  })
})
