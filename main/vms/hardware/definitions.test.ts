import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADDED_KINDS, type AddedKind } from '../../../preload/model/fields/added.ts'
import { applyChanges, type DecidedChange } from '../../xml/domain/change.ts'
import { readBootOrder, readDevices } from '../../xml/domain/hardware.ts'
import { planLive } from '../../xml/domain/live.ts'
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
