// Changes of a real machine on real libvirt and QEMU: a small guest without a system, on plain PCI, where QEMU adds
// and takes devices without asking it.
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { HardwareChange } from '../../../preload/model/hardware.ts'
import { HostId, objectKey, type TaskRef, type VmRef } from '../../../preload/model/ids.ts'
import type { Task } from '../../../preload/model/task.ts'
import { readFailure } from '../../hosts/failure.ts'
import { Hosts } from '../../hosts/hosts.ts'
import { Questions } from '../../hosts/questions.ts'
import { virsh } from '../../hosts/run-virsh.ts'
import { VmTasks } from '../../hosts/vm-tasks.ts'
import { Mirror } from '../../state/mirror.ts'
import { KeyedQueue } from '../../tasks/keyed-queue.ts'
import { Tasks } from '../../tasks/tasks.ts'
import { VmDeletion } from '../deletion.ts'
import { VmHardware } from './changing.ts'
import { readHardware, readHardwareOptions } from './reading.ts'

const NAME = `vitrina-hardware-test-${process.pid}`
const HOST = HostId.parse('system')
const log = { info: () => undefined, error: () => undefined }
const mirror = new Mirror()
const hosts = new Hosts(mirror, log, new Questions(mirror), [])
const tasks = new Tasks(mirror, log, readFailure)
const vmTasks = new VmTasks(hosts, tasks, new KeyedQueue())
const hardware = new VmHardware(vmTasks, new VmDeletion(vmTasks, mirror))
const folder = mkdtempSync(join(tmpdir(), 'vitrina-hardware-'))
const patience = { timeout: 25_000 }
let ref: VmRef

const XML = `<!-- by hand -->
<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>${NAME}</name>
  <metadata><note:note xmlns:note='urn:note'>keep  me</note:note></metadata>
  <memory unit='MiB'>64</memory>
  <vcpu current='1'>3</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/></features>
  <devices>
    <controller type='usb' model='qemu-xhci'/>
    <disk type='file' device='cdrom'><target dev='hda' bus='ide'/><readonly/></disk>
    <interface type='user'><mac address='52:54:00:aa:00:01'/><model type='virtio'/></interface>
    <graphics type='vnc' autoport='yes' passwd='geheim12'><listen type='address' address='127.0.0.1'/></graphics>
  </devices>
  <qemu:commandline><qemu:env name='VITRINA' value='1'/></qemu:commandline>
</domain>`

beforeAll(async () => {
  chmodSync(folder, 0o755) // QEMU's user goes through it
  hosts.connectAll()
  await vi.waitFor(() => expect(hosts.get(HOST).view.connection.state).toBe('ready'), patience)
})
beforeEach(async () => {
  remove()
  const file = join(folder, 'machine.xml')
  writeFileSync(file, XML)
  virsh('define', file)
  const uuid = virsh('domuuid', NAME).trim()
  ref = { host: HOST, vm: uuid }
  await vi.waitFor(() => expect(mirror.get('vm', objectKey(HOST, uuid))?.name).toBe(NAME), patience)
})
afterAll(async () => {
  remove()
  await hosts.close()
  rmSync(folder, { recursive: true })
})

function remove(): void {
  if (!virsh('list', '--all', '--name').split('\n').includes(NAME)) return
  if (virsh('domstate', NAME).trim() !== 'shut off') virsh('destroy', NAME)
  virsh('undefine', NAME)
}

/** Whoever puts a host's pools back as they were may have taken it away. */
function dropPool(): void {
  if (virsh('pool-list', '--name').includes(NAME)) virsh('pool-destroy', NAME)
}

async function ended({ task }: TaskRef): Promise<Task> {
  await expect.poll(() => mirror.get('task', task)?.endedAt ?? null, { timeout: 60_000 }).not.toBe(null)
  const found = mirror.get('task', task)
  if (!found) throw new Error('the task is gone')
  return found
}

async function change(...changes: HardwareChange[]): Promise<Task> {
  const { revision } = await readHardware(hosts, ref)
  return ended(hardware.apply({ ...ref, base: revision, changes }))
}

const machine = { kind: 'machine', key: '' } as const
const nic = { kind: 'nic', key: '52:54:00:aa:00:01' } as const
const set = (field: string, value: string): HardwareChange => ({ do: 'set', device: machine, field, value })
const secure = () => virsh('dumpxml', '--inactive', '--security-info', NAME)
const disk = (name: string, text = ''): HardwareChange => {
  const path = join(folder, name)
  writeFileSync(path, text || Buffer.alloc(1 << 20))
  return { do: 'addDisk', device: 'disk', bus: 'virtio', origin: { kind: 'file', path } }
}

test('off: memory changes, and what we do not know, passwords and notes stay', async () => {
  const before = secure()
  const task = await change(set('memoryMaximumKiB', '131072'), set('memoryKiB', '131072'))
  expect(task.error).toBe(null)
  expect(secure()).toBe(
    before
      .replace("<memory unit='KiB'>65536<", "<memory unit='KiB'>131072<")
      .replace("<currentMemory unit='KiB'>65536<", "<currentMemory unit='KiB'>131072<"),
  )
  expect(secure()).toContain("passwd='geheim12'")
  expect(secure()).toContain('keep  me')
})

test('a change made meanwhile by another program is not written over', async () => {
  const { revision } = await readHardware(hosts, ref)
  virsh('setmaxmem', NAME, '96M', '--config')
  const before = secure()
  const task = await ended(hardware.apply({ ...ref, base: revision, changes: [set('title', 'Late')] }))
  expect(task.error?.code).toBe('hardware.changedMeanwhile')
  expect(secure()).toBe(before)
  await expect(hardware.preview({ ...ref, base: revision, changes: [set('title', 'Late')] })).rejects.toThrow(
    'changedMeanwhile',
  )
})

test('the preview holds no password, and says when each change comes', async () => {
  virsh('start', NAME)
  const { revision } = await readHardware(hosts, ref)
  const changes = [disk('a.img'), set('memoryMaximumKiB', '131072'), set('cpus', '2')]
  const { before, after, effects } = await hardware.preview({ ...ref, base: revision, changes })
  expect(before + after).not.toContain('geheim12')
  expect(after).toContain("<target dev='vda' bus='virtio'/>")
  expect(effects).toEqual([
    { at: 'now', why: null },
    { at: 'restart', why: 'fixed' },
    { at: 'now', why: null },
  ])
})

test('running: a disk and a processor come at once, memory above the maximum waits, a link goes down', async () => {
  virsh('start', NAME)
  const task = await change(
    disk('b.img'),
    set('cpus', '2'),
    set('memoryMaximumKiB', '131072'),
    { do: 'set', device: nic, field: 'link', value: 'down' },
    { do: 'addNic', source: { kind: 'user' }, model: 'virtio', mac: '52:54:00:aa:00:02' },
  )
  expect(task.error).toBe(null)
  expect(virsh('qemu-monitor-command', NAME, '--hmp', 'info block')).toContain(join(folder, 'b.img'))
  expect(virsh('qemu-monitor-command', NAME, '--hmp', 'info network')).toContain('52:54:00:aa:00:02')
  expect(virsh('vcpucount', NAME, '--live', '--current').trim()).toBe('2')
  expect(virsh('domif-getlink', NAME, nic.key)).toContain('down')
  const { waiting } = await readHardware(hosts, ref)
  expect(waiting).toEqual([
    { ...machine, what: 'changed', field: 'memoryMaximumKiB', now: '65536', next: '131072' },
  ])
  const last = await change({ do: 'set', device: nic, field: 'link', value: 'up' })
  expect(last.error).toBe(null)
  expect(virsh('domif-getlink', NAME, nic.key)).toContain('up')
})

test('a USB disk comes, grows and goes while the guest runs', async () => {
  virsh('start', NAME)
  const added = await change({ ...disk('c.img'), bus: 'usb' } as HardwareChange)
  expect(added.error).toBe(null)
  const device = { kind: 'disk', key: 'sda' } as const
  const grown = await change({ do: 'grow', device, capacityBytes: 3 << 20, fileSystems: false })
  expect(grown.error).toBe(null)
  expect((await readHardware(hosts, ref)).capacities['sda']).toBe(3 << 20)
  const removed = await change({ do: 'remove', device, deleteFile: false })
  expect(removed.error).toBe(null)
  expect(virsh('qemu-monitor-command', NAME, '--hmp', 'info block')).not.toContain('c.img')
  expect(secure()).not.toContain('c.img')
  expect(existsSync(join(folder, 'c.img'))).toBe(true)
})

test('off: a disk in a pool grows, never shrinks; a file elsewhere has nobody to grow it', async () => {
  const elsewhere = await change(disk('lonely.img'))
  expect(elsewhere.error).toBe(null)
  const device = { kind: 'disk', key: 'vda' } as const
  const grow = (capacityBytes: number) => change({ do: 'grow', device, capacityBytes, fileSystems: false })
  expect((await grow(4 << 20)).error?.code).toBe('hardware.noVolume')
  virsh('pool-create-as', NAME, 'dir', '--target', folder)
  try {
    expect((await grow(4 << 20)).error).toBe(null)
    expect(statSync(join(folder, 'lonely.img')).size).toBe(4 << 20)
    expect((await readHardware(hosts, ref)).capacities['vda']).toBe(4 << 20)
    expect((await grow(1 << 20)).error?.code).toBe('hardware.shrink')
    expect(statSync(join(folder, 'lonely.img')).size).toBe(4 << 20)
  } finally {
    dropPool()
  }
})

test('a guest that does not let go keeps its disk until it restarts, and its file is not deleted', async () => {
  virsh('pool-create-as', NAME, 'dir', '--target', folder)
  try {
    virsh('vol-create-as', NAME, 'kept.img', '1M')
    const path = join(folder, 'kept.img')
    virsh('attach-disk', NAME, path, 'vda', '--config', '--targetbus', 'virtio')
    virsh('start', NAME)
    const device = { kind: 'disk', key: 'vda' } as const
    const before = secure()
    const refused = await change({ do: 'remove', device, deleteFile: true })
    expect(refused.error?.code).toBe('hardware.guestKeepsDisk')
    expect(secure()).toBe(before)
    expect(existsSync(path)).toBe(true)
    const kept = await change({ do: 'remove', device, deleteFile: false })
    expect(kept.error).toBe(null)
    expect(kept.step?.key).toBe('hardware.guestKeeps')
    expect((await readHardware(hosts, ref)).waiting).toMatchObject([{ ...device, what: 'removed' }])
  } finally {
    dropPool()
  }
}, 90_000)

test('a step that fails takes back the definition and what was done to the running machine', async () => {
  virsh('start', NAME)
  const before = secure()
  // libvirt defines it; QEMU cannot open it.
  const broken = { ...disk('broken.qcow2', 'no qcow2 at all') }
  const task = await change(
    set('cpus', '2'),
    { do: 'set', device: nic, field: 'link', value: 'down' },
    broken,
  )
  expect(task.state).toBe('failed')
  expect(task.error?.detail).toMatch(/not in qcow2 format/)
  expect(secure()).toBe(before)
  expect(virsh('domif-getlink', NAME, nic.key)).not.toContain('down')
})

test('a definition written by hand: the password that it does not show stays, another machine is refused', async () => {
  const before = secure()
  const { definition } = await readHardware(hosts, ref)
  expect(definition).not.toContain('geheim12')
  const done = await change({ do: 'xml', text: definition.replace('keep  me', 'kept  too') })
  expect(done.error).toBe(null)
  expect(secure()).toBe(before.replace('keep  me', 'kept  too'))
  const other = await change({ do: 'xml', text: definition.replace(NAME, `${NAME}-2`) })
  expect(other.error?.code).toBe('hardware.otherMachine')
  const hostile = await change({ do: 'xml', text: `<!DOCTYPE domain>${definition}` })
  expect(hostile.error?.code).toBe('libvirt.badXml')
  const nonsense = await change({ do: 'xml', text: definition.replace('<acpi/>', '<acpi/><nonsense/>') })
  expect(nonsense.error).toMatchObject({
    code: 'libvirt.badXml',
    detail: expect.stringContaining('Extra element features'),
  })
  expect(secure()).toBe(before.replace('keep  me', 'kept  too'))
})

test('running: of a definition written by hand the guest has at once what it can, and the rest can be taken back', async () => {
  virsh('start', NAME)
  const before = secure()
  const { definition, revision } = await readHardware(hosts, ref)
  const text = definition
    .replace("<model type='virtio'/>", "<model type='virtio'/><link state='down'/>")
    .replace("<vcpu placement='static' current='1'>", "<vcpu placement='static' current='2'>")
    .replace('</devices>', "<sound model='ich6'/></devices>")
  const preview = await hardware.preview({ ...ref, base: revision, changes: [{ do: 'xml', text }] })
  expect(preview.after).not.toContain('geheim12')
  expect(preview.items.map(({ kind, field, effect }) => [kind, field, effect.at])).toEqual([
    ['sound', null, 'restart'],
    ['machine', 'cpus', 'now'],
    ['nic', 'link', 'now'],
  ])
  expect((await change({ do: 'xml', text })).error).toBe(null)
  expect(virsh('domif-getlink', NAME, nic.key)).toContain('down')
  expect(virsh('vcpucount', NAME, '--live', '--current').trim()).toBe('2')
  const sound = { kind: 'sound', key: '0' } as const
  expect((await readHardware(hosts, ref)).waiting).toMatchObject([{ ...sound, what: 'added' }])
  expect((await change({ do: 'keepRunning', device: sound, field: null })).error).toBe(null)
  expect((await readHardware(hosts, ref)).waiting).toEqual([])
  // And back, as a whole: the link comes up again.
  const back = await change({ do: 'xml', text: definition.replace("current='1'", "current='2'") })
  expect(back.error).toBe(null)
  expect(virsh('domif-getlink', NAME, nic.key)).toContain('up')
  expect(secure()).toBe(before.replace("current='1'", "current='2'"))
})

test('what the host offers comes from its capabilities', async () => {
  const options = await readHardwareOptions(hosts, ref)
  expect(options.values['disk.bus']).toContain('virtio')
  expect(options.values['video.model']).toContain('vga')
  expect(options.maxCpus).toBeGreaterThan(1)
})
