// Against the real libvirtd of this computer, with virsh as the judge. Leaves nothing behind.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  type Connection,
  connect,
  type Domain,
  isNotFound,
  LibvirtError,
  type StoragePool,
  VIR_CONNECT_LIST_DOMAINS_ACTIVE,
  VIR_DOMAIN_AFFECT_CONFIG,
  VIR_DOMAIN_EVENT_STARTED,
  VIR_DOMAIN_EVENT_STOPPED,
  VIR_DOMAIN_METADATA_TITLE,
  VIR_DOMAIN_RUNNING,
  VIR_DOMAIN_SHUTOFF,
  VIR_DOMAIN_UNDEFINE_NVRAM,
  VIR_KEYCODE_SET_LINUX,
  VIR_STORAGE_POOL_RUNNING,
  VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM,
} from './index.ts'
import { openReal, readAll, uniqueName, until } from './testing/real.ts'

const run = promisify(execFile)
const MIB = 1 << 20

/** What virsh prints, without the line ends that it adds. */
async function virsh(uri: string, ...args: string[]): Promise<string> {
  return (await run('virsh', ['-c', uri, ...args])).stdout.trimEnd()
}

describe('the test driver', () => {
  let connection: Connection
  let domain: Domain

  beforeAll(async () => {
    connection = await openReal('test+unix:///default')
    const xml = `<domain type='test'><name>${uniqueName()}</name><memory unit='KiB'>8192</memory><vcpu>2</vcpu>
      <os><type>hvm</type></os></domain>`
    domain = await connection.domainDefineXML(xml)
  })
  afterAll(async () => {
    await domain?.undefine()
    await connection?.close()
  })

  afterEach(() => domain.destroy().catch(() => undefined))

  it('says what it is', async () => {
    expect(await connection.getType()).toBe('TEST')
    expect(await connection.getURI()).toBe('test:///default')
    expect(await connection.getHostname()).toBe(await virsh('test:///default', 'hostname'))
    expect(await connection.getCapabilities()).toContain('<capabilities>')
    expect((await connection.nodeGetInfo()).memoryKiB).toBeGreaterThan(0)
  })

  it('lists and finds domains', async () => {
    const names = (await connection.listAllDomains()).map(d => d.name)
    expect(names).toContain('test')
    expect(names).toContain(domain.name)
    const running = await connection.listAllDomains(VIR_CONNECT_LIST_DOMAINS_ACTIVE)
    expect(running.map(d => d.name)).not.toContain(domain.name)
    expect((await connection.domainLookupByName(domain.name)).uuid).toBe(domain.uuid)
    expect((await connection.domainLookupByUUIDString(domain.uuid)).name).toBe(domain.name)
    expect(await domain.getXMLDesc()).toContain(`<uuid>${domain.uuid}</uuid>`)
  })

  it('tells what is not there', async () => {
    const error = await connection.domainLookupByName('no such machine').catch((e: unknown) => e)
    expect(isNotFound(error)).toBe(true)
    expect(error).toMatchObject({ codeName: 'VIR_ERR_NO_DOMAIN', domainName: 'VIR_FROM_TEST' })
    const refused = await connection.domainDefineXML('<domain').catch((e: unknown) => e)
    expect(refused).toBeInstanceOf(LibvirtError)
    expect(isNotFound(refused)).toBe(false)
  })

  it('starts, pauses and stops a domain, and sends the events of it', async () => {
    const events: number[] = []
    const off = await connection.onDomainEvent('lifecycle', event => {
      if (event.domain.uuid === domain.uuid) events.push(event.event)
    })
    expect(await domain.getState()).toMatchObject({ state: VIR_DOMAIN_SHUTOFF })
    await domain.create()
    expect(await domain.isActive()).toBe(true)
    expect((await connection.domainLookupByName(domain.name)).id).toBeGreaterThan(0)
    expect(await domain.getInfo()).toMatchObject({ state: VIR_DOMAIN_RUNNING, maxMemKiB: 8192, nrVirtCpu: 2 })
    await domain.suspend()
    await domain.resume()
    const stats = await connection.getAllDomainStats()
    const mine = stats.find(record => record.domain.uuid === domain.uuid)
    expect(mine?.params).toMatchObject({ 'state.state': VIR_DOMAIN_RUNNING })
    await domain.destroy()
    await until(() => events.includes(VIR_DOMAIN_EVENT_STOPPED))
    expect(events[0]).toBe(VIR_DOMAIN_EVENT_STARTED)
    await off()
  })

  it('keeps settings', async () => {
    expect(await domain.getAutostart()).toBe(false)
    await domain.setAutostart(true)
    expect(await domain.getAutostart()).toBe(true)
    await domain.setMetadata(VIR_DOMAIN_METADATA_TITLE, 'Ä title', null, null, VIR_DOMAIN_AFFECT_CONFIG)
    expect(await domain.getMetadata(VIR_DOMAIN_METADATA_TITLE, null, VIR_DOMAIN_AFFECT_CONFIG)).toBe(
      'Ä title',
    )
    await domain.setMemory(4096, VIR_DOMAIN_AFFECT_CONFIG)
    expect(await domain.getXMLDesc()).toMatch(/<currentMemory unit='KiB'>4096</)
    expect(await domain.isPersistent()).toBe(true)
    expect(await domain.snapshotListNames()).toEqual([])
    expect(await domain.hasCurrentSnapshot()).toBe(false)
  })

  it('gives a picture of the screen', async () => {
    await domain.create()
    const { mimeType, stream } = await domain.screenshot()
    const picture = await readAll(stream)
    expect(mimeType).toBe('image/png')
    expect(picture.subarray(1, 4).toString()).toBe('PNG')
    await domain.destroy()
  })

  it('has a network and a pool', async () => {
    const [network] = await connection.listAllNetworks()
    expect(network?.name).toBe('default')
    expect(await network?.getXMLDesc()).toContain('<bridge')
    expect(await network?.getBridgeName()).toBe('virbr0')
    const pool = await connection.storagePoolLookupByName('default-pool')
    expect((await pool.getInfo()).state).toBe(VIR_STORAGE_POOL_RUNNING)
    expect((await connection.storagePoolLookupByUUIDString(pool.uuid)).name).toBe(pool.name)
  })

  it('answers many calls at once', async () => {
    const answers = await Promise.all(Array.from({ length: 300 }, () => domain.getXMLDesc()))
    expect(new Set(answers).size).toBe(1)
  })
})

describe('QEMU', () => {
  let connection: Connection
  beforeAll(async () => {
    connection = await openReal('qemu:///system')
  })
  afterAll(() => connection?.close())

  it('says what it is, as virsh does', async () => {
    expect(await connection.getURI()).toBe('qemu:///system')
    expect((await connection.getCapabilities()).trimEnd()).toBe(await virsh('qemu:///system', 'capabilities'))
    expect((await connection.nodeGetInfo()).cpus).toBeGreaterThan(0)
    expect(await connection.getDomainCapabilities({ arch: 'x86_64', virttype: 'qemu' })).toContain(
      '<domainCapabilities>',
    )
    expect(await connection.getStoragePoolCapabilities()).toContain("<pool type='dir' supported='yes'>")
    expect(Object.keys(await connection.nodeGetMemoryStats())).toContain('free')
    expect(Object.keys(await connection.nodeGetCPUStats())).toContain('idle')
    expect(await connection.getLibVersion()).toBeGreaterThan(5_000_000)
  })

  it('is found by the path of its socket, and for reading only', async () => {
    const named = await connect('qemu+unix:///system?socket=/var/run/libvirt/libvirt-sock')
    expect(await named.getHostname()).toBe(await connection.getHostname())
    await named.close()
    const reader = await connect('qemu:///system', { readOnly: true })
    await expect(reader.domainDefineXML('<domain/>')).rejects.toMatchObject({
      codeName: 'VIR_ERR_OPERATION_DENIED',
    })
    await reader.close()
  })

  describe('storage', () => {
    let folder: string
    let pool: StoragePool

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'node-libvirt-pool-'))
      const xml = `<pool type='dir'><name>${uniqueName()}</name><target><path>${folder}/images</path></target></pool>`
      pool = await connection.storagePoolDefineXML(xml)
      await pool.build()
      await pool.create()
    })
    afterAll(async () => {
      await pool?.destroy()
      await pool?.undefine()
      await rm(folder, { recursive: true, force: true })
    })

    function volumeXml(name: string, bytes: number): string {
      return `<volume><name>${name}</name><capacity>${bytes}</capacity><allocation>0</allocation>
        <target><format type='raw'/></target></volume>`
    }

    it('knows the pool', async () => {
      expect(await pool.isActive()).toBe(true)
      expect(await pool.isPersistent()).toBe(true)
      expect((await pool.getInfo()).availableBytes).toBeGreaterThan(0)
      expect((await connection.storagePoolLookupByTargetPath(`${folder}/images`)).uuid).toBe(pool.uuid)
      expect((await connection.listAllStoragePools()).map(p => p.name)).toContain(pool.name)
    })

    it('gives back what was uploaded, and only after it was all written', async () => {
      const content = randomBytes(5 * MIB + 123)
      const volume = await pool.volCreateXML(volumeXml('up.raw', content.length))
      await pipeline([content], await volume.upload(0, content.length))
      expect((await readAll(await volume.download())).equals(content)).toBe(true)
      const middle = await readAll(await volume.download(1_000, 5_000))
      expect(middle.equals(content.subarray(1_000, 6_000))).toBe(true)
      expect((await connection.storageVolLookupByKey(volume.key)).name).toBe('up.raw')
      expect((await connection.storageVolLookupByPath(await volume.getPath())).poolName).toBe(pool.name)
      await volume.delete()
      expect(isNotFound(await pool.volLookupByName('up.raw').catch((e: unknown) => e))).toBe(true)
    })

    it('goes from a file and into one, whole and in part', async () => {
      const content = randomBytes(64 * MIB + 123)
      await writeFile(join(folder, 'from'), content)
      await writeFile(join(folder, 'to'), Buffer.alloc(70 * MIB, 1))
      const volume = await pool.volCreateXML(volumeXml('file.raw', content.length))
      const [from, to] = [await open(join(folder, 'from')), await open(join(folder, 'to'), 'r+')]
      const told: number[] = []
      expect(await volume.uploadFrom(from, { onProgress: done => told.push(done) })).toBe(content.length)
      expect(told.at(-1)).toBe(content.length)
      expect(told).toEqual(told.toSorted((a, b) => a - b))
      expect(await volume.downloadTo(to)).toBe(content.length)
      expect((await readFile(join(folder, 'to'))).equals(content)).toBe(true)
      expect(await volume.uploadFrom(from, { offsetBytes: 5 * MIB, lengthBytes: 2 * MIB })).toBe(2 * MIB)
      expect(await volume.downloadTo(to, { offsetBytes: 5 * MIB - 1, lengthBytes: MIB })).toBe(MIB)
      const expected = Buffer.concat([content.subarray(5 * MIB - 1, 5 * MIB), content.subarray(0, MIB - 1)])
      expect((await readFile(join(folder, 'to'))).equals(expected)).toBe(true)
      await Promise.all([from.close(), to.close()])
      await volume.delete()
    })

    it('leaves holes as holes of the file, if asked to', async () => {
      const volume = await pool.volCreateXML(volumeXml('holes.raw', 64 * MIB))
      const content = randomBytes(MIB)
      await pipeline([content], await volume.upload(20 * MIB, MIB))
      const to = await open(join(folder, 'holes'), 'w')
      expect(await volume.downloadTo(to, { sparse: true })).toBe(64 * MIB)
      const { size, blocks } = await to.stat()
      expect(size).toBe(64 * MIB)
      expect(blocks * 512).toBeLessThan(4 * MIB)
      const copy = await readFile(join(folder, 'holes'))
      expect(copy.subarray(20 * MIB, 21 * MIB).equals(content)).toBe(true)
      expect(copy.every((byte, at) => byte === 0 || (at >= 20 * MIB && at < 21 * MIB))).toBe(true)
      await to.close()
      await volume.delete()
    })

    it('ends with the file’s error, the daemon’s, or the signal’s reason, and the connection lives on', async () => {
      const volume = await pool.volCreateXML(volumeXml('bad.raw', 64 * MIB))
      const full = await open('/dev/full', 'r+')
      await expect(volume.downloadTo(full)).rejects.toMatchObject({ code: 'ENOSPC' })
      await full.close()
      const gone = await pool.volCreateXML(volumeXml('gone.raw', MIB))
      await gone.delete()
      const from = await open(join(folder, 'from'))
      await expect(gone.uploadFrom(from)).rejects.toBeInstanceOf(LibvirtError)
      const stop = new AbortController()
      const onProgress = () => stop.abort(new Error('enough'))
      const to = await open(join(folder, 'to'), 'w')
      for (const transfer of [
        () => volume.uploadFrom(from, { signal: stop.signal, onProgress }),
        () => volume.downloadTo(to, { signal: stop.signal, onProgress }),
      ])
        await expect(transfer()).rejects.toThrow('enough')
      await Promise.all([from.close(), to.close()])
      await expect(volume.uploadFrom(from)).rejects.toMatchObject({ code: 'EBADF' })
      expect((await volume.getInfo()).capacityBytes).toBe(64 * MIB)
      await volume.delete()
    })

    it('reads a sparse volume as zeros', async () => {
      const volume = await pool.volCreateXML(volumeXml('sparse.raw', 64 * MIB))
      await volume.resize(65 * MIB)
      expect((await volume.getInfo()).capacityBytes).toBe(65 * MIB)
      let bytes = 0
      for await (const chunk of await volume.download(0, 0, VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM))
        bytes += (chunk as Buffer).length
      expect(bytes).toBe(65 * MIB)
      await volume.delete()
    })

    it('survives a transfer that is given up', async () => {
      const volume = await pool.volCreateXML(volumeXml('gone.raw', 64 * MIB))
      const download = await volume.download()
      for await (const _ of download) break
      expect(download.destroyed).toBe(true)
      expect((await volume.getInfo()).capacityBytes).toBe(64 * MIB)
      await volume.delete()
    })

    it('fails an upload beyond the end', async () => {
      const volume = await pool.volCreateXML(volumeXml('small.raw', MIB))
      await expect(
        (async () => pipeline([Buffer.alloc(4 * MIB)], await volume.upload(0, MIB)))(),
      ).rejects.toBeInstanceOf(LibvirtError)
      await volume.delete()
    })

    it('copies a volume into another', async () => {
      const content = randomBytes(MIB)
      const original = await pool.volCreateXML(volumeXml('original.raw', MIB))
      await pipeline([content], await original.upload(0, MIB))
      const copy = await pool.volCreateXMLFrom(volumeXml('copy.raw', MIB), original)
      expect((await readAll(await copy.download())).equals(content)).toBe(true)
      expect((await pool.listAllVolumes()).map(v => v.name).sort()).toEqual(['copy.raw', 'original.raw'])
      await copy.delete()
      await original.delete()
    })
  })

  it('defines a network and forgets it again', async () => {
    const name = uniqueName()
    const network = await connection.networkDefineXML(
      `<network><name>${name}</name><bridge name='nlt0'/></network>`,
    )
    expect((await connection.networkLookupByUUIDString(network.uuid)).name).toBe(name)
    expect(await network.isActive()).toBe(false)
    await network.setAutostart(true)
    expect(await network.getAutostart()).toBe(true)
    await network.undefine()
    expect(isNotFound(await connection.networkLookupByName(name).catch((e: unknown) => e))).toBe(true)
  })

  describe('a machine', () => {
    let domain: Domain
    afterEach(async () => {
      await domain?.destroy().catch(() => undefined)
      await domain?.undefine(VIR_DOMAIN_UNDEFINE_NVRAM).catch(() => undefined)
    })

    it('runs: its console speaks, its screen is seen, its keys are pressed', async () => {
      const name = uniqueName()
      const xml = `<domain type='qemu'><name>${name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type><bios useserial='yes'/></os>
        <devices><serial type='pty'/><console type='pty'/><video><model type='vga'/></video>
        <graphics type='vnc'><listen type='none'/></graphics></devices></domain>`
      domain = await connection.domainDefineXML(xml)
      expect((await domain.getXMLDesc()).trimEnd()).toBe(await virsh('qemu:///system', 'dumpxml', name))
      const events: string[] = []
      const off = await connection.onDomainEvent('lifecycle', e => {
        if (e.domain.uuid === domain.uuid) events.push(`${e.event}`)
      })
      await domain.create()
      const console = await domain.openConsole()
      let said = ''
      console.on('data', (chunk: Buffer) => {
        said += chunk.toString('latin1')
      })
      await until(() => said.includes('SeaBIOS'))
      console.write('x')
      await domain.sendKey(VIR_KEYCODE_SET_LINUX, 50, [28])
      const { mimeType, stream } = await domain.screenshot()
      expect(mimeType).toMatch(/^image\//)
      expect((await readAll(stream)).length).toBeGreaterThan(100)
      const [stats] = (await connection.getAllDomainStats()).filter(s => s.domain.uuid === domain.uuid)
      expect(stats?.params['cpu.time']).toBeGreaterThan(0)
      const ended = new Promise(resolve => console.once('close', resolve))
      await virsh('qemu:///system', 'destroy', name)
      await ended
      await until(() => events.includes(String(VIR_DOMAIN_EVENT_STOPPED)))
      await off()
      expect(await domain.isActive()).toBe(false)
    }, 60_000)
  })
})
