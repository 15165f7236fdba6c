import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { neededConsent, requireConsent } from './consent.ts'
import { ConnectError } from './error.ts'
import { buildUri, parseUri, type Transport, type UriParts } from './uri.ts'

describe('a URI', () => {
  it.each([
    ['qemu:///system', 'unix', '', 'qemu:///system'],
    ['qemu:///session', 'unix', '', 'qemu:///session'],
    ['test+unix:///default', 'unix', '', 'test:///default'],
    ['qemu+unix:///system?socket=/tmp/x%20y', 'unix', '', 'qemu:///system'],
    ['qemu+ssh://me@host:2222/system?keyfile=/k&no_tty=1', 'ssh', 'host', 'qemu:///system'],
    ['qemu://host/system', 'tls', 'host', 'qemu:///system'],
    ['esx://host/?no_verify=1&auto_answer=0', 'tls', 'host', 'esx:///?auto_answer=0'],
    ['lxc:///', 'unix', '', 'lxc:///'],
    ['xen+ssh://host', 'ssh', 'host', 'xen:///'],
    ['ch+tcp://host:16000/system', 'tcp', 'host', 'ch:///system'],
    ['bhyve+tls://[::1]/system', 'tls', '::1', 'bhyve:///system'],
    ['remote+unix:///', 'unix', '', ''],
    ['qemu+unix:///system?name=test:///default', 'unix', '', 'test:///default'],
    ['test+unix:///a%20b?x=1+1;y=%26', 'unix', '', 'test:///a%20b?x=1%2B1&y=%26'],
  ])('%s goes over %s to "%s" as %s', (uri, transport, host, remoteName) => {
    expect(parseUri(uri)).toMatchObject({ transport, host, remoteName })
  })

  it('names a user, a port, and addresses of IPv6', () => {
    expect(parseUri('qemu+ssh://a%40b@host:22/system')).toMatchObject({ user: 'a@b', host: 'host', port: 22 })
    expect(parseUri('qemu+ssh://[fe80::1%25eth0]:22/system')).toMatchObject({
      host: 'fe80::1%eth0',
      port: 22,
    })
    expect(parseUri('qemu+ssh://host/system')).toMatchObject({ user: null, port: null })
  })

  it('reads parameters as libvirt does: the last of two counts, a plus sign is one', () => {
    const { params } = parseUri('qemu+ssh://h/system?keyfile=/a+b&keyfile=/c+d%20e')
    expect(params.get('keyfile')).toBe('/c+d e')
  })

  it.each([
    '',
    'qemu',
    'qemu:/system',
    '///system',
    'qemu+carrier-pigeon:///system',
    '-oProxy=x://h/',
    'qemu+ssh://-oProxyCommand=x/system',
    'qemu+ssh://%2DoX/system',
    'qemu+ssh://-oX@host/system',
    'qemu+ssh://%2doX@host/system',
    'qemu+ssh://h%20-oX/system',
    'qemu+ssh://$(id)/system',
    'qemu+ssh://`id`@host/system',
    'qemu+ssh://host:0/system',
    'qemu+ssh://host:65536/system',
    'qemu+ssh://host:ssh/system',
    'qemu+ssh://::1/system',
    'qemu+ssh://host/sys%0Atem',
    'qemu:///system?socket=%ff',
    'qemu:///system?=x',
    'qemu:///system#x',
  ])('is not: %s', text => {
    expect(() => parseUri(text)).toThrow(ConnectError)
  })

  it('names a driver that cannot leave the sockets’ folder, and no option for a host', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (driver, authority) => {
        try {
          const uri = parseUri(`${driver}+ssh://${authority}/system`)
          expect(uri.driver).toMatch(/^[a-z][a-z0-9-]*$/i)
          expect(`${uri.host}${uri.user ?? ''}`).not.toMatch(/[\s`;&<>|(){}$"']/)
          expect(uri.host).not.toMatch(/^-/)
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectError)
        }
      }),
    )
  })

  it('says the same after it was written and read', () => {
    const text = fc.string({ unit: 'binary' }).filter(value => !/[\p{Cc}\p{Cs}]/u.test(value))
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6(),
      fc.constantFrom('', 'fe80::1%eth0', 'größe.example'),
    )
    const parts: fc.Arbitrary<UriParts> = fc.record({
      driver: fc.constantFrom('qemu', 'test', 'xen', 'lxc', 'ch', 'bhyve'),
      transport: fc.constantFrom<(Transport | undefined)[]>('unix', 'ssh', 'tls', 'tcp', undefined),
      user: fc.option(text.filter(user => !/^-|["'`;&<>|(){}$]|\\$/.test(user))),
      host,
      port: fc.option(fc.integer({ min: 1, max: 65_535 })),
      path: text.map(path => `/${path}`),
      params: fc
        .uniqueArray(
          fc.tuple(
            text.filter(name => name !== ''),
            text,
          ),
          { selector: ([name]) => name },
        )
        .map(entries => new Map(entries)),
    })
    fc.assert(
      fc.property(parts, wanted => {
        const written = buildUri(wanted)
        expect(written).toMatch(/^[\x21-\x7e]+$/)
        const { transport = wanted.host === '' ? 'unix' : 'tls', ...rest } = wanted
        expect(parseUri(written)).toMatchObject({ transport, ...rest })
      }),
    )
  })

  it('is not built from what cannot be in one', () => {
    expect(() => buildUri({ driver: 'qemu', host: '-oX' })).toThrow(ConnectError)
    expect(() => buildUri({ driver: 'qemu', port: 70_000 })).toThrow(ConnectError)
    expect(() => buildUri({ driver: 'q/../x' })).toThrow(ConnectError)
  })
})

describe('consent', () => {
  it.each([
    ['qemu+ssh://host/system?keyfile=/k&no_tty=1', []],
    ['qemu+ssh://host/system?command=/tmp/x', ['command']],
    ['qemu+ext:///system?command=/tmp/x', ['ext', 'command']],
    ['qemu+ssh://host/system?netcat=/tmp/x', ['netcat']],
    ['qemu://host/system?no_verify=1', ['no_verify']],
    ['qemu://host/system?no_verify=0', []],
    ['qemu+ssh://host/system?known_hosts_verify=ignore', ['known_hosts_verify']],
    ['qemu+ssh://host/system?known_hosts_verify=normal', []],
  ])('%s needs it for %j', (uri, needed) => {
    expect(neededConsent(uri)).toEqual(needed)
  })

  it('is refused with what is missing', () => {
    const uri = parseUri('qemu+ssh://host/system?command=/tmp/x&netcat=/tmp/y')
    expect(() => requireConsent(uri, ['command', 'netcat'])).not.toThrow()
    expect(() => requireConsent(uri, ['command'])).toThrow(
      expect.objectContaining({ reason: 'needsConsent', parameters: ['netcat'] }),
    )
  })
})
