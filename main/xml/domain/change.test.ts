// Changes of the hardware form on a definition as people have it: written by several tools, with things we do not know.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FIELDS } from '../../../preload/model/fields/devices.ts'
import { DEVICE_KINDS } from '../../../preload/model/hardware.ts'
import { parseDocument, printDocument } from '../lossless.ts'
import { applyChanges, type DecidedChange, NoDeviceError } from './change.ts'
import { sourceAt } from './disk-source.ts'
import { ACCESS } from './fields.ts'
import { compareDevices, readBootOrder, readDevices } from './hardware.ts'
import { editNothing } from './no-op.ts'

const CD = `<disk type="file" device="cdrom">
      <source file="/iso/a&amp;b.iso"/>
      <target dev="sda" bus="sata"/> <readonly/>
    </disk>`
const DISK = `<disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/images/a.qcow2'/>
      <!-- the good one -->
      <target dev='vda' bus='virtio'/>
      <vendor:hint xmlns:vendor='v'/>
      <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
    </disk>`
const NIC = `<interface type='network'>
      <mac address='52:54:00:00:00:01'/>
      <source network='default' portid='p' bridge='virbr0'/>
      <target dev='vnet3'/>
      <model type='virtio'/>
    </interface>`
const BEFORE = `<!-- made by hand -->
<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>a</name>
  <memory unit='GiB'>1</memory>
  <vcpu placement='static'>2</vcpu>
  <os>
    <type>hvm</type>
    <boot dev='cdrom'/><boot dev='hd'/>
  </os>
  <devices>
    `
const AFTER = `
  </devices>
  <qemu:commandline>
    <qemu:arg value='-foo'/>
  </qemu:commandline>
</domain>
`
const DOMAIN = `${BEFORE}${DISK}\n    ${CD}\n    ${NIC}${AFTER}`

function change(text: string, ...changes: DecidedChange[]): string {
  const document = parseDocument(text)
  applyChanges(document.root, changes)
  return printDocument(document)
}

const vda = { kind: 'disk', key: 'vda' } as const
const sda = { kind: 'disk', key: 'sda' } as const
const nic = { kind: 'nic', key: '52:54:00:00:00:01' } as const
const machine = { kind: 'machine', key: '' } as const

test('every field of the form has its place in the XML', () => {
  const wanted = DEVICE_KINDS.flatMap(kind => FIELDS[kind].map(({ id }) => `${kind}.${id}`)).sort()
  expect(Object.keys(ACCESS).sort()).toEqual(wanted)
})

test('a value is set in its element, and nothing else moves', () => {
  expect(change(DOMAIN, { do: 'set', device: vda, field: 'cache', value: 'none' })).toBe(
    DOMAIN.replace("type='qcow2'/>", "type='qcow2' cache='none'/>"),
  )
  expect(change(DOMAIN, { do: 'set', device: machine, field: 'title', value: 'A & B' })).toBe(
    DOMAIN.replace('<name>a</name>', '<name>a</name>\n  <title>A &amp; B</title>'),
  )
  expect(change(DOMAIN, { do: 'set', device: sda, field: 'readOnly', value: null })).toBe(
    DOMAIN.replace(' <readonly/>', ' '),
  )
})

test('memory and processors: what the guest has, and the most it can have', () => {
  const set = (field: string, value: string) => ({ do: 'set' as const, device: machine, field, value })
  expect(change(DOMAIN, set('memoryKiB', '524288'))).toBe(
    DOMAIN.replace('</memory>', "</memory>\n  <currentMemory unit='KiB'>524288</currentMemory>"),
  )
  expect(change(DOMAIN, set('memoryMaximumKiB', '1048576'))).toBe(DOMAIN)
  expect(change(DOMAIN, set('cpusMaximum', '4'))).toBe(
    DOMAIN.replace("<vcpu placement='static'>2", "<vcpu placement='static' current='2'>4"),
  )
  expect(change(DOMAIN, set('cpusMaximum', '4'), set('cpus', '4'))).toBe(DOMAIN.replace('>2<', '>4<'))
})

test('another processor mode comes without the old one’s model, and keeps the topology', () => {
  const text = DOMAIN.replace(
    '<devices>',
    `<cpu mode='custom' match='exact'>
    <model>qemu64</model>
    <topology sockets='2' cores='1' threads='1'/>
    <feature policy='require' name='x2apic'/>
  </cpu>
  <devices>`,
  )
  expect(change(text, { do: 'set', device: machine, field: 'cpuMode', value: 'host-model' })).toContain(
    `<cpu mode='host-model'>
    <topology sockets='2' cores='1' threads='1'/>
  </cpu>`,
  )
})

test('a disk on another bus gets a name of that bus and loses its address; other changes of it still meet it', () => {
  const after = change(
    DOMAIN,
    { do: 'set', device: vda, field: 'bus', value: 'sata' },
    { do: 'set', device: vda, field: 'discard', value: 'unmap' },
  )
  expect(after).toContain("<target dev='sdb' bus='sata'/>")
  expect(after).toContain("type='qcow2' discard='unmap'/>")
  expect(after).not.toContain('<address')
  expect(after).toContain("<vendor:hint xmlns:vendor='v'/>")
})

test('media go in and out, from files and devices', () => {
  const out = change(DOMAIN, { do: 'media', device: sda, path: null })
  expect(out).toBe(DOMAIN.replace('\n      <source file="/iso/a&amp;b.iso"/>', ''))
  const again = change(out, { do: 'media', device: sda, path: '/dev/sr0' })
  expect(readDevices(parseDocument(again).root).find(d => d.key === 'sda')?.disk?.source).toEqual({
    kind: 'block',
    path: '/dev/sr0',
  })
})

test('a server’s medium goes out like any other', () => {
  const served = DOMAIN.replace(
    '<source file="/iso/a&amp;b.iso"/>',
    `<source protocol='https' name='a.iso'><host name='isos.example' port='443'/></source>`,
  ).replace(/type=(['"])file\1 device=(['"])cdrom\2/, `type='network' device='cdrom'`)
  expect(readDevices(parseDocument(served).root).find(d => d.key === 'sda')?.disk?.source.kind).toBe(
    'network',
  )
  const out = change(served, { do: 'media', device: sda, path: null })
  expect(out).not.toContain('isos.example')
  expect(out).not.toContain(`type='network' device='cdrom'`)
})

test('a nic on another network keeps its address and loses what belonged to the old one', () => {
  const after = change(DOMAIN, { do: 'nicSource', device: nic, source: { kind: 'bridge', name: 'br0' } })
  expect(after).toContain(`<interface type='bridge'>
      <mac address='52:54:00:00:00:01'/>
      <source bridge='br0'/>
      <model type='virtio'/>
    </interface>`)
})

test('boot order: the old list is read, and goes when places are given', () => {
  expect(readBootOrder(parseDocument(DOMAIN).root)).toEqual([sda, vda])
  const after = change(DOMAIN, { do: 'bootOrder', devices: [nic, vda] })
  expect(readBootOrder(parseDocument(after).root)).toEqual([nic, vda])
  expect(after).not.toContain('<boot dev')
})

test('a new disk is named after the others; SCSI brings a controller that guests know', () => {
  const bytes = { source: sourceAt('/images/b.qcow2'), format: 'qcow2' }
  const added: DecidedChange = {
    do: 'addDisk',
    device: 'disk',
    bus: 'scsi',
    origin: { kind: 'file', path: '/images/b.qcow2' },
    bytes,
  }
  const after = change(DOMAIN, added)
  expect(after).toContain(`<controller type='scsi' model='virtio-scsi'/>`)
  expect(after).toContain(`<target dev='sdb' bus='scsi'/>`)
  expect(change(DOMAIN, { do: 'remove', device: vda, deleteFile: false })).toBe(
    DOMAIN.replace(DISK, '').replace('<devices>\n    \n', '<devices>\n'),
  )
})

test('a device that is not there is said, not passed over', () => {
  const gone = { kind: 'disk', key: 'vdz' } as const
  expect(() => change(DOMAIN, { do: 'remove', device: gone, deleteFile: false })).toThrow(NoDeviceError)
})

test('what waits for the next start, item by item', () => {
  const now = readDevices(parseDocument(DOMAIN).root)
  const next = change(
    DOMAIN,
    { do: 'set', device: vda, field: 'cache', value: 'none' },
    { do: 'remove', device: nic, deleteFile: false },
    { do: 'addDevice', kind: 'rng', values: { model: 'virtio' } },
  )
  expect(compareDevices(now, readDevices(parseDocument(next).root))).toEqual([
    { kind: 'rng', key: '0', what: 'added', field: null, now: null, next: null },
    { ...nic, what: 'removed', field: null, now: null, next: null },
    { ...vda, what: 'changed', field: 'cache', now: null, next: 'none' },
  ])
})

describe('with anything unknown around and within', () => {
  const unknown = fc.constantFrom(
    '',
    '\n\n',
    '<!-- note -->',
    "<x:y xmlns:x='x' a='1'><b/></x:y>",
    '<![CDATA[<disk>]]>',
    '<odd  q = "\'" />',
  )

  test('saying what is so already changes nothing', () => {
    fc.assert(
      fc.property(fc.array(unknown, { minLength: 5, maxLength: 5 }), ([a, b, c, d, e]) => {
        const text = `${BEFORE}${a}${DISK.replace('<target', `${b}<target`)}${c}${CD}${d}${NIC}${e}${AFTER}`
        for (const { change, after } of editNothing(text)) expect(after, JSON.stringify(change)).toBe(text)
      }),
      { numRuns: 50 },
    )
  })

  test('a change of one device leaves the others and everything between them', () => {
    fc.assert(
      fc.property(
        fc.array(unknown, { minLength: 3, maxLength: 3 }),
        fc.constantFrom(...FIELDS.disk.filter(field => field.input !== 'order')),
        fc.option(fc.constantFrom('x', 'y&z', "'")),
        ([a, b, c], field, value) => {
          const [before, after] = [`${BEFORE}${a}`, `${b}${CD}${c}${NIC}${AFTER}`]
          const changed = change(`${before}${DISK}${after}`, {
            do: 'set',
            device: vda,
            field: field.id,
            value,
          })
          expect(changed.startsWith(before)).toBe(true)
          expect(changed.endsWith(after)).toBe(true)
          expect(changed).toContain("<vendor:hint xmlns:vendor='v'/>")
          expect(changed).toContain('<!-- the good one -->')
        },
      ),
    )
  })
})
