// Use on a real guest, and the arithmetic of what is kept.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { HostId, type VmRef } from '../../../preload/model/ids.ts'
import { type UsagePoint, type UsageReading, usageBetween } from '../../../preload/model/usage.ts'
import { Hosts } from '../../hosts/hosts.ts'
import { Questions } from '../../hosts/questions.ts'
import { virsh } from '../../hosts/run-virsh.ts'
import { readUsage } from '../../hosts/usage.ts'
import { machineFile } from '../../settings/machine-file.ts'
import { Mirror } from '../../state/mirror.ts'
import { UsageRecorder } from './recorder.ts'
import { addPoint } from './ring.ts'

const NAME = `vitrina-usage-test-${process.pid}`
const HOST = HostId.parse('system')
const log = { info: () => undefined, error: () => undefined }
const folder = mkdtempSync(join(tmpdir(), 'vitrina-usage-'))
const mirror = new Mirror()
const hosts = new Hosts(mirror, log, new Questions(mirror), [])
let ref: VmRef

beforeAll(async () => {
  const file = join(folder, 'machine.xml')
  writeFileSync(
    file,
    `<domain type='qemu'><name>${NAME}</name><memory unit='MiB'>64</memory><vcpu>2</vcpu><os><type machine='pc'>hvm</type></os>
     <devices><disk type='file' device='cdrom'><target dev='hda' bus='ide'/></disk>
     <interface type='user'><model type='virtio'/></interface></devices></domain>`,
  )
  virsh('define', file)
  ref = { host: HOST, vm: virsh('domuuid', NAME) }
  hosts.connectAll()
  await vi.waitFor(() => expect(hosts.get(HOST).view.connection.state).toBe('ready'), { timeout: 25_000 })
})
afterAll(async () => {
  if (virsh('domstate', NAME) !== 'shut off') virsh('destroy', NAME)
  virsh('undefine', NAME)
  await hosts.close()
  rmSync(folder, { recursive: true })
})

test('a running guest: live figures, and a point that is there again after a restart of the app', async () => {
  const recorder = new UsageRecorder(folder, hosts, log)
  expect(await recorder.live(ref)).toBe(null)
  virsh('start', NAME)
  const first = await recorder.live(ref)
  expect(first?.cpus).toBe(2)
  expect(first?.memory.givenKiB).toBe(65_536)
  expect(first?.memory.heldKiB).toBeGreaterThan(0)
  await recorder.sample()
  await vi.waitFor(
    async () => {
      await recorder.sample()
      const points = await recorder.history(ref)
      expect(points.some(({ cpu }) => cpu > 0 && cpu <= 1)).toBe(true)
    },
    { timeout: 25_000, interval: 500 },
  )
  await recorder.stop()
  const again = new UsageRecorder(folder, hosts, log)
  expect((await again.history(ref)).length).toBeGreaterThan(0)
  expect(statSync(machineFile(folder, HOST, ref.vm)).mode & 0o077).toBe(0)
})

const reading = (at: number, cpuNs: number, readBytes: number, reads: number): UsageReading => ({
  at,
  cpuNs,
  cpus: 2,
  memory: { givenKiB: 4, usedKiB: null, heldKiB: 3 },
  disk: { readBytes, writtenBytes: 0, reads, writes: 0, readNs: reads * 3e6, writeNs: 0 },
  network: null,
})

test('between two readings: shares, rates, latencies; none over a restart', () => {
  const point = usageBetween(reading(1_000, 0, 100, 1), reading(3_000, 2e9, 1_100, 5))
  expect(point).toMatchObject({
    cpu: 0.5,
    readBytesPerSec: 500,
    readMs: 3,
    writeMs: null,
    receivedBytesPerSec: null,
  })
  expect(usageBetween(reading(1_000, 5, 0, 0), reading(3_000, 4, 0, 0))).toBe(null)
  expect(usageBetween(reading(1_000, 5, 0, 0), reading(1_000, 6, 0, 0))).toBe(null)
})

test('libvirt’s fields, summed; what is missing is not zero', () => {
  const params = {
    'block.count': 2,
    'block.0.rd.bytes': 5n,
    'block.1.rd.bytes': 7,
    'cpu.time': 9n,
    'balloon.available': 10,
  }
  expect(readUsage(params, 1)).toMatchObject({
    disk: { readBytes: 12 },
    network: null,
    memory: { usedKiB: null },
  })
  expect(readUsage({ ...params, 'balloon.usable': 4 }, 1).memory.usedKiB).toBe(6)
  const busy = readUsage({ 'block.count': 2, 'block.0.name': 'vda', 'cpu.time': 9n, 'balloon.current': 8 }, 1)
  expect(busy).toMatchObject({ disk: null, memory: { heldKiB: null, givenKiB: 8 } })
})

test('a day of minutes stays small, and keeps its means', () => {
  let points: readonly UsagePoint[] = []
  const point = (at: number, cpu: number): UsagePoint => ({
    at,
    cpu,
    givenKiB: 1,
    usedKiB: null,
    heldKiB: 1,
    readBytesPerSec: 0,
    writtenBytesPerSec: 0,
    readMs: null,
    writeMs: null,
    receivedBytesPerSec: 0,
    sentBytesPerSec: 0,
  })
  const start = 1_700_000_000_000
  for (let minute = 0; minute < 3_000; minute++)
    points = addPoint(points, point(start + minute * 60_000, minute % 2))
  expect(points.length).toBeLessThan(400)
  expect(points.every(({ at }, n) => n === 0 || at > (points[n - 1]?.at ?? 0))).toBe(true)
  expect((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)).toBeGreaterThan(23.8 * 3_600_000)
  for (const { cpu } of points.slice(5, 100)) expect([0.4, 0.6]).toContain(Math.round(cpu * 10) / 10)
  expect(points[7]?.usedKiB).toBe(null)
})
