// What goes wrong between a client and a real daemon: refusals, silence, resets in the middle of a message, a daemon
// that is stopped or killed. The daemon is this test's own, the network a relay on loopback.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  ClosedError,
  ConnectError,
  type Connection,
  type ConnectOptions,
  connect,
  LibvirtError,
  TimeoutError,
} from '../index.ts'
import { freePort, type PrivateDaemon, startPrivateDaemon } from './testing/private-daemon.ts'
import { type Faults, Relay } from './testing/relay.ts'

vi.setConfig({ testTimeout: 60_000 })

const OPEN = ['listen_tcp = 1', 'auth_tcp = "none"', 'keepalive_interval = -1']
let daemon: PrivateDaemon
const connections: Connection[] = []
const relays: Relay[] = []

beforeAll(async () => {
  daemon = await startPrivateDaemon(OPEN)
})
afterEach(async () => {
  await Promise.all(connections.splice(0).map(connection => connection.close()))
  await Promise.all(relays.splice(0).map(relay => relay.close()))
})
afterAll(() => daemon?.stop())

async function reach(port: number, options: ConnectOptions = {}): Promise<Connection> {
  const connection = await connect(`test+tcp://127.0.0.1:${port}/default`, options)
  connections.push(connection)
  return connection
}

async function relay(faults: Faults = {}): Promise<Relay> {
  const started = await Relay.start(daemon.tcpPort)
  started.faults = faults
  relays.push(started)
  return started
}

describe('tcp', () => {
  it('reaches a daemon that listens', async () => {
    const connection = await reach(daemon.tcpPort)
    expect(await connection.getURI()).toBe('test:///default')
    await expect(connection.openChannel({ host: '127.0.0.1', port: 1 })).rejects.toMatchObject({
      reason: 'unsupportedTransport',
    })
  })

  it('reads only, if asked to', async () => {
    const connection = await reach(daemon.tcpPort, { readOnly: true })
    const domain = await connection.domainLookupByName('test')
    const failure = await domain.destroy().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(LibvirtError)
    expect(failure).toMatchObject({ codeName: 'VIR_ERR_OPERATION_DENIED' })
  })

  it('takes a description of megabytes, and goes on after one that no message holds', async () => {
    const connection = await reach(daemon.tcpPort)
    const define = (description: string) =>
      connection.domainDefineXML(
        `<domain type='test'><name>large</name><description>${description}</description>
        <memory>1024</memory><os><type>hvm</type></os></domain>`,
      )
    const large = 'x'.repeat(3 << 20)
    expect(await (await define(large)).getXMLDesc()).toContain(large)
    await expect(define('x'.repeat(5 << 20))).rejects.toBeInstanceOf(RangeError)
    expect(await connection.getType()).toBe('TEST')
  })

  it('lists a thousand machines and reads each', async () => {
    const machine = (
      n: number,
    ) => `<domain type='test'><name>machine-${n}</name><memory>1024</memory><vcpu>1</vcpu>
      <os><type>hvm</type></os></domain>`
    const driver = join(daemon.folder, 'thousand.xml')
    writeFileSync(driver, `<node>${Array.from({ length: 1_000 }, (_, n) => machine(n)).join('')}</node>`)
    const connection = await connect(`test+tcp://127.0.0.1:${daemon.tcpPort}${driver}`)
    connections.push(connection)
    const machines = await connection.listAllDomains()
    const texts = await Promise.all(machines.map(one => one.getXMLDesc()))
    expect(new Set(machines.map(one => one.name)).size).toBe(1_000)
    for (const [n, text] of texts.entries()) expect(text).toContain(`<name>${machines[n]?.name}</name>`)
  })

  it('says that nobody listens, and that there is no such host', async () => {
    await expect(reach(await freePort())).rejects.toMatchObject({ reason: 'refused' })
    await expect(connect('test+tcp://nobody.invalid/default')).rejects.toMatchObject({
      reason: 'unknownHost',
    })
  })

  it('sends no password', async () => {
    const sasl = await startPrivateDaemon(['listen_tcp = 1', 'auth_tcp = "sasl"'])
    const asked = vi.fn(async () => 'secret')
    await expect(reach(sasl.tcpPort, { onQuestion: asked })).rejects.toMatchObject({
      reason: 'unsupportedAuth',
    })
    expect(asked).not.toHaveBeenCalled()
    await sasl.stop()
  })
})

describe('a network that', () => {
  it('dribbles changes nothing', async () => {
    const { port } = await relay({ dribbles: true })
    const connection = await reach(port)
    expect(await connection.getCapabilities()).toContain('<capabilities>')
  })

  it('resets inside a message, wherever, ends what was in flight and nothing else', async () => {
    for (let bytes = 1; bytes <= 400; bytes += 3) {
      const { port } = await relay({ resetAfterBytes: bytes })
      const failure = await reach(port)
        .then(connection => connection.getCapabilities())
        .catch((error: unknown) => error)
      expect(failure instanceof ClosedError || failure instanceof ConnectError).toBe(true)
      if (failure instanceof ConnectError) expect(failure.reason).toBe('lost')
    }
    expect(connections.length).toBeGreaterThan(0)
    for (const { closed } of connections) expect(['eof', 'error']).toContain((await closed).kind)
  })

  it('falls silent is noticed by keepalive', async () => {
    const way = await relay()
    const connection = await reach(way.port, { keepalive: { intervalMs: 100, count: 2 } })
    expect(await connection.getType()).toBe('TEST')
    way.fallSilent()
    const waiting = connection.getType()
    await expect(waiting).rejects.toBeInstanceOf(ClosedError)
    expect((await connection.closed).kind).toBe('keepalive')
  })
})

describe.each(['tcp', 'unix'])('a daemon behind %s that', way => {
  let own: PrivateDaemon
  let uri: string

  beforeAll(async () => {
    own = await startPrivateDaemon(OPEN)
    const address = way === 'tcp' ? `127.0.0.1:${own.tcpPort}` : ''
    const socket = way === 'tcp' ? '' : `?socket=${own.socketPath}`
    uri = `test+${way}://${address}/default${socket}`
  })
  afterAll(() => own?.stop())

  it('is stopped is not waited for for ever, and is there again when it goes on', async () => {
    const connection = await connect(uri, { keepalive: false })
    connections.push(connection)
    process.kill(own.pid, 'SIGSTOP')
    try {
      await expect(connection.getType({ timeoutMs: 300 })).rejects.toBeInstanceOf(TimeoutError)
      await expect(connect(uri, { connectTimeoutMs: 300 })).rejects.toMatchObject({ reason: 'timeout' })
      const stop = new AbortController()
      const aborted = connect(uri, { signal: stop.signal })
      stop.abort(new Error('enough'))
      await expect(aborted).rejects.toThrow('enough')
    } finally {
      process.kill(own.pid, 'SIGCONT')
    }
    expect(await connection.getType()).toBe('TEST')
  })

  it('is killed in the middle of a call ends the call and the connection', async () => {
    const connection = await connect(uri)
    connections.push(connection)
    process.kill(own.pid, 'SIGSTOP')
    const waiting = connection.getCapabilities().catch((error: unknown) => error)
    process.kill(own.pid, 'SIGKILL')
    await own.ended
    expect(await waiting).toBeInstanceOf(ClosedError)
    expect(['eof', 'error']).toContain((await connection.closed).kind)
    const reason = way === 'tcp' ? 'refused' : 'noDaemon'
    await expect(connect(uri)).rejects.toMatchObject({ name: 'ConnectError', reason })
  })
})
