import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ADDED,
  ADDED_KINDS,
  type AddedKind,
  askedFields,
  missingField,
} from '../../../preload/model/fields/added.ts'
import { neededFor } from '../../../preload/model/launch-security.ts'
import { type NicSource, neededForSource } from '../../../preload/model/nic-source.ts'
import type { DiskSource } from '../../../preload/model/vm.ts'
import { applyChanges, type DecidedChange } from '../../xml/domain/change.ts'
import type { WrittenSource } from '../../xml/domain/disk-source.ts'
import { readBootOrder, readDevices } from '../../xml/domain/hardware.ts'
import { planLive } from '../../xml/domain/live.ts'
import { editNothing } from '../../xml/domain/no-op.ts'
import { readDomain } from '../../xml/domain/read.ts'
import { parseDocument } from '../../xml/lossless.ts'
import { edit, JudgedDefinitions } from './testing/judged.ts'

let judged: JudgedDefinitions
beforeAll(async () => {
  judged = await JudgedDefinitions.open()
})
afterAll(() => judged.close())

const define = (xml: string) => judged.define(xml)
const newMachine = (devices?: string) => judged.newMachine(devices)

const GIVEN: Partial<Record<AddedKind, Readonly<Record<string, string>>>> = {
  filesystem: { sourceDir: '/srv' },
  video: { model: 'virtio' },
  tpm: { model: 'tpm-crb' },
}

/** What the form says at first, with what somebody must type. */
function valuesOf(kind: AddedKind, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const all = {
    ...Object.fromEntries(ADDED[kind].map(({ id, usual }) => [id, usual])),
    ...GIVEN[kind],
    ...more,
  }
  expect(missingField(kind, all)).toBeNull()
  return Object.fromEntries(askedFields(kind, all).map(({ id }) => [id, all[id] ?? '']))
}

const CASES: readonly (readonly [AddedKind, Readonly<Record<string, string>>])[] = [
  // libvirt has crypto devices since 9.1 only; its capabilities say so.
  ...ADDED_KINDS.filter(kind => kind !== 'crypto').map(kind => [kind, {}] as const),
  ['filesystem', { driver: 'path', readOnly: 'yes' }],
  ['graphics', { type: 'vnc', listen: '::' }],
  ['serial', { type: 'file', path: '/tmp/serial.log' }],
  ['channel', { name: 'com.redhat.spice.0' }],
  ['channel', { name: 'org.spice-space.webdav.0' }],
  ['channel', { name: 'other', otherName: 'com.example.mine' }],
  ['controller', { type: 'scsi' }],
  ['controller', { type: 'virtio-serial' }],
  ['input', { type: 'keyboard', bus: 'virtio' }],
  ['smartcard', { mode: 'host' }],
  ['panic', { model: 'hyperv' }],
  ['iommu', { model: 'virtio' }],
]

test.each(CASES)('%s %j is defined, read back, and no edit of nothing changes it', async (kind, more) => {
  const needsSpice = kind === 'smartcard' || kind === 'redirdev' || kind === 'channel'
  const before = await newMachine(needsSpice ? `<graphics type='spice'/>` : '')
  const ofKind = (xml: string) => readDevices(parseDocument(xml).root).filter(device => device.kind === kind)
  const count = (xml: string) => ofKind(xml).length
  const values = valuesOf(kind, more)
  // libvirt's own machines have one of these already: a chipset's watchdog, a balloon.
  const after = await define(edit(before, { do: 'addDevice', kind, values }))
  expect(count(after)).toBe(count(before) + 1)
  const known = new Set(ofKind(before).map(({ key }) => key))
  const made = ofKind(after).findLast(({ key }) => !known.has(key))
  for (const [field, value] of Object.entries(values))
    if (made && field in made.values && value !== '' && value !== 'other')
      expect(made.values[field]).toBe(value)
  for (const { change, after: text } of editNothing(after)) expect(text, JSON.stringify(change)).toBe(after)
  // And it goes again.
  const device = { kind, key: made?.key ?? '' }
  const gone = await define(edit(after, { do: 'remove', device, deleteFile: false }))
  expect(count(gone)).toBe(count(before))
})

const DISKS: readonly (readonly [string, 'disk' | 'cdrom' | 'floppy' | 'lun', string, DiskSource])[] = [
  ['a file', 'disk', 'virtio', { kind: 'file', path: '/images/a.img' }],
  ['a device, with SCSI’s commands', 'lun', 'scsi', { kind: 'block', path: '/dev/sdz' }],
  ['an empty drive', 'floppy', 'fdc', { kind: 'none' }],
  ...(
    [
      ['nbd', 10_809, ''],
      ['nbd', 10_809, 'export'],
      ['iscsi', 3_260, 'iqn.2013-07.com.example:disks/1'],
      ['rbd', null, 'pool/image'],
      ['https', 443, 'isos/a.iso'],
    ] as const
  ).map(
    ([protocol, port, name]) =>
      [
        `${protocol} ${name}`,
        protocol === 'https' ? 'cdrom' : 'disk',
        protocol === 'https' ? 'sata' : 'virtio',
        { kind: 'network', protocol, name, host: 'disks.example', port },
      ] as const,
  ),
]

test.each(DISKS)('a disk made of %s is defined and read back', async (_, device, bus, source) => {
  const bytes = source.kind === 'none' ? null : { source: source as WrittenSource, format: 'raw' }
  const change: DecidedChange = { do: 'addDisk', device, bus, origin: { kind: 'none' }, bytes }
  const after = await define(edit(await newMachine(), change))
  const made = readDevices(parseDocument(after).root).find(({ kind }) => kind === 'disk')
  expect(made?.disk).toEqual({ device, source, format: 'raw' })
  expect(readDomain(after).disks[0]?.source).toEqual(source)
})

test.each(DISKS.filter(([, device, , source]) => device !== 'cdrom' && source.kind !== 'none'))(
  'another source for a fixed disk: %s; it stays the same device, and goes back',
  async (_, device, _bus, source) => {
    const is = device === 'lun' ? 'lun' : 'disk'
    const of = is === 'lun' ? [`type='block'`, `dev='/dev/sdy'`] : [`type='file'`, `file='/images/old.qcow2'`]
    const before =
      await newMachine(`<controller type='scsi' model='virtio-scsi'/><disk ${of[0]} device='${is}'>
      <driver name='qemu' type='${is === 'lun' ? 'raw' : 'qcow2'}' cache='none' discard='unmap'/><source ${of[1]}/>
      <target dev='sdc' bus='scsi'/><iotune><read_bytes_sec>1000</read_bytes_sec></iotune>${is === 'lun' ? '' : '<serial>MINE</serial>'}
      <boot order='1'/></disk>`)
    const diskOf = (xml: string) => readDevices(parseDocument(xml).root).find(({ kind }) => kind === 'disk')
    const old = diskOf(before)
    const to = (next: DiskSource, format: string): DecidedChange => ({
      do: 'diskSource',
      device: { kind: 'disk', key: 'sdc' },
      origin: { kind: 'file', path: '/' },
      bytes: { source: next as WrittenSource, format },
    })
    const after = await define(edit(before, to(source, 'raw')))
    expect(diskOf(after)?.disk).toEqual({ device: is, source, format: 'raw' })
    expect(diskOf(after)?.values).toEqual(old?.values)
    expect(edit(after, to(source, 'raw'))).toBe(after)
    if (old?.disk) expect(edit(after, to(old.disk.source, old.disk.format ?? 'raw'))).toBe(before)
    // Bytes that only can be read make a disk that is not written to; a file has no SCSI commands of its own.
    const web: DiskSource = {
      kind: 'network',
      protocol: 'https',
      name: 'a.img',
      host: 'disks.example',
      port: 443,
    }
    const read = await define(edit(after, to(web, 'raw')))
    expect(diskOf(read)).toMatchObject({ values: { readOnly: 'yes' }, disk: { device: 'disk', source: web } })
  },
)

test('the secret that opened the old source goes with it', () => {
  const disk = `<disk type='network' device='disk'><driver name='qemu' type='raw'/>
    <source protocol='iscsi' name='iqn:1'><host name='a'/><auth username='me'><secret type='iscsi' usage='x'/></auth></source>
    <backingStore type='file'><source file='/base'/></backingStore><target dev='vda' bus='virtio'/></disk>`
  const xml = `<domain><devices>${disk}</devices></domain>`
  const after = edit(xml, {
    do: 'diskSource',
    device: { kind: 'disk', key: 'vda' },
    origin: { kind: 'file', path: '/b.img' },
    bytes: { source: { kind: 'file', path: '/b.img' }, format: 'raw' },
  })
  expect(after).not.toMatch(/auth|secret|base/)
})

test('a crypto device, as libvirt’s formatdomain page has it', () => {
  const xml = edit('<domain><devices/></domain>', { do: 'addDevice', kind: 'crypto', values: {} })
  expect(xml.replace(/\s+</g, '<')).toContain(
    `<crypto model='virtio' type='qemu'><backend model='builtin' queues='1'/></crypto>`,
  )
})

test('a folder by virtiofs brings shared memory, once', async () => {
  const before = await newMachine()
  const add = (target: string): DecidedChange => ({
    do: 'addDevice',
    kind: 'filesystem',
    values: valuesOf('filesystem', { target }),
  })
  const after = await define(edit(before, add('one'), add('two')))
  expect(after.match(/<access mode='shared'\/>/g)).toHaveLength(1)
  expect(after).toContain(`<source type='memfd'/>`)
})

test('the first serial port and the console that it also is are one device, and go together', async () => {
  const xml = await newMachine(`<serial type='pty'/>`)
  expect(xml).toContain('<console')
  const kinds = readDevices(parseDocument(xml).root).map(({ kind }) => kind)
  expect(kinds.filter(kind => kind === 'serial' || kind === 'console')).toEqual(['serial'])
  const gone = await define(
    edit(xml, { do: 'remove', device: { kind: 'serial', key: '0' }, deleteFile: false }),
  )
  expect(gone).not.toMatch(/<serial|<console/)
})

test('what a running machine takes at once, and why not', () => {
  const live = (devices: string, more = '') =>
    parseDocument(
      `<domain><features><acpi/></features>${more}<devices><controller type='pci' model='pci-root'/>${devices}</devices></domain>`,
    ).root
  const plan = (kind: AddedKind, domain: ReturnType<typeof live>, values = {}) => {
    const change: DecidedChange = { do: 'addDevice', kind, values: valuesOf(kind, values) }
    const { root } = parseDocument('<domain><devices/></domain>')
    const [planned] = planLive([change], applyChanges(root, [change]), domain)
    return planned?.why ?? 'now'
  }
  const usb = live(`<controller type='usb' model='qemu-xhci'/>`)
  const none = live(`<controller type='usb' model='none'/>`)
  expect(plan('redirdev', usb)).toBe('now')
  expect(plan('redirdev', none)).toBe('noController')
  expect(plan('input', usb)).toBe('now')
  expect(plan('input', none, { bus: 'virtio' })).toBe('now')
  expect(plan('channel', none)).toBe('noController')
  expect(plan('channel', live(`<controller type='virtio-serial'/>`))).toBe('now')
  expect(plan('filesystem', none)).toBe('noSharedMemory')
  expect(plan('filesystem', live('', `<memoryBacking><access mode='shared'/></memoryBacking>`))).toBe('now')
  expect(plan('filesystem', usb, { driver: 'path' })).toBe('noHotplug')
  expect(plan('sound', usb)).toBe('noHotplug')
})

test('from SPICE to VNC and back: what only SPICE carries goes with the last SPICE display, and the agent’s channel comes back', async () => {
  const before = await newMachine(`<graphics type='spice' autoport='yes' passwd='0123456789abcdef'>
    <listen type='address' address='127.0.0.1'/><image compression='off'/></graphics>
    <channel type='spicevmc'><target type='virtio' name='com.redhat.spice.0'/></channel>
    <redirdev bus='usb' type='spicevmc'/><sound model='ich9'/><audio id='1' type='spice'/>`)
  const device = { kind: 'graphics', key: '0' } as const
  const become = (xml: string, value: string) =>
    define(edit(xml, { do: 'set', device, field: 'type', value }))
  const vnc = await become(before, 'vnc')
  expect(vnc).toMatch(
    /<graphics type='vnc'[^>]*>\s*<listen type='address' address='127.0.0.1'\/>\s*<\/graphics>/,
  )
  expect(vnc).not.toContain('spice')
  expect(vnc).toContain(`<sound model='ich9'>`)
  const back = await become(vnc, 'spice')
  expect(back).toContain(`name='com.redhat.spice.0'`)
  expect(back).toMatch(/<audio id='1' type='spice'/)
  const two = await newMachine(
    `<graphics type='spice'/><graphics type='spice'/><redirdev bus='usb' type='spicevmc'/>`,
  )
  expect(await become(two, 'vnc').catch(String)).toContain('redirdev')
})

test('a device of the host may be missing, hide its ROM, and be started from', async () => {
  const usb = `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0x5678'/></source></hostdev>`
  const pci = `<hostdev mode='subsystem' type='pci' managed='yes'><source>
    <address domain='0' bus='3' slot='0' function='0'/></source></hostdev>`
  const before = await newMachine(`${usb}${pci}<graphics type='spice'/><redirdev bus='usb' type='spicevmc'/>`)
  const set = (key: string, field: string, value: string): DecidedChange => ({
    do: 'set',
    device: { kind: 'hostdev', key },
    field,
    value,
  })
  const order = [
    { kind: 'redirdev', key: '0' },
    { kind: 'hostdev', key: '1234:5678' },
  ] as const
  const after = await define(
    edit(before, set('1234:5678', 'startupPolicy', 'optional'), set('0000:03:00.0', 'romBar', 'off'), {
      do: 'bootOrder',
      devices: [...order],
    }),
  )
  expect(after).toContain(`<source startupPolicy='optional'>`)
  expect(after).toContain(`<rom bar='off'/>`)
  expect(readBootOrder(parseDocument(after).root)).toEqual(order)
  for (const { change, after: text } of editNothing(after)) expect(text, JSON.stringify(change)).toBe(after)
})

test('where sound goes is a setting of its own', async () => {
  const before = await newMachine(`<sound model='ich9'/><audio id='1' type='none'/>`)
  const device = { kind: 'audio', key: '0' } as const
  expect(await define(edit(before, { do: 'set', device, field: 'type', value: 'alsa' }))).toMatch(
    /<audio id='1' type='alsa'/,
  )
})

test('what hangs on a controller is known by its address', async () => {
  const xml = await newMachine(`<controller type='usb' model='qemu-xhci'/><input type='tablet' bus='usb'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>`)
  const hanging = readDevices(parseDocument(xml).root).flatMap(({ kind, hangsOn }) =>
    hangsOn ? [[kind, hangsOn]] : [],
  )
  expect(hanging).toEqual([
    ['disk', 'controller:sata 0'],
    ['input', 'controller:usb 0'],
    ['channel', 'controller:virtio-serial 0'],
  ])
})

test('a limit that is taken away leaves nothing behind', () => {
  const disk = `<disk type='file'><target dev='vda'/></disk>`
  const xml = `<domain><devices>${disk}</devices></domain>`
  const set = (field: string, value: string | null): DecidedChange => ({
    do: 'set',
    device: { kind: 'disk', key: 'vda' },
    field,
    value,
  })
  const limited = edit(xml, set('readLimit', '1000'), set('writeOperations', '50'))
  expect(limited).toMatch(/<iotune>\s*<read_bytes_sec>1000<\/read_bytes_sec>\s*<write_iops_sec>50/)
  expect(edit(limited, set('readLimit', null), set('writeOperations', null))).not.toContain('iotune')
})

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
