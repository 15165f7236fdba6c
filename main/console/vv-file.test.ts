import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppFailure } from '../../preload/model/error.ts'
import { parseVv } from './vv-file.ts'

const file = (...lines: string[]) => ['[virt-viewer]', ...lines].join('\n')
const codeOf = (text: string) => {
  try {
    parseVv(text)
    return null
  } catch (error) {
    return error instanceof AppFailure
      ? `${error.error.code} ${error.error.params['key'] ?? ''}`.trim()
      : String(error)
  }
}

test('what oVirt and Proxmox write', () => {
  const text = file(
    'type=spice',
    'host=10.0.0.7',
    'port=5900',
    'password=s3cret\\sword',
    'tls-port=5901',
    'ca=-----BEGIN CERTIFICATE-----\\nMII\\n-----END CERTIFICATE-----\\n',
    'host-subject=O=lab,CN=node',
    'title=web:%d - Press SHIFT+F12',
    'delete-this-file=1',
    'secure-channels=main;inputs',
    'toggle-fullscreen=shift+f11',
    '',
    '[ovirt]',
    'host=elsewhere',
    'port=1',
  )
  expect(parseVv(text)).toEqual({
    kind: 'spice',
    host: '10.0.0.7',
    port: 5901,
    isEncrypted: true,
    title: 'web:%d - Press SHIFT+F12',
    isDeleted: true,
    hasProxy: false,
    password: 's3cret word',
    ca: '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n',
    subject: 'O=lab,CN=node',
  })
})

test.each([
  ['', 'vv.notOne'],
  ['type=spice\nhost=a\nport=1', 'vv.notOne'],
  [file('type=rdp', 'host=a', 'port=1'), 'vv.wrong type'],
  [file('type=vnc', 'host=a'), 'vv.wrong port'],
  [file('type=vnc', 'host=a', 'port=70000'), 'vv.wrong port'],
  [file('type=vnc', 'host=/run/x', 'port=1'), 'vv.wrong host'],
  [file('type=vnc', 'host=-oProxy', 'port=1'), 'vv.wrong host'],
  [file('type=vnc', 'host=a;b', 'port=1'), 'vv.wrong host'],
  [file('type=vnc', 'host=a', 'tls-port=1'), 'vv.tlsVnc'],
])('%j is %s', (text, code) => {
  expect(codeOf(text)).toBe(code)
})

test('a proxy is seen and not used', () => {
  expect(parseVv(file('type=spice', 'host=a', 'port=1', 'proxy=http://evil:3128')).hasProxy).toBe(true)
})

test('any text is a display within bounds, or refused with a code', () => {
  const line = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.constantFrom('type', 'host', 'port', 'tls-port', 'ca', '__proto__'), fc.string())
      .map(p => p.join('=')),
    fc.constantFrom('[virt-viewer]', 'type=spice', 'type=vnc', 'host=a', 'port=5900', 'tls-port=5901'),
  )
  fc.assert(
    fc.property(fc.array(line), lines => {
      const code = codeOf(file(...lines))
      if (code !== null) {
        expect(code).toMatch(/^vv\./)
        return
      }
      const { host, port } = parseVv(file(...lines))
      expect(host).toMatch(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/)
      expect(Number.isInteger(port) && port > 0 && port < 65_536).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})
