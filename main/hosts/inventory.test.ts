// The inventory beside a real daemon that does not stand still: neither gaps nor ghosts.
import { randomUUID } from 'node:crypto'
import { type Connection, connect, isNotFound } from 'node-libvirt'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { HostId } from '../../preload/model/ids.ts'
import { Mirror } from '../state/mirror.ts'
import { Inventory } from './inventory.ts'
import { retryDelayMs } from './reconnect.ts'

const NAME = `inventory-${process.pid}`
const HOST = HostId.parse('system')
const uuids: readonly string[] = Array.from({ length: 6 }, () => randomUUID())
let reader: Connection
let writer: Connection

beforeAll(async () => {
  reader = await connect('qemu:///system')
  writer = await connect('qemu:///system')
})
afterAll(async () => {
  for (const uuid of uuids) await undefine(uuid)
  await reader.close()
  await writer.close()
})

async function define(uuid: string, memoryMiB: number): Promise<void> {
  await writer.domainDefineXML(
    `<domain type='qemu'><name>${NAME}-${uuids.indexOf(uuid)}</name><uuid>${uuid}</uuid>
     <memory unit='MiB'>${memoryMiB}</memory><os><type arch='x86_64'>hvm</type></os></domain>`,
    0,
    { timeoutMs: 120_000 },
  )
}

async function undefine(uuid: string): Promise<void> {
  try {
    await (await writer.domainLookupByUUIDString(uuid)).undefine()
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}

test('machines come, change and go while they are listed: the mirror ends as the daemon does', async () => {
  const errors: string[] = []
  const mirror = new Mirror()
  const inventory = new Inventory(HOST, reader, mirror, {
    info: () => undefined,
    error: what => errors.push(what),
  })
  for (const uuid of uuids) await define(uuid, 64)
  const changing = (async () => {
    for (let n = 0; n < 60; n++) {
      const uuid = uuids[n % uuids.length] ?? ''
      if (n % 7 === 3) await undefine(uuid)
      else await define(uuid, 64 + n)
    }
  })()
  await inventory.load()
  await changing
  const shown = () =>
    mirror
      .all('vm')
      .filter(vm => vm.name.startsWith(NAME))
      .map(vm => `${vm.name} ${vm.memoryKiB}`)
      .sort()
  const there = await Promise.all(
    (await writer.listAllDomains())
      .filter(domain => domain.name.startsWith(NAME))
      .map(async domain => `${domain.name} ${(await domain.getInfo()).maxMemKiB}`),
  )
  await vi.waitFor(() => expect(shown()).toEqual(there.sort()), { timeout: 20_000 })
  expect(errors).toEqual([])
}, 300_000)

test('a lost host is tried again ever more seldom, and never in step with others', () => {
  const plain = [0, 1, 2, 3, 4, 5, 60].map(attempt => retryDelayMs(attempt, 0.5))
  expect(plain).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  expect(retryDelayMs(0, 0)).toBe(800)
  expect(retryDelayMs(0, 1)).toBe(1_200)
})
