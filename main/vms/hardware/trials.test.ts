// Changes on trial, on a real libvirt: they go back in time, after the app was away, and never over somebody else's change.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HardwareChange } from '../../../preload/model/hardware.ts'
import { HostId, objectKey, type VmRef } from '../../../preload/model/ids.ts'
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
import { readHardware } from './reading.ts'
import { Trials } from './trials.ts'

const NAME = `vitrina-trial-test-${process.pid}`
const MAC = '52:54:00:aa:00:31'
const HOST = HostId.parse('system')
const log = { info: () => undefined, error: () => undefined }
const patience = { timeout: 25_000 }
let folder: string
let app: App
let ref: VmRef

interface App {
  readonly mirror: Mirror
  readonly hosts: Hosts
  readonly trials: Trials
}

/** The app as it starts: with what it wrote down the last time. */
async function start(): Promise<App> {
  const mirror = new Mirror()
  const hosts = new Hosts(mirror, log, new Questions(mirror), [])
  const tasks = new Tasks(mirror, log, readFailure)
  const vmTasks = new VmTasks(hosts, tasks, new KeyedQueue())
  const hardware = new VmHardware(vmTasks, new VmDeletion(vmTasks, mirror))
  const trials = await Trials.open(path(), hosts, hardware, mirror, log)
  hosts.connectAll()
  await vi.waitFor(() => expect(hosts.get(HOST).view.connection.state).toBe('ready'), patience)
  return { mirror, hosts, trials }
}

const path = () => join(folder, 'trials.json')
const written = () => JSON.parse(readFileSync(path(), 'utf8')) as Record<string, unknown>[]
const secure = () => virsh('dumpxml', '--inactive', '--security-info', NAME)
const shown = () => app.mirror.get('trial', objectKey(HOST, ref.vm))
const nic = { kind: 'nic', key: MAC } as const
const pull: HardwareChange = { do: 'set', device: nic, field: 'link', value: 'down' }

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-trial-'))
  const file = join(folder, 'machine.xml')
  writeFileSync(
    file,
    `<domain type='qemu'><name>${NAME}</name><memory unit='MiB'>64</memory><os><type machine='pc'>hvm</type></os>
     <devices><interface type='user'><mac address='${MAC}'/><model type='virtio'/></interface>
     <graphics type='vnc' passwd='geheim12'/></devices></domain>`,
  )
  virsh('define', file)
  ref = { host: HOST, vm: virsh('domuuid', NAME) }
  app = await start()
})
afterEach(async () => {
  await app.hosts.close()
  if (virsh('domstate', NAME) !== 'shut off') virsh('destroy', NAME)
  virsh('undefine', NAME)
  rmSync(folder, { recursive: true })
})

async function onTrial(...changes: HardwareChange[]): Promise<void> {
  const { revision } = await readHardware(app.hosts, ref)
  app.trials.apply({ ...ref, base: revision, changes }, { minutes: 10, agent: false })
  await vi.waitFor(() => expect(shown()).toBeDefined(), patience)
}

/** Closes the app, lets that time pass, and starts it again. */
async function restartAfter(ms: number, edit: Record<string, unknown> = {}): Promise<void> {
  await app.hosts.close()
  const later = written().map(kept => ({ ...kept, endsAt: Number(kept['endsAt']) - ms, ...edit }))
  writeFileSync(path(), JSON.stringify(later))
  app = await start()
}

test('it goes back when it is told to, in the running machine too, with the password that nobody wrote down', async () => {
  virsh('start', NAME)
  const before = secure()
  await onTrial(pull)
  expect(virsh('domif-getlink', NAME, MAC)).toContain('down')
  expect(readFileSync(path(), 'utf8')).not.toContain('geheim12')
  await app.trials.goBack(ref)
  await vi.waitFor(() => expect(shown()).toBeUndefined(), patience)
  expect(secure()).toBe(before)
  expect(virsh('domif-getlink', NAME, MAC)).toContain('up')
  await vi.waitFor(() => expect(written()).toEqual([]), patience)
})

test('kept: it stays, also after the time is over', async () => {
  await onTrial(pull)
  await app.trials.keep(ref)
  expect(shown()).toBeUndefined()
  await restartAfter(3_600_000)
  expect(secure()).toContain("<link state='down'/>")
})

test('the app was closed: in time it is shown again, after its time it goes back at the next start', async () => {
  const before = secure()
  await onTrial(pull)
  await restartAfter(0)
  await vi.waitFor(() => expect(shown()).toMatchObject({ isStuck: false }), patience)
  expect(secure()).not.toBe(before)
  await restartAfter(3_600_000)
  await vi.waitFor(() => expect(secure()).toBe(before), patience)
  await vi.waitFor(() => expect(written()).toEqual([]), patience)
})

test('cut off in the middle of the change: it goes back at the next start, before its time', async () => {
  const before = secure()
  await onTrial(pull)
  await restartAfter(0, { revision: null })
  await vi.waitFor(() => expect(secure()).toBe(before), patience)
})

test('cut off before the change: there is nothing to take back', async () => {
  await onTrial(pull)
  const { definition } = await readHardware(app.hosts, ref)
  await restartAfter(3_600_000, { before: definition })
  await vi.waitFor(() => expect(written()).toEqual([]), patience)
  expect(secure()).toContain("<link state='down'/>")
})

test('a change on top of one on trial goes back with it', async () => {
  const before = secure()
  await onTrial(pull)
  const first = written()[0]?.['revision']
  await onTrial({ do: 'set', device: { kind: 'machine', key: '' }, field: 'title', value: 'Twice' })
  await vi.waitFor(() => expect(written()[0]?.['revision']).not.toBe(null), patience)
  await vi.waitFor(() => expect(written()[0]?.['revision']).not.toBe(first), patience)
  expect(secure()).toContain('Twice')
  await app.trials.goBack(ref)
  await vi.waitFor(() => expect(secure()).toBe(before), patience)
})

test('a change that libvirt refuses is on no trial, and one before it still is', async () => {
  const refused = async () => {
    const { revision, definition } = await readHardware(app.hosts, ref)
    const text = definition.replace(/machine='[^']+'/, "machine='none-such'")
    const changes: HardwareChange[] = [{ do: 'xml', text }]
    const { task } = app.trials.apply({ ...ref, base: revision, changes }, { minutes: 10, agent: false })
    await vi.waitFor(() => expect(app.mirror.get('task', task)?.state).toBe('failed'), patience)
  }
  await refused()
  expect(written()).toEqual([])
  await onTrial(pull)
  const kept = written()
  await refused()
  expect(written()).toEqual(kept)
})

test('what another program changed since is not written over', async () => {
  await onTrial(pull)
  virsh('desc', NAME, '--config', '--title', 'Theirs')
  const theirs = secure()
  await restartAfter(3_600_000)
  await vi.waitFor(() => expect(shown()).toMatchObject({ isStuck: true }), patience)
  expect(secure()).toBe(theirs)
})
