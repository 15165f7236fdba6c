import { expect, test } from 'vitest'
import { EMPTY_HOST_FORM, hostFormProblem, hostLabel, hostUri } from './host-uri.ts'

const form = { ...EMPTY_HOST_FORM, host: 'server' }

test.each([
  [form, 'qemu+ssh://server/system'],
  [{ ...form, user: 'ana', port: 2222 }, 'qemu+ssh://ana@server:2222/system'],
  [{ ...form, driver: 'qemu-session' as const }, 'qemu+ssh://server/session'],
  [{ ...form, keyFile: '/home/ana/my key' }, 'qemu+ssh://server/system?keyfile=%2Fhome%2Fana%2Fmy%20key'],
  [{ ...form, way: 'tls' as const, user: 'ignored', host: 'fe80::1' }, 'qemu+tls://[fe80::1]/system'],
  [{ ...form, way: 'tcp' as const, driver: 'lxc' as const }, 'lxc+tcp://server/system'],
  [{ ...form, way: 'uri' as const, uri: ' test+unix:///default ' }, 'test+unix:///default'],
])('%j', (fields, uri) => {
  expect(hostFormProblem(fields)).toBe(null)
  expect(hostUri(fields)).toBe(uri)
})

test.each([
  [{ ...form, host: ' ' }, 'host', 'host.nameMissing'],
  [{ ...form, host: '-oProxyCommand=x' }, 'host', 'host.nameCharacter'],
  [{ ...form, host: 'a b' }, 'host', 'host.nameCharacter'],
  [{ ...form, user: '-l' }, 'user', 'host.userCharacter'],
  [{ ...form, way: 'uri' as const }, 'uri', 'host.addressMissing'],
])('%j is refused', (fields, field, code) => {
  expect(hostFormProblem(fields)).toEqual({ field, code })
})

test('labels', () => {
  expect(hostLabel('qemu+ssh://ana@server:2222/system?keyfile=x')).toBe('ana@server:2222')
  expect(hostLabel('test+unix:///default')).toBe('test+unix:///default')
  expect(hostLabel('qemu+ssh://%E0%A4%A@server/system')).toBe('%E0%A4%A@server')
})
