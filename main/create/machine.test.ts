import { expect, test } from 'vitest'
import type { VmDraft } from '../../preload/model/draft.ts'
import { HostId } from '../../preload/model/ids.ts'
import type { OsFacts } from '../../preload/model/os.ts'
import { TABLE } from '../os/table.ts'
import { buildDomain } from '../xml/domain/build.ts'
import { readDomain } from '../xml/domain/read.ts'
import { adoptSystem } from './defaults.ts'
import { decideMachine } from './machine.ts'
import type { Offer } from './options.ts'

const offer: Offer = {
  arch: 'x86_64',
  machine: 'q35',
  capabilities: {
    machine: 'pc-q35-7.2',
    maxCpus: 288,
    firmwares: ['efi'],
    secureBoot: true,
    cpuModes: ['host-passthrough', 'host-model', 'maximum', 'custom'],
    hostPassthroughMigratable: true,
    graphics: ['vnc', 'spice'],
    videoModels: ['vga', 'qxl', 'virtio', 'bochs'],
    diskBuses: ['virtio', 'sata'],
    tpm: true,
    emulator: '/usr/bin/qemu-system-x86_64',
  },
  options: {
    host: HostId.parse('system'),
    arch: 'x86_64',
    archs: ['x86_64', 'aarch64'],
    bios: true,
    local: true,
    cpus: 8,
    maxCpus: 288,
    memoryMiB: 16_384,
    memoryFreeMiB: 8_192,
    kvm: true,
    session: false,
    uefi: true,
    secureBoot: true,
    tpm: true,
    graphics: ['spice', 'vnc'],
    sound: true,
    bridges: [],
    devices: [],
    cpuModes: ['default'],
    standardPoolPath: null,
  },
}

const draft: VmDraft = {
  host: HostId.parse('system'),
  arch: 'x86_64',
  name: 'vm',
  install: { kind: 'iso', on: 'host', path: '/iso/a.iso' },
  osId: null,
  cpus: 2,
  topology: null,
  acceleration: 'kvm',
  cpuMode: 'default',
  memoryMiB: 2048,
  storage: { kind: 'new', pool: 'standard', sizeGiB: 20, format: 'qcow2', allocation: 'sparse' },
  nic: { kind: 'network', network: 'default' },
  nicModel: 'default',
  firmware: 'bios',
  tpm: false,
  graphics: 'spice',
  sound: true,
  startNow: true,
}

const around = { options: offer.options, networks: [], pools: [], takenNames: ['debian12'] }
const system = (shortId: string): OsFacts => {
  const found = TABLE.find(entry => entry.facts.shortId === shortId)
  if (!found) throw new Error(shortId)
  return found.facts
}
const disk = { path: '/pool/vm.qcow2', format: 'qcow2' } as const

test('Windows 11 gets what it asks for: Secure Boot, TPM, disks and cards that it has drivers for', () => {
  const windows = system('win11')
  const adopted = adoptSystem(draft, windows, around)
  expect(adopted).toMatchObject({ firmware: 'uefi-secure', tpm: true, memoryMiB: 8192, name: 'win11' })
  const spec = decideMachine(adopted, offer, windows, disk)
  expect(spec).toMatchObject({ windows: true, cpuMode: 'host-passthrough', video: 'qxl' })
  expect(spec.disks.map(d => d.bus)).toEqual(['sata', 'sata'])
  expect(spec.nic?.model).toBe('e1000e')
  expect(buildDomain(spec)).toContain('<hyperv>')
})

test('modern Linux gets UEFI and virtio, and a name that is free', () => {
  const debian = system('debian12')
  const adopted = adoptSystem(draft, debian, around)
  expect(adopted).toMatchObject({ firmware: 'uefi', tpm: false, name: 'debian12-2' })
  const spec = decideMachine(adopted, offer, debian, disk)
  expect(spec).toMatchObject({ video: 'virtio', nic: { model: 'virtio' } })
})

test('a name that the user gave is kept, and never more than the host has is asked for', () => {
  const small = { ...around, options: { ...offer.options, memoryMiB: 2_048, cpus: 1 } }
  const adopted = adoptSystem({ ...draft, name: 'My Server' }, system('win11'), small)
  expect(adopted).toMatchObject({ name: 'My Server', cpus: 1 })
  expect(adopted.memoryMiB).toBeLessThan(2_048)
})

test('an empty disk comes before the CD, one with a system after it', () => {
  const order = (d: VmDraft) => decideMachine(d, offer, null, disk).disks.map(x => [x.device, x.boot])
  expect(order(draft)).toEqual([
    ['disk', 1],
    ['cdrom', 2],
  ])
  expect(order({ ...draft, storage: { kind: 'volume', pool: '', volume: 'v' } })).toEqual([
    ['disk', 2],
    ['cdrom', 1],
  ])
})

test('the display has no listener of its own in a session, and behind a password that has run out elsewhere', () => {
  const here = buildDomain(decideMachine(draft, offer, null, disk))
  expect(here).toMatch(/passwd='[\w-]{32}' passwdValidTo='1970-/)
  expect(here).toContain("address='127.0.0.1'")
  const session = { ...offer, options: { ...offer.options, session: true } }
  const there = buildDomain(decideMachine(draft, session, null, disk))
  expect(there).toContain("<listen type='socket'/>")
  expect(there).not.toContain('passwd')
})

test('what is built is read back, hostile names included', () => {
  const name = `<&'">\u202e é`
  const read = readDomain(buildDomain(decideMachine({ ...draft, name }, offer, null, disk)))
  expect(read).toMatchObject({ name, cpus: 2, memoryKiB: 2048 * 1024, firmware: 'bios', virtType: 'kvm' })
  expect(read.disks.map(d => d.source)).toEqual([
    { kind: 'file', path: '/pool/vm.qcow2' },
    { kind: 'file', path: '/iso/a.iso' },
  ])
  expect(read.graphics).toEqual([{ kind: 'spice', index: 0 }])
})
