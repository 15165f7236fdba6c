// Disks as a real libvirt takes them: made of every source, and given another one.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DiskSource } from '../../../preload/model/vm.ts'
import type { DecidedChange } from '../../xml/domain/change.ts'
import type { WrittenSource } from '../../xml/domain/disk-source.ts'
import { readDevices } from '../../xml/domain/hardware.ts'
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
