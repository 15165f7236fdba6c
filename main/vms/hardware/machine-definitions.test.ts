// The machine itself, changed by its fields, as a real libvirt takes it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { neededFor } from '../../../preload/model/launch-security.ts'
import type { DecidedChange } from '../../xml/domain/change.ts'
import { readDevices } from '../../xml/domain/hardware.ts'
import { editNothing } from '../../xml/domain/no-op.ts'
import { parseDocument } from '../../xml/lossless.ts'
import { edit, JudgedDefinitions } from './testing/judged.ts'
import { valuesOf } from './testing/values.ts'

let judged: JudgedDefinitions
beforeAll(async () => {
  judged = await JudgedDefinitions.open()
})
afterAll(() => judged.close())

const define = (xml: string) => judged.define(xml)
const newMachine = (devices?: string) => judged.newMachine(devices)

const MACHINE = { kind: 'machine', key: '' } as const
const setMachine = (field: string, value: string | null): DecidedChange => ({
  do: 'set',
  device: MACHINE,
  field,
  value,
})
const machineOf = (xml: string) => readDevices(parseDocument(xml).root)[0]?.values ?? {}

test.each([
  ['topology', '1,1,1,1'],
  ['hugepages', 'yes'],
  ['lockedMemory', 'yes'],
  ['noSharePages', 'yes'],
  ['memorySource', 'memfd'],
  ['memoryAccess', 'shared'],
  ['firmware', 'uefi'],
  ['firmware', 'uefi-secure'],
  ['bootMenu', 'on'],
  ['kernel', '/boot/a b'],
  ['onPowerOff', 'restart'],
  ['onReboot', 'destroy'],
  ['onCrash', 'preserve'],
  ['clock', 'localtime'],
  ['apic', null],
  ['hyperv', 'windows'],
  ['kvmHidden', 'on'],
  ['hpet', 'off'],
  ['pmu', 'off'],
  ['ioThreads', '2'],
  ['cpuSet', '0-1'],
  ['emulatorPin', '0'],
  ['vcpuPins', '0:0-1'],
  ['numaCells', '0=65536'],
  ['cpuShares', '2048'],
  ['cpuQuota', '50000'],
  ['diskWeight', '500'],
  ['label', 'none'],
  ['cpuMode', 'host-model'],
  ['cpuMode', 'qemu64'],
] as const)('the machine’s %s is %s, and goes back to what it was', async (field, value) => {
  const before = await newMachine()
  const after = await define(edit(before, setMachine(field, value)))
  expect(machineOf(after)[field]).toBe(value)
  for (const { change, after: text } of editNothing(after)) expect(text, JSON.stringify(change)).toBe(after)
  const back = await define(edit(after, setMachine(field, machineOf(before)[field] ?? null)))
  expect(back).toBe(before)
})

test('a topology is of as many processors as there can be, and libvirt refuses others', async () => {
  const before = await newMachine()
  const wanted = edit(before, setMachine('cpusMaximum', '8'), setMachine('topology', '1,1,4,2'))
  expect(machineOf(await define(wanted))['topology']).toBe('1,1,4,2')
  await expect(define(edit(wanted, setMachine('topology', '1,1,4,1')))).rejects.toThrow(/topology/)
})

test('with a memory module, the machine’s memory is still what is asked for', async () => {
  const before = await newMachine()
  const module = await define(edit(before, { do: 'addDevice', kind: 'memory', values: valuesOf('memory') }))
  expect(machineOf(module)['memoryMaximumKiB']).toBe(String((64 + 1024) << 10))
  const more = await define(edit(module, setMachine('memoryMaximumKiB', String((128 + 1024) << 10))))
  expect(machineOf(more)['memoryMaximumKiB']).toBe(String((128 + 1024) << 10))
})

test('the guest’s NUMA nodes go on adding up when the machine gets more or less, and keep what else is said of them', async () => {
  const before = await newMachine()
  const wanted = edit(
    before,
    setMachine('cpusMaximum', '4'),
    setMachine('memoryMaximumKiB', String(128 << 10)),
    setMachine('numaCells', '0,2=65536;1,3=65536'),
  )
  const near = wanted.replace(
    /(<cell id='1'[^>]*)\/>/,
    `$1><distances><sibling id='0' value='21'/></distances></cell>`,
  )
  const two = await define(near)
  expect(machineOf(two)['numaCells']).toBe('0,2=65536;1,3=65536')
  const more = await define(
    edit(two, setMachine('cpusMaximum', '6'), setMachine('memoryMaximumKiB', '262144')),
  )
  expect(machineOf(more)).toMatchObject({ numaCells: '0,2=65536;1,3-5=196608', memoryMaximumKiB: '262144' })
  expect(more).toContain(`<sibling id='0' value='21'/>`)
  const fewer = await define(edit(more, setMachine('cpusMaximum', '2'), setMachine('cpus', '2')))
  expect(machineOf(fewer)['numaCells']).toBe('0=65536;1=196608')
  const one = await define(edit(more, setMachine('numaCells', '0-5=262144')))
  expect(one).not.toContain("sibling id='1'")
  expect(machineOf(one)['numaCells']).toBe('0-5=262144')
})

test('distances between the guest’s nodes: what libvirt fills in is what was meant, and they go with the nodes', async () => {
  const cells = setMachine('numaCells', '0=32768;1=16384;2=16384')
  const before = await define(edit(await newMachine(), setMachine('cpusMaximum', '3'), cells))
  expect(machineOf(before)['numaDistances']).toBeNull()
  const told = await define(edit(before, setMachine('numaDistances', '10,21,20;21,10,255;20,255,10')))
  expect(machineOf(told)['numaDistances']).toBe('10,21,20;21,10,255;20,255,10')
  for (const { change, after } of editNothing(told)) expect(after, JSON.stringify(change)).toBe(told)
  expect(await define(edit(told, setMachine('numaDistances', null)))).toBe(before)
  // One way is enough for libvirt, and read as it reads it.
  const oneWay = before.replace(
    /(<cell id='1'[^>]*)\/>/,
    `$1><distances><sibling id='0' value='33'/></distances></cell>`,
  )
  const meant = machineOf(oneWay)['numaDistances']
  expect(meant).toBe('10,33,20;33,10,20;20,20,10')
  expect(machineOf(await define(oneWay))['numaDistances']).toBe(meant)
  expect(edit(oneWay, setMachine('numaDistances', meant ?? ''))).toBe(oneWay)
  const fewer = await define(edit(told, setMachine('numaCells', '0=32768;1-2=32768')))
  expect(machineOf(fewer)['numaDistances']).toBe('10,21;21,10')
})

test('each of the guest’s nodes has its memory from where it is told, and only while it is there', async () => {
  const cells = setMachine('numaCells', '0=32768;1=32768')
  const before = await define(
    edit(
      await newMachine(),
      setMachine('cpusMaximum', '2'),
      cells,
      setMachine('numaMode', 'strict'),
      setMachine('numaNodes', '0'),
    ),
  )
  const placed = await define(edit(before, setMachine('numaMemory', '0:preferred:0;1:interleave:0-1,3')))
  expect(machineOf(placed)).toMatchObject({
    numaMemory: '0:preferred:0;1:interleave:0-1,3',
    numaMode: 'strict',
  })
  for (const { change, after } of editNothing(placed)) expect(after, JSON.stringify(change)).toBe(placed)
  const other = await define(edit(placed, setMachine('numaMemory', '1:strict:3')))
  expect(other).toMatch(
    /<memory mode='strict' nodeset='0'\/>\s*<memnode cellid='1' mode='strict' nodeset='3'\/>\s*<\/numatune>/,
  )
  expect(await define(edit(placed, setMachine('numaMemory', null)))).toBe(before)
  const alone = await define(
    edit(
      placed,
      setMachine('numaMode', null),
      setMachine('numaNodes', null),
      setMachine('numaCells', '0-1=65536'),
    ),
  )
  expect(machineOf(alone)['numaMemory']).toBe('0:preferred:0')
  const gone = edit(alone, setMachine('numaCells', null))
  expect(gone).not.toMatch(/numatune|<numa>/)
  const none = await define(gone)
  expect(edit(none, setMachine('numaMemory', '0:strict:0'))).toBe(none)
})

test('threads that serve disks are placed where they are told to be', async () => {
  const before = await newMachine()
  const after = await define(
    edit(before, setMachine('ioThreads', '2'), setMachine('ioThreadPins', '1:0;2:1')),
  )
  expect(machineOf(after)['ioThreadPins']).toBe('1:0;2:1')
  expect(machineOf(await define(edit(after, setMachine('ioThreadPins', '2:1'))))['ioThreadPins']).toBe('2:1')
})

test('from PCI Express to plain PCI and back: drives and devices get places that the chipset has', async () => {
  const devices = `<controller type='usb' model='ich9-ehci1'/><disk type='file' device='cdrom'>
    <target dev='sda' bus='sata'/></disk><interface type='user'><model type='e1000e'/></interface><rng model='virtio'>
    <backend model='random'>/dev/urandom</backend></rng>`
  const q35 = await newMachine(devices)
  const pc = await define(edit(q35, setMachine('machineType', 'pc')))
  expect(pc).toMatch(/machine='pc-i440fx/)
  expect(pc).toContain(`model='pci-root'`)
  expect(pc).not.toContain('pcie-root')
  expect(pc).toMatch(/<target dev='hda' bus='ide'/)
  const back = await define(edit(pc, setMachine('machineType', 'q35')))
  expect(back).toContain(`model='pcie-root'`)
  expect(back).toMatch(/<target dev='sda' bus='sata'/)
  expect(
    readDevices(parseDocument(back).root).filter(({ kind }) => kind === 'rng' || kind === 'nic'),
  ).toHaveLength(2)
})

test('a loader that somebody named is shown as theirs, and leaves only for another firmware', () => {
  const theirs = `<domain><os><type arch='x86_64'>hvm</type><loader type='pflash'>/my/CODE.fd</loader><nvram>/my/VARS.fd</nvram></os></domain>`
  expect(machineOf(theirs)['firmware']).toBe('custom')
  expect(edit(theirs, setMachine('firmware', 'custom'))).toBe(theirs)
  expect(edit(theirs, setMachine('firmware', 'bios'))).not.toMatch(/loader|nvram/)
})

test('encrypted memory brings what it needs, libvirt takes it, and without it all is as before', async () => {
  const before =
    await newMachine(`<disk type='file' device='disk'><source file='/a.img'/><target dev='vda' bus='virtio'/></disk>
    <disk type='file' device='disk'><source file='/b.img'/><target dev='sda' bus='sata'/></disk>
    <interface type='user'><model type='virtio'/></interface><interface type='user'><model type='e1000e'/></interface>
    <controller type='scsi' model='virtio-scsi'/><controller type='virtio-serial'/><input type='tablet' bus='virtio'/>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng><video><model type='virtio'/></video>
    <vsock model='virtio'><cid auto='yes'/></vsock>`)
  const devices = readDevices(parseDocument(before).root)
  const after = await define(edit(before, ...neededFor('sev', devices)))
  // Disk, card, two controllers, tablet, random numbers, graphics card, vsock and libvirt's own balloon: nothing else.
  expect(after.match(/<driver [^>]*iommu='on'/g)).toHaveLength(9)
  expect(after).toMatch(/<memoryBacking>\s*<locked\/>/)
  for (const { change, after: text } of editNothing(after)) expect(text, JSON.stringify(change)).toBe(after)
  expect(await define(edit(before, ...neededFor('tdx', devices)))).not.toContain('<locked/>')
  expect(edit(before, ...neededFor(null, devices))).toBe(before)
})
