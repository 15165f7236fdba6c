import { finished, pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TYPE_REPLY, TYPE_STREAM } from './frame.ts'
import { STORAGE_VOL_DOWNLOAD } from './generated/storage.gen.ts'
import {
  ClosedError,
  type Connection,
  connect,
  LibvirtError,
  ProtocolError,
  type StorageVolume,
  TimeoutError,
} from './index.ts'
import { type FakeDaemon, FakeError, type FakeStream, startFakeDaemon } from './testing/index.ts'

let daemon: FakeDaemon
let connection: Connection
let volume: StorageVolume
/** The daemon's end of the stream that was opened last. */
let far: FakeStream

beforeEach(async () => {
  daemon = await startFakeDaemon()
  daemon.answer('CONNECT_GET_HOSTNAME', () => ({ hostname: 'host' }))
  daemon.answer('STORAGE_VOL_LOOKUP_BY_KEY', ({ key }) => ({ vol: { pool: 'p', name: 'v', key } }))
  daemon.answer('STORAGE_VOL_UPLOAD', (_, { stream }) => {
    far = stream
    return {}
  })
  daemon.answer('STORAGE_VOL_DOWNLOAD', (_, { stream }) => {
    far = stream
    return {}
  })
  connection = await connect(daemon.uri)
  volume = await connection.storageVolLookupByKey('k')
})
afterEach(async () => {
  await connection.close()
  await daemon.close()
})

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('reading a stream', () => {
  it('gives all the data, also what came before the answer to the call', async () => {
    daemon.answer('STORAGE_VOL_DOWNLOAD', async (_, { stream }) => {
      far = stream
      stream.write('early ')
      await sleep(5)
      setTimeout(() => {
        stream.write('late')
        stream.end()
      }, 5)
      return {}
    })
    const data = await volume.download()
    expect((await readAll(data)).toString()).toBe('early late')
    expect(await far.ended).toBe('finish')
  })

  it('is not stuck by more data before the answer than it buffers, nor drowned by it', async () => {
    daemon.answer('STORAGE_VOL_DOWNLOAD', async (_, { stream }) => {
      for (let n = 0; n < 8; n++) stream.write(Buffer.alloc(262_120))
      stream.end()
      await sleep(5)
      return {}
    })
    expect((await readAll(await volume.download())).length).toBe(8 * 262_120)
    daemon.answer('STORAGE_VOL_DOWNLOAD', async (_, { stream }) => {
      for (let n = 0; n < 100; n++) stream.write(Buffer.alloc(262_120))
      await sleep(5)
      return {}
    })
    await expect(volume.download()).rejects.toBeInstanceOf(ProtocolError)
  })

  it('ends only when the daemon has confirmed, so that a failure at the very end is not missed', async () => {
    const data = await volume.download()
    far.confirms = false
    const reading = readAll(data)
    far.write('nearly all')
    far.end()
    await far.ended
    const [client] = daemon.clients
    const [serial] = client?.streams.keys() ?? []
    client?.fail(STORAGE_VOL_DOWNLOAD, serial ?? 0, new FakeError(38, 'I/O error'), TYPE_STREAM)
    await expect(reading).rejects.toThrow('I/O error')
  })

  it.each([
    ['a stream packet', TYPE_STREAM],
    ['a reply', TYPE_REPLY],
  ])('fails with libvirt’s error that comes as %s', async (_name, type) => {
    const data = await volume.download()
    const [client] = daemon.clients
    const [serial] = client?.streams.keys() ?? []
    client?.fail(STORAGE_VOL_DOWNLOAD, serial ?? 0, new FakeError(38, 'disk on fire'), type)
    const error = await readAll(data).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(LibvirtError)
    expect(error).toMatchObject({ message: 'disk on fire', procedure: 'STORAGE_VOL_DOWNLOAD' })
  })

  it('holds the daemon while nobody reads', async () => {
    const data = await volume.download()
    let sent = 0
    while (far.write(Buffer.alloc(65_536))) {
      sent += 65_536
      await sleep(0)
      if (sent > 64 << 20) break
    }
    expect(sent).toBeLessThan(8 << 20)
    data.destroy()
    expect(await connection.getHostname()).toBe('host') // what was held goes on
  })

  it('aborts when it is given up', async () => {
    const data = await volume.download()
    far.write('something')
    data.destroy()
    expect(await far.ended).toBe('abort')
    expect(await connection.getHostname()).toBe('host')
  })

  it('reads holes as zeros, no more at once than is taken', async () => {
    const data = await volume.download()
    far.write('a')
    far.hole(200_000n)
    far.write('b')
    far.end()
    const bytes = await readAll(data)
    expect(bytes.length).toBe(200_002)
    expect(bytes.every((byte, at) => byte === 0 || at === 0 || at === 200_001)).toBe(true)
  })

  it('loses nothing of a hole to a daemon that confirms too early', async () => {
    const data = await volume.download()
    far.confirms = false
    far.hole(5_000_000n)
    far.end()
    far.confirm()
    expect((await readAll(data)).length).toBe(5_000_000)
  })

  it('is not drowned by a hole of exabytes', async () => {
    const data = await volume.download()
    far.hole((1n << 63n) - 1n)
    for await (const chunk of data) {
      expect((chunk as Buffer).every(byte => byte === 0)).toBe(true)
      break
    }
    expect(data.readableLength).toBeLessThan(4 << 20)
    expect(await far.ended).toBe('abort')
  })

  it('ends the connection when a hole is negative', async () => {
    const reading = readAll(await volume.download())
    far.hole(-1n)
    await expect(reading).rejects.toThrow('a hole of -1 bytes')
    expect(await connection.closed).toMatchObject({ kind: 'error' })
  })

  it('fails when the connection is closed', async () => {
    const reading = readAll(await volume.download())
    await Promise.all([expect(reading).rejects.toBeInstanceOf(ClosedError), connection.close()])
  })

  it('closes the connection without delay though a stream holds it', async () => {
    await volume.download()
    for (let n = 0; n < 20; n++) far.write(Buffer.alloc(262_120))
    await sleep(20)
    const from = performance.now()
    await connection.close()
    expect(performance.now() - from).toBeLessThan(1_000)
  })
})

describe('two streams of one connection', () => {
  it('hold it until both are read', async () => {
    const first = await volume.download()
    const farFirst = far
    const second = await volume.download()
    const farSecond = far
    for (let n = 0; n < 8; n++) {
      farFirst.write(Buffer.alloc(262_120, 1))
      farSecond.write(Buffer.alloc(262_120, 2))
    }
    farFirst.end()
    farSecond.end()
    const [one, two] = await Promise.all([readAll(first), readAll(second)])
    expect([one.length, two.length]).toEqual([8 * 262_120, 8 * 262_120])
    expect(one.every(byte => byte === 1) && two.every(byte => byte === 2)).toBe(true)
  })
})

describe('a stream that nobody reads', () => {
  it('holds the connection whatever is read of another one, until it is given up', async () => {
    const unread = await volume.download()
    const farUnread = far
    const read = await volume.download()
    const farRead = far
    // In turns, so that both have their fill with the same read of the socket.
    for (let n = 0; n < 2_048; n++) {
      farUnread.write(Buffer.alloc(1_024))
      farRead.write(Buffer.alloc(1_024))
    }
    for (let n = 0; n < 32; n++) farUnread.write(Buffer.alloc(1 << 20))
    farRead.end()
    await sleep(100)
    let isRead = false
    const reading = readAll(read).then(bytes => {
      isRead = true
      return bytes.length
    })
    await sleep(100)
    expect(isRead).toBe(false)
    expect(daemon.clients[0]?.socket.writableLength).toBeGreaterThan(16 << 20)
    unread.destroy()
    expect(await reading).toBe(2_048 * 1_024)
  })
})

describe('a stream whose call was abandoned', () => {
  it('is aborted when the daemon opens it after all', async () => {
    daemon.answer('STORAGE_VOL_DOWNLOAD', async (_, { stream }) => {
      far = stream
      await sleep(40)
      return {}
    })
    await expect(volume.download(0, 0, 0, { timeoutMs: 10 })).rejects.toBeInstanceOf(TimeoutError)
    expect(await far.ended).toBe('abort')
  })
})

describe('writing a stream', () => {
  it('sends packets of the size that every daemon takes, and none that is empty', async () => {
    const upload = await volume.upload(0, 0)
    upload.write(Buffer.alloc(0))
    upload.end(Buffer.alloc(600_000, 7))
    await finished(upload)
    expect(far.received.map(packet => packet.length)).toEqual([262_120, 262_120, 75_760])
    expect(await far.ended).toBe('finish')
  })

  it('finishes only when the daemon has confirmed', async () => {
    const upload = await volume.upload(0, 0)
    far.confirms = false
    let isFinished = false
    upload.on('finish', () => {
      isFinished = true
    })
    upload.end('data')
    await far.ended
    await sleep(20)
    expect(isFinished).toBe(false)
    far.confirm()
    await finished(upload)
  })

  it('fails when the daemon cannot write, also at the end', async () => {
    const upload = await volume.upload(0, 0)
    far.confirms = false
    const done = finished(upload)
    upload.end('data')
    await far.ended
    const [client] = daemon.clients
    const [serial] = client?.streams.keys() ?? []
    client?.fail(STORAGE_VOL_DOWNLOAD, serial ?? 0, new FakeError(38, 'No space left on device'), TYPE_STREAM)
    await expect(done).rejects.toThrow('No space left on device')
  })

  it('waits for a daemon that does not read, in bounded memory', async () => {
    const upload = await volume.upload(0, 0)
    const socket = daemon.clients[0]?.socket
    socket?.pause()
    let sent = 0
    const source = async function* () {
      for (; sent < 64; sent++) yield Buffer.alloc(1 << 20)
    }
    const done = pipeline(source(), upload)
    await sleep(150)
    expect(sent).toBeLessThan(8)
    socket?.resume()
    await done
    expect(far.received.reduce((sum, packet) => sum + packet.length, 0)).toBe(64 << 20)
  })

  it('aborts when its source fails, and nothing is committed', async () => {
    const upload = await volume.upload(0, 0)
    const source = async function* () {
      yield Buffer.from('half')
      throw new Error('source broke')
    }
    await expect(pipeline(source(), upload)).rejects.toThrow('source broke')
    expect(await far.ended).toBe('abort')
  })
})

describe('a console', () => {
  it('speaks both ways and ends with the guest', async () => {
    const dom = { name: 'vm', uuid: '12345678-1234-1234-1234-123456789abc', id: 1 }
    daemon.answer('DOMAIN_LOOKUP_BY_NAME', () => ({ dom }))
    daemon.answer('DOMAIN_OPEN_CONSOLE', (_, { stream }) => {
      far = stream
      stream.write('login: ')
      return {}
    })
    const domain = await connection.domainLookupByName('vm')
    const console = await domain.openConsole()
    expect(String(await new Promise(resolve => console.once('data', resolve)))).toBe('login: ')
    await new Promise(resolve => console.write('root\r', resolve))
    await connection.getHostname()
    expect(Buffer.concat(far.received).toString()).toBe('root\r')
    far.end()
    await new Promise(resolve => console.resume().once('end', resolve))
    expect(await far.ended).toBe('finish')
    await finished(console)
  })
})
