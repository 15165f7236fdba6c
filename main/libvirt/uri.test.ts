import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConnectError } from './error.ts'
import { parseUri } from './uri.ts'

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
    ['remote+unix:///', 'unix', '', ''],
    ['qemu+unix:///system?name=test:///default', 'unix', '', 'test:///default'],
  ])('%s goes over %s to "%s" as %s', (uri, transport, host, remoteName) => {
    expect(parseUri(uri)).toMatchObject({ transport, host, remoteName })
  })

  it.each(['', 'qemu', 'qemu:/system', '///system', 'qemu+carrier-pigeon:///system', '-oProxy=x://h/'])(
    'is not: %s',
    text => {
      expect(() => parseUri(text)).toThrow(ConnectError)
    },
  )

  it('names a driver that cannot leave the sockets’ folder', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        try {
          expect(parseUri(`${text}:///system`).driver).toMatch(/^[a-z][a-z0-9-]*$/i)
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectError)
        }
      }),
    )
  })

  it('keeps the socket that was named', () => {
    expect(parseUri('qemu+unix:///system?socket=/tmp/x%20y').params.get('socket')).toBe('/tmp/x y')
  })
})
