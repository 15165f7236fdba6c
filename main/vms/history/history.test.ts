// The config time machine on a real libvirt: whoever defines a machine, the definition is kept, without its passwords.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { HostId, type VmRef } from '../../../preload/model/ids.ts'
import { Hosts } from '../../hosts/hosts.ts'
import { Questions } from '../../hosts/questions.ts'
import { virsh } from '../../hosts/run-virsh.ts'
import { Mirror } from '../../state/mirror.ts'
import { nextEntry, VmHistory } from './history.ts'
import { HistoryStore } from './store.ts'

const NAME = `vitrina-history-test-${process.pid}`
const HOST = HostId.parse('system')
const log = { info: () => undefined, error: () => undefined }
const folder = mkdtempSync(join(tmpdir(), 'vitrina-history-'))
const mirror = new Mirror()
const hosts = new Hosts(mirror, log, new Questions(mirror), [])
const store = new HistoryStore(join(folder, 'history'))
const history = new VmHistory(hosts, store, log)
let ref: VmRef

function define(memoryMiB: number, uuid = ''): void {
  const file = join(folder, 'machine.xml')
  writeFileSync(
    file,
    `<domain type='qemu'><name>${NAME}</name>${uuid}<memory unit='MiB'>${memoryMiB}</memory>
     <os><type arch='x86_64' machine='pc'>hvm</type></os>
     <devices><graphics type='vnc' passwd='geheim12'/></devices></domain>`,
  )
  virsh('define', file)
}

beforeAll(async () => {
  define(64)
  ref = { host: HOST, vm: virsh('domuuid', NAME) }
  hosts.connectAll()
  await vi.waitFor(() => expect(hosts.get(HOST).view.connection.state).toBe('ready'), { timeout: 25_000 })
})
afterAll(async () => {
  virsh('undefine', NAME)
  await hosts.close()
  rmSync(folder, { recursive: true })
})

test('what was there, and what other programs define, with what each changed; never a password', async () => {
  await vi.waitFor(async () => expect(await store.read(HOST, ref.vm)).toHaveLength(1), { timeout: 25_000 })
  const uuid = `<uuid>${ref.vm}</uuid>`
  define(96, uuid)
  await vi.waitFor(async () => expect(await store.read(HOST, ref.vm)).toHaveLength(2), { timeout: 25_000 })
  define(96, uuid) // the same once more is no version
  virsh('desc', NAME, '--config', '--title', 'Renamed')
  await vi.waitFor(async () => expect(await store.read(HOST, ref.vm)).toHaveLength(3), { timeout: 25_000 })
  const [last, middle, first] = await history.list(ref)
  expect(first?.changes).toBe(null)
  expect(middle?.changes?.map(({ field, next }) => [field, next])).toEqual([
    ['memoryKiB', '98304'],
    ['memoryMaximumKiB', '98304'],
  ])
  expect(last?.changes).toMatchObject([{ field: 'title', next: 'Renamed' }])
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter(name => name.endsWith('.json'))
  for (const name of files) {
    expect(readFileSync(join(folder, name), 'utf8')).not.toContain('geheim12')
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  }
})

test('kept small: the oldest go, the last stays, a broken file is an empty one', async () => {
  const uuid = '00000000-0000-4000-8000-000000000001'
  for (let n = 0; n < 60; n++)
    await store.add(HOST, uuid, last => nextEntry(`<domain><name>${n}</name></domain>`, last))
  const kept = await store.read(HOST, uuid)
  expect(kept).toHaveLength(50)
  expect(kept.at(-1)?.xml).toContain('59')
  const large = `<domain><name>${'x'.repeat(700_000)}</name></domain>`
  await store.add(HOST, uuid, last => nextEntry(large, last))
  await store.add(HOST, uuid, last => nextEntry(large.replace('<name>', '<name>y'), last))
  expect(await store.read(HOST, uuid)).toHaveLength(1)
  const old = { at: 1, xml: '<domain/>', changes: null }
  await store.add(HOST, `${uuid.slice(0, -1)}2`, () => old)
  await store.prune(HOST, new Set([uuid]))
  expect(await store.read(HOST, `${uuid.slice(0, -1)}2`)).toEqual([])
  const path = (readdirSync(folder, { recursive: true }) as string[]).find(name => name.includes(uuid)) ?? ''
  writeFileSync(join(folder, path), '{"versions": 7}')
  expect(await store.read(HOST, uuid)).toEqual([])
})
