// What a running machine takes at once, by its XML alone; that QEMU agrees is tested in main/vms/hardware.
import { expect, test } from 'vitest'
import type { HardwareChange } from '../../../preload/model/hardware.ts'
import type { NicSource } from '../../../preload/model/nic-source.ts'
import { parseDocument } from '../lossless.ts'
import { applyChanges, type DecidedChange } from './change.ts'
import { sourceAt } from './disk-source.ts'
import { readDevices } from './hardware.ts'
import { planLive } from './live.ts'

const Q35 = `<domain type='qemu'><name>a</name><memory>65536</memory><vcpu current='2'>3</vcpu>
  <devices>
    <disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>
    <controller type='pci' index='0' model='pcie-root'/>
    <controller type='pci' index='1' model='pcie-root-port'><address type='pci' bus='0x00'/></controller>
    <controller type='pci' index='2' model='pcie-root-port'><address type='pci' bus='0x00'/></controller>
    <controller type='usb' model='qemu-xhci'><address type='pci' bus='0x01'/></controller>
    <memballoon model='none'/>
  </devices></domain>`
const PC = `<domain type='qemu'><name>a</name><devices/></domain>`

function plan(live: string, ...changes: DecidedChange[]): (string | null)[] {
  const { root } = parseDocument(live)
  const made = applyChanges(parseDocument(live).root, changes)
  return planLive(changes, made, root).map(({ steps, why }) => why ?? steps[0]?.do ?? null)
}

const bytes = { source: sourceAt('/a.img'), format: 'raw' }
const disk = (bus: string, device: 'disk' | 'cdrom' = 'disk'): DecidedChange => {
  return { do: 'addDisk', device, bus, origin: { kind: 'file', path: '/a.img' }, bytes }
}
const set = (field: string, value: string): HardwareChange & { do: 'set' } => {
  return { do: 'set', device: { kind: 'machine', key: '' }, field, value }
}

test('a root port for each device, and no more', () => {
  expect(plan(Q35, disk('virtio'), disk('virtio'))).toEqual(['attach', 'noSlot'])
  expect(plan(PC, disk('virtio'))).toEqual(['noAcpi'])
  expect(plan(PC.replace('<devices/>', '<features><acpi/></features><devices/>'), disk('virtio'))).toEqual([
    'attach',
  ])
})

test('buses: what cannot be plugged waits, what has no controller too', () => {
  expect(plan(Q35, disk('usb'), disk('sata'), disk('scsi'))).toEqual([
    'attach',
    'busNoHotplug',
    'noController',
  ])
  expect(plan(Q35, { do: 'remove', device: { kind: 'disk', key: 'sda' }, deleteFile: false })).toEqual([
    'busNoHotplug',
  ])
})

test('media change at once, in the element as it runs', () => {
  const media: DecidedChange = { do: 'media', device: { kind: 'disk', key: 'sda' }, path: '/b.iso' }
  const [planned] = planLive([media], [null], parseDocument(Q35).root)
  expect(planned?.steps[0]).toMatchObject({
    do: 'update',
    xml: expect.stringContaining(`<source file='/b.iso'/>`),
  })
  expect(plan(Q35, { ...media, path: null })).toEqual([null])
})

test('processors up to the maximum, memory only with a balloon', () => {
  expect(plan(Q35, set('cpus', '3'))).toEqual(['cpus'])
  expect(plan(Q35, set('cpus', '4'))).toEqual(['aboveMaximum'])
  expect(plan(Q35, set('cpus', '1'))).toEqual(['cpuRemoval'])
  expect(plan(Q35, set('memoryKiB', '32768'))).toEqual(['noBalloon'])
  expect(plan(Q35, set('memoryMaximumKiB', '131072'))).toEqual(['fixed'])
})

test('who is placed elsewhere moves at once; who is let go stays until the restart', () => {
  const live = Q35.replace('<devices>', `<cputune><vcpupin vcpu='0' cpuset='0'/></cputune><devices>`)
  expect(plan(live, set('vcpuPins', '0:1;1:0-1'))).toEqual(['pin'])
  expect(plan(live, set('vcpuPins', '0:0'))).toEqual([null])
  expect(plan(live, set('vcpuPins', '1:1'))).toEqual(['atStart'])
  expect(plan(live, set('emulatorPin', '0-1'))).toEqual(['pin'])
  expect(plan(live, set('vcpuPins', '0:x'))).toEqual(['atStart'])
})

test('what libvirt only looks at when it starts the machine waits for that', () => {
  expect(plan(Q35, set('onReboot', 'destroy'), set('onCrash', 'preserve'), set('cpuSet', '0-1'))).toEqual([
    'atStart',
    'atStart',
    'atStart',
  ])
  expect(
    plan(Q35, { do: 'set', device: { kind: 'memballoon', key: '0' }, field: 'statsPeriod', value: '5' }),
  ).toEqual(['atStart'])
})

test('a card is plugged in and moved where libvirt can, by its source as it runs', () => {
  const card = (type: string, source: string) =>
    Q35.replace(
      '<memballoon',
      `<interface type='${type}'><mac address='52:54:00:00:00:01'/>${source}</interface><memballoon`,
    )
  const device = { kind: 'nic', key: '52:54:00:00:00:01' } as const
  const move = (source: NicSource): DecidedChange => ({ do: 'nicSource', device, source })
  const office: NicSource = { kind: 'network', name: 'office' }
  // A network that hands out a bridge: the running card says both.
  const live = card('bridge', `<source network='office' bridge='br0'/><target dev='vnet0'/>`)
  expect(plan(live, move(office))).toEqual([null])
  expect(plan(live, move({ kind: 'bridge', name: 'br1' }))).toEqual(['update'])
  expect(plan(live, move({ kind: 'user' }))).toEqual(['otherCable'])
  expect(plan(card('user', ''), move(office))).toEqual(['otherCable'])
  // What could not be written by the form is none of its kinds.
  const broken = [
    card('hostdev', '<source/>'),
    card('mcast', `<source address='a' port='0'/>`),
    card('null', ''),
  ]
  for (const xml of broken) {
    const nic = readDevices(parseDocument(xml).root).find(({ kind }) => kind === 'nic')
    expect(nic?.source, xml).toBeNull()
  }
  // A name that libvirt gave is none that was asked for.
  const tap = card('ethernet', `<target dev='vnet3'/>`)
  expect(plan(tap, move({ kind: 'ethernet', name: '', made: true }))).toEqual([null])
  const add = (source: NicSource): DecidedChange => ({
    do: 'addNic',
    source,
    model: 'virtio',
    mac: '52:54:00:00:00:02',
  })
  const group: NicSource = { kind: 'mcast', address: '230.0.0.1', port: 1 }
  const part: NicSource = { kind: 'hostdev', address: '0000:03:10.1' }
  const program: NicSource = { kind: 'vhostuser', path: '/a', mode: 'server' }
  expect(plan(Q35, add(part), add(group), add(program))).toEqual(['attach', 'cableAtStart', 'noSharedMemory'])
  const shared = Q35.replace('<devices>', `<memoryBacking><access mode='shared'/></memoryBacking><devices>`)
  expect(plan(shared, add(program))).toEqual(['attach'])
})
