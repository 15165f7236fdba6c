import { expect, test } from 'vitest'
import type { Disk } from '../../preload/model/vm.ts'
import { readDomain } from '../xml/domain/read.ts'
import { hasDefinition, readSnapshot, readSnapshotFiles } from '../xml/snapshot/read.ts'
import { judgeDeletion, judgeSnapshots } from './judge.ts'

const OLD = 9_000_000
const NEW = 11_000_000

function disks(xml: string): readonly Disk[] {
  return readDomain(`<domain type='qemu'><name>a</name><devices>${xml}</devices></domain>`).disks
}
const file = (format: string, target = 'vda') =>
  `<disk type='file' device='disk'><driver name='qemu' type='${format}'/><source file='/d/${target}'/>
   <target dev='${target}' bus='virtio'/></disk>`
const cd = `<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='/d/cd.iso'/>
   <target dev='sda' bus='sata'/><readonly/></disk>`

test.each([
  ['qcow2, and a CD that is not written', file('qcow2') + cd, 'bios', OLD, null, null],
  ['one disk is raw', file('qcow2') + file('raw', 'vdb'), 'bios', NEW, 'notQcow2', null],
  ['UEFI on an old libvirt', file('qcow2'), 'uefi', OLD, 'uefi', null],
  ['UEFI on a new one', file('qcow2'), 'uefi', NEW, null, null],
  ['only a CD', cd, 'bios', NEW, 'noDisk', 'noDisk'],
  [
    'a disk over the network',
    `<disk type='network' device='disk'><driver name='qemu' type='qcow2'/><source protocol='nbd' name='x'/>
     <target dev='vda'/></disk>`,
    'bios',
    NEW,
    null,
    'notAFile',
  ],
] as const)('%s', (_, xml, firmware, version, internal, external) => {
  const { refusals } = judgeSnapshots({ disks: disks(xml), firmware }, version)
  expect(refusals.internal?.key ?? null).toBe(internal)
  expect(refusals.external?.key ?? null).toBe(external)
})

test('going back to new files takes libvirt 9.9', () => {
  const vm = { disks: disks(file('raw')), firmware: 'bios' } as const
  expect(judgeSnapshots(vm, OLD).noReturn).toEqual({ key: 'noReturn', params: { version: '9.0.0' } })
  expect(judgeSnapshots(vm, 9_009_000).noReturn).toBeNull()
})

test('a snapshot as libvirt writes it', () => {
  const xml = `<domainsnapshot><name>b</name><description>x &amp; y</description><state>disk-snapshot</state>
    <parent><name>a</name></parent><creationTime>1700000000</creationTime><memory snapshot='no'/>
    <disks><disk name='vda' snapshot='external' type='file'/></disks><domain><name>vm</name></domain></domainsnapshot>`
  expect(readSnapshot(xml)).toEqual({
    name: 'b',
    description: 'x & y',
    parent: 'a',
    takenAt: 1_700_000_000_000,
    state: 'disks',
    kind: 'external',
  })
  expect(hasDefinition(xml)).toBe(true)
  expect(hasDefinition('<domainsnapshot><name>b</name></domainsnapshot>')).toBe(false)
})

const one = (name: string, parent: string | null, kind: 'internal' | 'external' = 'external') => ({
  name,
  parent,
  kind,
})

test.each([
  ['inside the disks', [one('a', null, 'internal'), one('b', 'a', 'internal')], false, OLD, null],
  ['the last one, off', [one('a', null)], false, OLD, null],
  ['in the middle, off', [one('a', null), one('b', 'a')], false, OLD, 'deleteOn'],
  ['in the middle, off, on a new libvirt', [one('a', null), one('b', 'a')], false, NEW, null],
  ['in the middle, running', [one('a', null), one('b', 'a')], true, OLD, null],
  ['two ways on', [one('a', null), one('b', 'a'), one('c', 'a')], true, NEW, 'branches'],
  ['before 9.0', [one('a', null)], true, 8_010_000, 'noDelete'],
] as const)('deleting: %s', (_, all, isOn, version, expected) => {
  expect(judgeDeletion(all[0], all, isOn, version)?.key ?? null).toBe(expected)
})

test('the files of an external one are its disks’ and its memory’s', () => {
  const xml = `<domainsnapshot><memory snapshot='external' file='/p/a.memory'/><disks>
    <disk name='vda' snapshot='external' type='file'><source file='/p/a.one'/></disk>
    <disk name='vdb' snapshot='internal'/></disks></domainsnapshot>`
  expect(readSnapshotFiles(xml)).toEqual({ disks: ['/p/a.one'], memory: '/p/a.memory' })
})
