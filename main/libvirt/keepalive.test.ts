import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { encodeFrame, TYPE_MESSAGE } from './frame.ts'
import { connect } from './index.ts'
import { type FakeDaemon, NO_ANSWER, startFakeDaemon } from './testing/index.ts'

let daemon: FakeDaemon

beforeEach(async () => {
  daemon = await startFakeDaemon()
})
afterEach(() => daemon.close())

const KEEPALIVE = { intervalMs: 40, count: 2 }

it('notices a daemon that went silent, and fails what waits for it', async () => {
  const connection = await connect(daemon.uri, { keepalive: KEEPALIVE })
  daemon.answersPings = false
  daemon.answer('CONNECT_GET_HOSTNAME', () => NO_ANSWER)
  await expect(connection.getHostname({ timeoutMs: 0 })).rejects.toThrow('the daemon does not answer')
  expect(await connection.closed).toMatchObject({ kind: 'keepalive' })
  expect(daemon.clients[0]?.pings).toBeGreaterThanOrEqual(KEEPALIVE.count)
})

it('leaves a daemon alone that answers', async () => {
  const connection = await connect(daemon.uri, { keepalive: KEEPALIVE })
  await sleep(KEEPALIVE.intervalMs * 8)
  expect(connection.isAlive).toBe(true)
  expect(daemon.clients[0]?.pings).toBeGreaterThan(3)
  await connection.close()
})

it('answers the daemon’s pings', async () => {
  const connection = await connect(daemon.uri, { keepalive: false })
  const [client] = daemon.clients
  const pong = new Promise<Buffer>(resolve => client?.socket.once('data', resolve))
  const ping = { program: 0x6b656570, version: 1, procedure: 1, type: TYPE_MESSAGE, serial: 0, status: 0 }
  client?.write(encodeFrame(ping))
  expect((await pong).readInt32BE(12)).toBe(2)
  await connection.close()
})

it('does not ping, nor ask to be pinged, when it is turned off', async () => {
  const connection = await connect(daemon.uri, { keepalive: false })
  expect(daemon.calls.map(call => call.name)).not.toContain('CONNECT_SUPPORTS_FEATURE')
  await connection.close()
})

it('takes our own not reading for no silence of the daemon’s', async () => {
  const connection = await connect(daemon.uri, { keepalive: KEEPALIVE })
  daemon.answer('STORAGE_VOL_LOOKUP_BY_KEY', ({ key }) => ({ vol: { pool: 'p', name: 'v', key } }))
  daemon.answer('STORAGE_VOL_DOWNLOAD', (_, { stream }) => {
    for (let n = 0; n < 8; n++) stream.write(Buffer.alloc(262_120))
    stream.end()
    return {}
  })
  const volume = await connection.storageVolLookupByKey('k')
  const data = await volume.download()
  await sleep(KEEPALIVE.intervalMs * 8) // more came than is buffered, and nobody reads
  expect(connection.isAlive).toBe(true)
  let bytes = 0
  for await (const chunk of data) bytes += (chunk as Buffer).length
  expect(bytes).toBe(8 * 262_120)
  await connection.close()
})
