// Calls and connecting, against a daemon that misbehaves on purpose.
import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeFrame, TYPE_CALL, TYPE_REPLY, TYPE_REPLY_WITH_FDS } from './frame.ts'
import {
  type CallRecord,
  ClosedError,
  ConnectError,
  type Connection,
  type ConnectOptions,
  connect,
  isNotFound,
  LibvirtError,
  ProtocolError,
  TimeoutError,
  VIR_ERR_NO_DOMAIN,
} from './index.ts'
import { type FakeDaemon, FakeError, NO_ANSWER, startFakeDaemon } from './testing/index.ts'

let daemon: FakeDaemon
let connections: Connection[] = []

beforeEach(async () => {
  daemon = await startFakeDaemon()
  daemon.answer('CONNECT_GET_HOSTNAME', () => ({ hostname: 'höst' }))
})
afterEach(async () => {
  await Promise.all(connections.map(c => c.close()))
  connections = []
  await daemon.close()
})

async function open(options?: ConnectOptions): Promise<Connection> {
  const connection = await connect(daemon.uri, options)
  connections.push(connection)
  return connection
}

const REMOTE = 0x20008086
const GET_HOSTNAME = 59
const header = { program: REMOTE, version: 1, procedure: GET_HOSTNAME, serial: 4, status: 0 }

describe('connecting', () => {
  it('asks in the order of the C client, and says goodbye', async () => {
    const connection = await open()
    await connection.close()
    expect(daemon.calls.map(call => call.name)).toEqual([
      'AUTH_LIST',
      'CONNECT_SUPPORTS_FEATURE',
      'CONNECT_OPEN',
      'CONNECT_CLOSE',
    ])
    expect(daemon.calls[2]?.args).toEqual({ name: 'qemu:///system', flags: 0 })
    expect(await connection.closed).toEqual({ kind: 'client' })
    expect(connection.isAlive).toBe(false)
  })

  it('tells of each call when it has ended, and how', async () => {
    const calls: CallRecord[] = []
    daemon.answer('DOMAIN_LOOKUP_BY_NAME', () => {
      throw new FakeError(VIR_ERR_NO_DOMAIN, 'not here')
    })
    const connection = await open({ onCall: call => calls.push(call) })
    await connection.getHostname()
    await connection.domainLookupByName('x').catch(() => undefined)
    const [hostname, lookup] = calls.slice(-2)
    expect(hostname).toMatchObject({ procedure: 'CONNECT_GET_HOSTNAME', args: {}, error: null })
    expect(hostname?.durationMs).toBeGreaterThan(0)
    expect(lookup).toMatchObject({ procedure: 'DOMAIN_LOOKUP_BY_NAME', args: { name: 'x' } })
    expect(lookup?.error).toBeInstanceOf(LibvirtError)
  })

  it('opens for reading only', async () => {
    await open({ readOnly: true })
    expect(daemon.calls.at(-1)?.args).toEqual({ name: 'qemu:///system', flags: 1 })
  })

  it('gives up a daemon that says nothing, and hangs up', async () => {
    daemon.answer('AUTH_LIST', () => NO_ANSWER)
    await expect(open({ connectTimeoutMs: 50 })).rejects.toMatchObject({
      name: 'ConnectError',
      reason: 'timeout',
    })
    await hungUp()
  })

  it('gives up a daemon that goes silent while it opens the hypervisor', async () => {
    daemon.answer('CONNECT_OPEN', () => NO_ANSWER)
    await expect(open({ connectTimeoutMs: 50 })).rejects.toMatchObject({ reason: 'timeout' })
    await hungUp()
  })

  it('is abandoned by its signal, with the signal’s reason', async () => {
    daemon.answer('CONNECT_OPEN', () => NO_ANSWER)
    const reason = new Error('changed my mind')
    const stop = new AbortController()
    const opening = open({ signal: stop.signal })
    setTimeout(() => stop.abort(reason), 20)
    await expect(opening).rejects.toBe(reason)
    await hungUp()
    await expect(open({ signal: stop.signal })).rejects.toBe(reason)
  })

  it('waits for the user that polkit asks longer than for the daemon', async () => {
    daemon.answer('AUTH_LIST', () => ({ types: [2] }))
    daemon.answer('AUTH_POLKIT', async () => {
      await sleep(150)
      return { complete: 1 }
    })
    const connection = await open({ connectTimeoutMs: 100 })
    expect(await connection.getHostname()).toBe('höst')
  })

  it('passes on why polkit refused', async () => {
    daemon.answer('AUTH_LIST', () => ({ types: [2] }))
    daemon.answer('AUTH_POLKIT', () => {
      throw new FakeError(94, 'no polkit agent available', 7)
    })
    await expect(open()).rejects.toMatchObject({ codeName: 'VIR_ERR_AUTH_UNAVAILABLE' })
    await hungUp()
  })

  it('says which ways it does not go', async () => {
    daemon.answer('AUTH_LIST', () => ({ types: [3] }))
    await expect(open()).rejects.toMatchObject({ reason: 'unsupportedAuth' })
    await expect(connect('qemu+libssh2://host/system')).rejects.toMatchObject({
      reason: 'unsupportedTransport',
    })
    await expect(connect('nonsense')).rejects.toMatchObject({ reason: 'badUri' })
  })

  it('says which socket is not there, and which nobody listens on', async () => {
    const path = `${daemon.socketPath}-absent`
    const failure = await connect('qemu:///system', { socketPath: path }).catch((e: unknown) => e)
    expect(failure).toBeInstanceOf(ConnectError)
    expect(failure).toMatchObject({ reason: 'noDaemon', path })
  })
})

describe('a call', () => {
  it('is answered, in whatever pieces the answer comes', async () => {
    const connection = await open()
    daemon.pieceBytes = 3
    expect(await connection.getHostname()).toBe('höst')
  })

  it('gets its own answer when answers overtake each other', async () => {
    const connection = await open()
    daemon.answer('DOMAIN_LOOKUP_BY_NAME', async ({ name }) => {
      await sleep(name === 'first' ? 40 : 0)
      return { dom: { name, uuid: '00000000-0000-0000-0000-000000000001', id: -1 } }
    })
    const order: string[] = []
    const names = await Promise.all(
      ['first', 'second'].map(async name => {
        const found = await connection.domainLookupByName(name)
        order.push(found.name)
        return found.name
      }),
    )
    expect(names).toEqual(['first', 'second'])
    expect(order).toEqual(['second', 'first'])
  })

  it('fails with all that libvirt said', async () => {
    const connection = await open()
    daemon.answer('DOMAIN_LOOKUP_BY_NAME', () => {
      throw new FakeError(VIR_ERR_NO_DOMAIN, 'Domain not found: x', 10)
    })
    const error = await connection.domainLookupByName('x').catch((e: unknown) => e)
    expect(error).toBeInstanceOf(LibvirtError)
    expect(isNotFound(error)).toBe(true)
    expect(error).toMatchObject({
      message: 'Domain not found: x',
      code: VIR_ERR_NO_DOMAIN,
      codeName: 'VIR_ERR_NO_DOMAIN',
      domainName: 'VIR_FROM_QEMU',
      procedure: 'DOMAIN_LOOKUP_BY_NAME',
    })
  })

  it('has a deadline; the connection lives on and the late answer is dropped', async () => {
    const warnings: string[] = []
    const connection = await open({ callTimeoutMs: 30, onProtocolWarning: w => warnings.push(w) })
    daemon.answer('CONNECT_GET_CAPABILITIES', async () => {
      await sleep(80)
      return { capabilities: '<late/>' }
    })
    await expect(connection.getCapabilities()).rejects.toBeInstanceOf(TimeoutError)
    await sleep(80)
    expect(await connection.getHostname()).toBe('höst')
    expect(warnings).toEqual([])
  })

  it('is abandoned by its signal, and listens to it no longer than it lasts', async () => {
    const connection = await open()
    daemon.answer('CONNECT_GET_CAPABILITIES', () => NO_ANSWER)
    const stop = new AbortController()
    const waiting = connection.getCapabilities({ signal: stop.signal })
    await connection.getHostname({ signal: stop.signal })
    expect(getEventListeners(stop.signal, 'abort').length).toBe(1)
    stop.abort('enough')
    await expect(waiting).rejects.toBe('enough')
    expect(getEventListeners(stop.signal, 'abort').length).toBe(0)
    await expect(connection.getHostname({ signal: stop.signal })).rejects.toBe('enough')
  })

  it('fails when the connection is closed meanwhile, at once', async () => {
    const connection = await open()
    daemon.answer('CONNECT_GET_CAPABILITIES', () => NO_ANSWER)
    const waiting = expect(connection.getCapabilities()).rejects.toBeInstanceOf(ClosedError)
    const closing = connection.close()
    await waiting
    await closing
    await expect(connection.getHostname()).rejects.toBeInstanceOf(ClosedError)
  })

  it('fails when the daemon goes away', async () => {
    const connection = await open()
    daemon.answer('CONNECT_GET_CAPABILITIES', (_, { client }) => {
      client.socket.end()
      return NO_ANSWER
    })
    await expect(connection.getCapabilities()).rejects.toBeInstanceOf(ClosedError)
    expect(await connection.closed).toMatchObject({ kind: 'eof' })
    expect(connection.isAlive).toBe(false)
  })

  it('that cannot be put on the wire leaves nothing behind', async () => {
    const connection = await open()
    await expect(connection.domainLookupByUUIDString('not a uuid')).rejects.toBeInstanceOf(TypeError)
    await expect(connection.domainDefineXML('x'.repeat(5 << 20))).rejects.toBeInstanceOf(RangeError)
    expect(await connection.getHostname()).toBe('höst')
  })

  it('close does not wait for a daemon that does not answer', async () => {
    const connection = await open()
    daemon.answer('CONNECT_CLOSE', () => NO_ANSWER)
    await connection.close()
    expect(await connection.closed).toEqual({ kind: 'client' })
  })
})

describe('a peer that breaks the protocol', () => {
  it('has one call failed when only its answer is unreadable', async () => {
    const connection = await open()
    daemon.answer('CONNECT_GET_HOSTNAME', (_, { client, serial }) => {
      client.write(encodeFrame({ ...header, type: TYPE_REPLY, serial }, Buffer.from('7fffffff', 'hex')))
      return NO_ANSWER
    })
    await expect(connection.getHostname()).rejects.toBeInstanceOf(ProtocolError)
    expect(connection.isAlive).toBe(true)
  })

  it.each([
    ['a length of nothing', Buffer.from('00000000', 'hex')],
    ['a length of gigabytes', Buffer.from('fffffff0', 'hex')],
    ['another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a call to us', encodeFrame({ ...header, type: TYPE_CALL })],
    ['file descriptors', encodeFrame({ ...header, type: TYPE_REPLY_WITH_FDS })],
    ['an answer of another procedure', encodeFrame({ ...header, type: TYPE_REPLY, procedure: 1 })],
  ])('ends the connection: %s', async (_name, bytes) => {
    const connection = await open()
    daemon.answer('CONNECT_GET_HOSTNAME', (_, { client }) => {
      client.write(bytes)
      return NO_ANSWER
    })
    await expect(connection.getHostname()).rejects.toBeInstanceOf(ProtocolError)
    expect(await connection.closed).toMatchObject({ kind: 'error' })
  })

  it('is told of with an answer that nobody asked for', async () => {
    const warnings: string[] = []
    const connection = await open({ onProtocolWarning: w => warnings.push(w) })
    daemon.clients.at(-1)?.write(encodeFrame({ ...header, type: TYPE_REPLY, serial: 999 }))
    expect(await connection.getHostname()).toBe('höst')
    expect(warnings).toEqual([expect.stringContaining('999')])
    expect(connection.protocolWarnings).toBe(1)
  })
})

async function hungUp(): Promise<void> {
  const client = daemon.clients.at(-1)
  if (client && !client.socket.destroyed) await new Promise(resolve => client.socket.once('close', resolve))
}
