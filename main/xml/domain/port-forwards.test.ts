// Port forwards of a nic, by the example of libvirt's formatdomain page and as other tools write them.
import { expect, test } from 'vitest'
import { describeForward, parseForwards, printForwards } from '../../../preload/model/port-forwards.ts'
import { element, parseDocument, printDocument } from '../lossless.ts'
import { applyChanges } from './change.ts'
import { nicBackend, portForwards } from './port-forwards.ts'

const NIC = `<interface type='user'>
      <mac address='52:54:00:00:00:01'/>
      <portForward proto="tcp" address='2001:db8::1' dev='eth0'>
        <range start='2022' to='22'/>
        <!-- for the old printer -->
        <range start='9000' end='9010' exclude='yes'/>
      </portForward>
      <portForward proto='udp'/>
      <model type='virtio'/>
      <backend type='passt' logFile='/tmp/passt.log'/>
    </interface>`
const DOMAIN = `<domain><devices>${NIC}</devices></domain>`
const VALUE = 'tcp,2001:db8::1,eth0,2022,,22,;tcp,2001:db8::1,eth0,9000,9010,,exclude;udp,,,,,,'

function set(value: string | null): string {
  const document = parseDocument(DOMAIN)
  const nic = element(document.root, 'devices', 'interface')
  if (nic) portForwards.write(nic, value)
  return printDocument(document)
}

test('each range is a forward, and one that is left as it is stays byte for byte', () => {
  const nic = element(parseDocument(DOMAIN).root, 'devices', 'interface')
  expect(nic && portForwards.read(nic)).toBe(VALUE)
  expect(printForwards(parseForwards(VALUE))).toBe(VALUE)
  expect(set(VALUE)).toBe(DOMAIN)
  const [first = '', second = '', all = ''] = VALUE.split(';')
  expect(set([second, all].join(';'))).toBe(DOMAIN.replace(`\n        <range start='2022' to='22'/>`, ''))
  expect(set([first, second].join(';'))).toBe(DOMAIN.replace(`\n      <portForward proto='udp'/>`, ''))
  const more = set(`${VALUE};tcp,127.0.0.1,,8080,,80,`)
  expect(more.replace(/>\s+</g, '><')).toContain(
    `<portForward proto='tcp' address='127.0.0.1'><range start='8080' to='80'/></portForward>`,
  )
  expect(set(null)).not.toContain('portForward')
})

test('the first forward brings passt, and another source takes both away', () => {
  const document = parseDocument(`<domain><devices><interface type='user'/></devices></domain>`)
  const device = { kind: 'nic', key: '0' } as const
  applyChanges(document.root, [{ do: 'set', device, field: 'portForwards', value: 'tcp,,,2222,,22,' }])
  const nic = element(document.root, 'devices', 'interface')
  expect(nic && nicBackend.read(nic)).toBe('passt')
  applyChanges(document.root, [{ do: 'nicSource', device, source: { kind: 'bridge', name: 'br0' } }])
  expect(printDocument(document).replace(/>\s+</g, '><')).toBe(
    `<domain><devices><interface type='bridge'><source bridge='br0'/></interface></devices></domain>`,
  )
})

test('a forward is said in one line', () => {
  expect(parseForwards(VALUE).map(describeForward)).toEqual([
    '[2001:db8::1]:2022 → 22 (TCP)',
    '[2001:db8::1]:¬9000–9010 (TCP)',
    '* (UDP)',
  ])
})
