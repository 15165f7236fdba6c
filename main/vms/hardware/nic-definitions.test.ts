// Network cards on every kind of source, as a real libvirt takes them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type NicSource, neededForSource } from '../../../preload/model/nic-source.ts'
import type { DecidedChange } from '../../xml/domain/change.ts'
import { readDevices } from '../../xml/domain/hardware.ts'
import { editNothing } from '../../xml/domain/no-op.ts'
import { parseDocument } from '../../xml/lossless.ts'
import { edit, JudgedDefinitions } from './testing/judged.ts'

let judged: JudgedDefinitions
beforeAll(async () => {
  judged = await JudgedDefinitions.open()
})
afterAll(() => judged.close())

const define = (xml: string) => judged.define(xml)
const newMachine = (devices?: string) => judged.newMachine(devices)

test.each([
  { kind: 'network', name: 'office', portgroup: 'guests' },
  { kind: 'network', name: 'office' },
  { kind: 'vdpa', name: '/dev/vhost-vdpa-0' },
  { kind: 'bridge', name: 'br0' },
  { kind: 'direct', name: 'eth0' },
  { kind: 'ethernet', name: '', made: true },
  { kind: 'ethernet', name: 'office.tap-1', made: true },
  { kind: 'ethernet', name: 'office', made: false },
  { kind: 'hostdev', address: '0000:03:10.1' },
  { kind: 'hostdev', address: '0000:ff:1f.7', vlan: 42 },
  { kind: 'vhostuser', path: '/run/a b.sock', mode: 'server' },
  { kind: 'vhostuser', path: '/run/switch.sock', mode: 'client' },
  { kind: 'mcast', address: '230.0.0.1', port: 5558 },
  { kind: 'server', address: '127.0.0.1', port: 5558 },
  { kind: 'server', port: 65_535 },
  { kind: 'client', address: '192.168.1.2', port: 5558 },
  { kind: 'udp', address: '10.0.0.2', port: 5558, localAddress: '10.0.0.1', localPort: 5559 },
] as const)('a network card hangs on %j', async source => {
  const mac = '52:54:00:00:00:07'
  const before = await newMachine()
  const made = await define(edit(before, { do: 'addNic', source, model: 'virtio', mac }))
  const nicOf = (xml: string) => readDevices(parseDocument(xml).root).find(({ kind }) => kind === 'nic')
  expect(nicOf(made)?.source).toEqual(source)
  for (const { change, after } of editNothing(made)) expect(after, JSON.stringify(change)).toBe(made)
  const device = { kind: 'nic', key: mac } as const
  const other = edit(made, { do: 'nicSource', device, source: { kind: 'user' } })
  const user = await define(other)
  expect(user).not.toMatch(/<source (?!type='memfd')|<target dev|<vlan|managed=/)
  const back = await define(edit(user, { do: 'nicSource', device, source }))
  expect(nicOf(back)?.source).toEqual(source)
})

test('a program’s switch gets memory that it can see, and a card that it can speak to', async () => {
  const mac = '52:54:00:00:00:08'
  const source = { kind: 'vhostuser', path: '/run/switch.sock', mode: 'server' } as const
  const added = await define(edit(await newMachine(), { do: 'addNic', source, model: 'e1000e', mac }))
  expect(added).toMatch(/<memoryBacking>\s*<source type='memfd'\/>\s*<access mode='shared'\/>/)
  expect(added).toContain(`<model type='virtio'/>`)
  const before = await newMachine(
    `<interface type='user'><mac address='${mac}'/><model type='e1000e'/></interface>`,
  )
  const devices = readDevices(parseDocument(before).root)
  const nic = devices.find(({ kind }) => kind === 'nic')
  if (!nic) throw new Error('no card')
  const move: DecidedChange = { do: 'nicSource', device: { kind: 'nic', key: mac }, source }
  const changes = neededForSource(nic, { kind: 'user' }, source, devices)
  const moved = await define(edit(before, move, ...changes))
  expect(moved).toMatch(/<memoryBacking>\s*<source type='memfd'\/>\s*<access mode='shared'\/>/)
  // Away again before it is applied: all is as it was.
  expect(edit(before, ...neededForSource(nic, source, { kind: 'user' }, devices))).toBe(before)
})

test('what belongs to one kind of source goes with it, and stays with its own', async () => {
  const device = { kind: 'nic', key: '52:54:00:00:00:09' } as const
  const nic = (type: string, rest: string) =>
    newMachine(
      `<interface type='${type}'><mac address='${device.key}'/>${rest}<model type='virtio'/></interface>`,
    )
  const move = (source: NicSource): DecidedChange => ({ do: 'nicSource', device, source })
  const tap = await nic('ethernet', `<target dev='mine' managed='no'/><script path='/etc/up'/>`)
  expect(edit(tap, move({ kind: 'ethernet', name: 'other', made: false }))).toContain('/etc/up')
  expect(edit(tap, move({ kind: 'mcast', address: '230.0.0.1', port: 1 }))).not.toContain('/etc/up')
  const trunk = await nic(
    'hostdev',
    `<source><address type='pci' domain='0' bus='3' slot='16' function='1'/></source>
     <vlan trunk='yes'><tag id='42'/><tag id='43'/></vlan>`,
  )
  const moved = edit(trunk, move({ kind: 'hostdev', address: '0000:03:10.2' }))
  expect(moved).toContain(`<vlan trunk='yes'>`)
  expect(edit(moved, move({ kind: 'hostdev', address: '0000:03:10.2', vlan: 7 }))).not.toMatch(
    /trunk|id='43'/,
  )
  expect(edit(moved, move({ kind: 'bridge', name: 'br0' }))).not.toMatch(/<vlan|managed/)
})
