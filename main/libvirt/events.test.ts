import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeFrame, TYPE_MESSAGE } from './frame.ts'
import { type Connection, connect, Domain, type DomainEvents } from './index.ts'
import { type FakeDaemon, FakeError, startFakeDaemon } from './testing/index.ts'

let daemon: FakeDaemon
let connection: Connection
let warnings: string[]

beforeEach(async () => {
  daemon = await startFakeDaemon()
  daemon.answer('CONNECT_GET_HOSTNAME', () => ({ hostname: 'host' }))
  warnings = []
  connection = await connect(daemon.uri, { onProtocolWarning: w => warnings.push(w) })
})
afterEach(async () => {
  await connection.close()
  await daemon.close()
})

const dom = { name: 'vm', uuid: '12345678-1234-1234-1234-123456789abc', id: 3 }

function emitLifecycle(callbackID = 0): void {
  daemon.emit('DOMAIN_EVENT_CALLBACK_LIFECYCLE', { callbackID, msg: { dom, event: 2, detail: 1 } })
}

/** What was sent before this was received before it returns. */
function received(): Promise<string> {
  return connection.getHostname()
}

function registrations(): number {
  return daemon.calls.filter(call => call.name === 'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY').length
}

describe('events', () => {
  it('of a domain carry the domain and what happened', async () => {
    const events: DomainEvents['lifecycle'][] = []
    await connection.onDomainEvent('lifecycle', event => events.push(event))
    emitLifecycle()
    await received()
    expect(events).toEqual([{ domain: expect.any(Domain), event: 2, detail: 1 }])
    expect(events[0]?.domain).toMatchObject(dom)
  })

  it('with typed parameters carry them as a record', async () => {
    const events: DomainEvents['tunable'][] = []
    await connection.onDomainEvent('tunable', event => events.push(event))
    const params = [
      { field: 'cputune.cpu_shares', value: { type: 4, value: 2048n } },
      { field: 'big', value: { type: 4, value: 1n << 60n } },
      { field: 'yes', value: { type: 6, value: 1 } },
    ]
    daemon.emit('DOMAIN_EVENT_CALLBACK_TUNABLE', { callbackID: 17, dom, params })
    await received()
    expect(events[0]?.params).toEqual({ 'cputune.cpu_shares': 2048, big: 1n << 60n, yes: true })
  })

  it('of networks and pools carry theirs', async () => {
    const seen: unknown[] = []
    await connection.onNetworkEvent('lifecycle', ({ network, event }) => seen.push([network.name, event]))
    await connection.onStoragePoolEvent('lifecycle', ({ pool, event }) => seen.push([pool.name, event]))
    await connection.onStoragePoolEvent('refresh', ({ pool }) => seen.push(pool.uuid))
    const { name, uuid } = dom
    daemon.emit('NETWORK_EVENT_LIFECYCLE', { callbackID: 0, net: { name, uuid }, event: 2, detail: 0 })
    daemon.emit('STORAGE_POOL_EVENT_LIFECYCLE', { callbackID: 0, pool: { name, uuid }, event: 3, detail: 0 })
    daemon.emit('STORAGE_POOL_EVENT_REFRESH', { callbackID: 1, pool: { name, uuid } })
    await received()
    expect(seen).toEqual([['vm', 2], ['vm', 3], uuid])
  })

  it('are registered once however many listen, and until the last one leaves', async () => {
    let first = 0
    let second = 0
    const [offFirst, offSecond] = await Promise.all([
      connection.onDomainEvent('lifecycle', () => first++),
      connection.onDomainEvent('lifecycle', () => second++),
    ])
    expect(registrations()).toBe(1)
    emitLifecycle()
    await received()
    await offFirst()
    await offFirst()
    emitLifecycle()
    await received()
    expect([first, second]).toEqual([1, 2])
    expect(daemon.calls.at(-1)?.name).not.toBe('CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY')
    await offSecond()
    expect(daemon.calls.at(-1)?.name).toBe('CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY')
    emitLifecycle()
    await received()
    expect([first, second]).toEqual([1, 2])
    expect(warnings).toEqual([])
  })

  it('that overtake the answer to their registration are not lost', async () => {
    let count = 0
    daemon.answer('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', async () => {
      emitLifecycle(8)
      await sleep(10)
      return { callbackID: 8 }
    })
    await connection.onDomainEvent('lifecycle', () => count++)
    expect(count).toBe(1)
  })

  it('of a registration that ended do not reach the next one', async () => {
    let id = 10
    daemon.answer('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', () => ({ callbackID: ++id }))
    const off = await connection.onDomainEvent('lifecycle', () => undefined)
    await off()
    let count = 0
    await connection.onDomainEvent('lifecycle', () => count++)
    emitLifecycle(11)
    emitLifecycle(12)
    await received()
    expect(count).toBe(1)
  })

  it('can be asked for again when the daemon refused at first', async () => {
    daemon.answer('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', () => {
      throw new FakeError(3, 'unsupported')
    })
    await expect(connection.onDomainEvent('lifecycle', () => undefined)).rejects.toThrow('unsupported')
    daemon.answer('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', () => ({ callbackID: 0 }))
    let count = 0
    await connection.onDomainEvent('lifecycle', () => count++)
    emitLifecycle()
    await received()
    expect(count).toBe(1)
  })

  it('that cannot be read, or break a listener, are told of; the others go on', async () => {
    let count = 0
    await connection.onDomainEvent('lifecycle', () => {
      throw new Error('my fault')
    })
    await connection.onDomainEvent('lifecycle', () => count++)
    const header = { program: 0x20008086, version: 1, type: TYPE_MESSAGE, serial: 0, status: 0 }
    daemon.clients[0]?.write(encodeFrame({ ...header, procedure: 318 }, Buffer.alloc(4)))
    daemon.clients[0]?.write(encodeFrame({ ...header, procedure: 9999 }, Buffer.alloc(4)))
    emitLifecycle()
    await received()
    expect(count).toBe(1)
    expect(warnings).toEqual([
      expect.stringContaining('could not be read'),
      expect.stringContaining('nobody asked for'),
      expect.stringContaining('my fault'),
    ])
    expect(connection.protocolWarnings).toBe(3)
  })

  it('are not told to a listener that closed the connection', async () => {
    let count = 0
    let closing: Promise<void> | undefined
    await connection.onDomainEvent('lifecycle', () => {
      count++
      closing = connection.close()
    })
    emitLifecycle()
    emitLifecycle()
    await connection.closed
    await closing
    expect(count).toBe(1)
  })

  it('by the hundred in one reading all come, in order, and the rest of the process has its turns', async () => {
    const details: number[] = []
    let turns = 0
    const count = () => {
      turns++
      if (details.length < 500) setImmediate(count)
    }
    await connection.onDomainEvent('lifecycle', ({ detail }) => {
      details.push(detail)
      for (const begun = performance.now(); performance.now() - begun < 1; );
    })
    for (let detail = 0; detail < 500; detail++) {
      const msg = { dom, event: 2, detail }
      daemon.emit('DOMAIN_EVENT_CALLBACK_LIFECYCLE', { callbackID: 0, msg })
    }
    setImmediate(count)
    await received()
    expect(details).toEqual(Array.from({ length: 500 }, (_, n) => n))
    // Half a second of work, of which a turn takes a few milliseconds.
    expect(turns).toBeGreaterThan(20)
  })

  it('end quietly with the connection', async () => {
    const off = await connection.onDomainEvent('lifecycle', () => undefined)
    await connection.close()
    await off()
    expect(warnings).toEqual([])
  })
})
