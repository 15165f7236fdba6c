// One real round trip at least for each kind of object and each shape of call: typed parameters in and out, lists,
// getters in two steps, bytes, texts that may be missing. libvirt's test driver has most kinds; QEMU the rest.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Connection,
  cpuMap,
  type Domain,
  isNotFound,
  VIR_DOMAIN_AFFECT_CONFIG,
  VIR_DOMAIN_AFFECT_LIVE,
  VIR_DOMAIN_VCPU_MAXIMUM,
  VIR_NETWORK_SECTION_DNS_HOST,
  VIR_NETWORK_UPDATE_COMMAND_ADD_LAST,
  VIR_SECRET_USAGE_TYPE_VOLUME,
} from './index.ts'
import { openReal, uniqueName, until } from './testing/real.ts'

describe('libvirt’s test driver', () => {
  let connection: Connection
  let domain: Domain

  beforeAll(async () => {
    connection = await openReal('test+unix:///default')
    domain = await connection.domainDefineXML(`<domain type='test'><name>${uniqueName()}</name>
      <memory unit='KiB'>8192</memory><vcpu>2</vcpu><iothreads>1</iothreads><os><type>hvm</type></os>
      <devices><disk type='file'><source file='/tmp/nothing.img'/><target dev='vda'/></disk>
      <interface type='network'><mac address='52:54:00:11:22:33'/><source network='default'/><target dev='tap0'/></interface>
      </devices></domain>`)
    await domain.create()
  })
  afterAll(async () => {
    await domain?.destroy()
    await domain?.undefine()
    await connection?.close()
  })

  it('snapshots: made in a tree, found, gone back to, deleted', async () => {
    const first = await domain.snapshotCreateXML('<domainsnapshot><name>first</name></domainsnapshot>')
    const second = await domain.snapshotCreateXML('<domainsnapshot><name>second</name></domainsnapshot>')
    expect(await domain.snapshotNum()).toBe(2)
    expect((await domain.listAllSnapshots()).map(s => s.name).sort()).toEqual(['first', 'second'])
    expect([...(await domain.snapshotListNames())].sort()).toEqual(['first', 'second'])
    expect((await domain.snapshotCurrent()).name).toBe('second')
    expect(await second.isCurrent()).toBe(true)
    expect(await first.isCurrent()).toBe(false)
    expect((await second.getParent()).name).toBe('first')
    expect((await first.listAllChildren()).map(s => s.name)).toEqual(['second'])
    expect(await first.listChildrenNames()).toEqual(['second'])
    expect(await first.numChildren()).toBe(1)
    expect(await second.hasMetadata()).toBe(true)
    await domain.revertToSnapshot(first)
    expect(await first.isCurrent()).toBe(true)
    expect(await first.getXMLDesc()).toContain('<name>first</name>')
    await second.delete()
    expect(isNotFound(await domain.snapshotLookupByName('second').catch((e: unknown) => e))).toBe(true)
    await (await domain.snapshotLookupByName('first')).delete()
  })

  it('checkpoints: made in a row, found, deleted', async () => {
    const xml = (name: string) =>
      `<domaincheckpoint><name>${name}</name><disks><disk name='vda' checkpoint='bitmap'/></disks></domaincheckpoint>`
    const first = await domain.checkpointCreateXML(xml('one'))
    const second = await domain.checkpointCreateXML(xml('two'))
    expect((await second.getParent()).name).toBe('one')
    expect((await first.listAllChildren()).map(c => c.name)).toEqual(['two'])
    expect((await domain.listAllCheckpoints()).length).toBe(2)
    expect(await (await domain.checkpointLookupByName('two')).getXMLDesc()).toContain('<name>two</name>')
    await second.delete()
    await first.delete()
    expect(await domain.listAllCheckpoints()).toEqual([])
  })

  it('typed parameters go in by name and come out as they were set', async () => {
    await domain.setSchedulerParameters({ weight: 77 })
    // The driver checks the type, and keeps its own number.
    expect(await domain.getSchedulerParameters()).toEqual({ weight: 50 })
    await expect(domain.setSchedulerParameters({ weight: { type: 4, value: 77n } })).rejects.toMatchObject({
      codeName: 'VIR_ERR_INVALID_ARG',
    })
    expect((await domain.getSchedulerType()).type).toBe('fair')
    await domain.setMemoryParameters({ hard_limit: 500_000, soft_limit: 400_000 }, VIR_DOMAIN_AFFECT_CONFIG)
    expect(await domain.getMemoryParameters(VIR_DOMAIN_AFFECT_CONFIG)).toMatchObject({
      hard_limit: 500_000,
      soft_limit: 400_000,
    })
    await domain.setNumaParameters({ numa_nodeset: '0', numa_mode: 0 }, VIR_DOMAIN_AFFECT_CONFIG)
    expect(await domain.getNumaParameters(VIR_DOMAIN_AFFECT_CONFIG)).toMatchObject({ numa_nodeset: '0' })
    await domain.setInterfaceParameters(
      '52:54:00:11:22:33',
      { 'inbound.average': 100 },
      VIR_DOMAIN_AFFECT_CONFIG,
    )
    expect(await domain.getInterfaceParameters('52:54:00:11:22:33', VIR_DOMAIN_AFFECT_CONFIG)).toMatchObject({
      'inbound.average': 100,
    })
    await domain.setBlockIoTune('vda', { total_bytes_sec: 1 << 20, total_bytes_sec_max: 2 << 20 })
    expect(await domain.getBlockIoTune('vda')).toMatchObject({ total_bytes_sec: 1 << 20 })
    expect(await domain.getPerfEvents(VIR_DOMAIN_AFFECT_CONFIG)).toMatchObject({ instructions: false })
    await expect(domain.setMemoryParameters({ no_such_limit: 1 })).rejects.toMatchObject({
      codeName: 'VIR_ERR_ARGUMENT_UNSUPPORTED',
    })
  })

  it('processors: counted, pinned, told apart', async () => {
    expect(await domain.getMaxVcpus()).toBe(2)
    expect(await domain.getVcpusCount(VIR_DOMAIN_VCPU_MAXIMUM)).toBe(2)
    await domain.pinVcpu(1, cpuMap([0, 3]))
    expect((await domain.getVcpuPinInfo())[1]).toEqual([0, 3])
    await domain.pinEmulator(cpuMap([2]))
    expect(await domain.getEmulatorPinInfo()).toEqual([2])
    const vcpus = await domain.getVcpus()
    expect(vcpus.map(v => v.number)).toEqual([0, 1])
    expect(vcpus[1]?.affinity).toEqual([0, 3])
    await domain.addIOThread(7, VIR_DOMAIN_AFFECT_LIVE)
    expect((await domain.getIOThreadInfo(VIR_DOMAIN_AFFECT_LIVE)).map(t => t.ioThreadId)).toEqual([1, 7])
    await domain.delIOThread(7, VIR_DOMAIN_AFFECT_LIVE)
  })

  it('what runs is measured', async () => {
    expect((await domain.interfaceStats('52:54:00:11:22:33')).rxBytes).toBeGreaterThanOrEqual(0)
    expect((await domain.blockStats('vda')).readBytes).toBeGreaterThanOrEqual(0)
    expect(await domain.memoryStats()).toEqual(expect.any(Object))
    expect(await domain.getCPUStats(true)).toEqual([expect.objectContaining({ cpu_time: expect.anything() })])
    expect(await domain.getDiskErrors()).toBeInstanceOf(Array)
    expect(await domain.getControlInfo()).toMatchObject({ state: 0 })
    expect(await domain.getFSInfo()).toBeInstanceOf(Array)
    const [stats] = await connection.getAllDomainStats(0, 0, {}, [domain])
    expect(stats?.domain.uuid).toBe(domain.uuid)
    expect(await domain.getHostname()).toContain(domain.name)
    expect(await domain.getTime()).toMatchObject({ seconds: expect.any(Number) })
    expect(await domain.getMessages()).toEqual(expect.any(Array))
  })

  it('interfaces of the host: defined within a change, started, found, taken back', async () => {
    await connection.interfaceChangeBegin()
    const name = uniqueName().slice(-12)
    const made = await connection.interfaceDefineXML(
      `<interface type='ethernet' name='${name}'><start mode='none'/><mac address='aa:bb:cc:dd:ee:01'/></interface>`,
    )
    await made.create()
    expect(await made.isActive()).toBe(true)
    expect((await connection.interfaceLookupByMACString('aa:bb:cc:dd:ee:01')).name).toBe(name)
    expect((await connection.listAllInterfaces()).map(i => i.name)).toContain(name)
    await made.destroy()
    await connection.interfaceChangeRollback()
    expect(isNotFound(await connection.interfaceLookupByName(name).catch((e: unknown) => e))).toBe(true)
  })

  it('devices of the host, and their events', async () => {
    const seen: string[] = []
    const off = await connection.onNodeDeviceEvent('lifecycle', ({ device }) => seen.push(device.name))
    const devices = await connection.listAllNodeDevices()
    expect(await connection.nodeListDevices()).toEqual(devices.map(d => d.name))
    expect(await connection.nodeNumOfDevices()).toBe(devices.length)
    const computer = await connection.nodeDeviceLookupByName('computer')
    expect(await computer.getParent()).toBeNull()
    expect(await computer.getXMLDesc()).toContain('<name>computer</name>')
    const host = await connection.nodeDeviceLookupByName('scsi_host11')
    expect(await host.getParent()).toBe('scsi_host1')
    expect(await host.listCaps()).toContain('scsi_host')
    expect(await host.numOfCaps()).toBe((await host.listCaps()).length)
    const made =
      await connection.nodeDeviceCreateXML(`<device><parent>scsi_host1</parent><capability type='scsi_host'>
      <capability type='fc_host'><wwnn>2000000012341234</wwnn><wwpn>1000000012341234</wwpn></capability></capability></device>`)
    await made.destroy()
    await until(() => seen.length >= 2)
    expect(new Set(seen)).toEqual(new Set([made.name]))
    await off()
  })

  it('what the driver cannot do, it says', async () => {
    await expect(connection.listAllSecrets()).rejects.toMatchObject({ codeName: 'VIR_ERR_NO_SUPPORT' })
  })
})

describe('QEMU’s daemon', () => {
  let connection: Connection
  beforeAll(async () => {
    connection = await openReal('qemu:///system')
  })
  afterAll(() => connection?.close())

  it('secrets: bytes in and out, found by their use, and their events', async () => {
    const seen: string[] = []
    const off = await connection.onSecretEvent('lifecycle', ({ secret, event }) =>
      seen.push(`${secret.usageID} ${event}`),
    )
    const changed: string[] = []
    const offChanged = await connection.onSecretEvent('valueChanged', ({ secret }) =>
      changed.push(secret.usageID),
    )
    const usage = `/nowhere/${uniqueName()}`
    const secret = await connection.secretDefineXML(
      `<secret ephemeral='yes' private='no'><usage type='volume'><volume>${usage}</volume></usage></secret>`,
    )
    try {
      const value = Buffer.from([0, 255, 1, 254, 10, 13])
      await secret.setValue(value)
      expect(Buffer.from(await secret.getValue())).toEqual(value)
      expect((await connection.secretLookupByUsage(VIR_SECRET_USAGE_TYPE_VOLUME, usage)).uuid).toBe(
        secret.uuid,
      )
      expect((await connection.secretLookupByUUIDString(secret.uuid)).usageID).toBe(usage)
      expect((await connection.listAllSecrets()).map(s => s.uuid)).toContain(secret.uuid)
      expect(await secret.getXMLDesc()).toContain(usage)
    } finally {
      await secret.undefine()
    }
    await until(() => seen.filter(s => s.startsWith(usage)).length === 2)
    expect(seen.filter(s => s.startsWith(usage))).toEqual([`${usage} 0`, `${usage} 1`])
    expect(changed).toContain(usage)
    await off()
    await offChanged()
  })

  it('network filters', async () => {
    const name = uniqueName()
    const filter = await connection.nwFilterDefineXML(
      `<filter name='${name}'><rule action='drop' direction='in'/></filter>`,
    )
    expect((await connection.nwFilterLookupByName(name)).uuid).toBe(filter.uuid)
    expect((await connection.nwFilterLookupByUUIDString(filter.uuid)).name).toBe(name)
    expect(await filter.getXMLDesc()).toContain("action='drop'")
    expect((await connection.listAllNWFilters()).map(f => f.name)).toContain(name)
    expect(await connection.listAllNWFilterBindings()).toEqual(expect.any(Array))
    await filter.undefine()
    expect(isNotFound(await connection.nwFilterLookupByName(name).catch((e: unknown) => e))).toBe(true)
  })

  it('a network is changed in part, and has leases and ports to list', async () => {
    const name = uniqueName()
    const network = await connection.networkDefineXML(
      `<network><name>${name}</name><bridge name='nltest0'/><ip address='192.0.2.1' netmask='255.255.255.0'/></network>`,
    )
    try {
      await network.update(
        VIR_NETWORK_UPDATE_COMMAND_ADD_LAST,
        VIR_NETWORK_SECTION_DNS_HOST,
        -1,
        "<host ip='192.0.2.7'><hostname>seven</hostname></host>",
        2,
      )
      expect(await network.getXMLDesc()).toContain('<hostname>seven</hostname>')
      await expect(network.getDHCPLeases()).resolves.toEqual([])
      const ports = await network.listAllPorts().catch((e: unknown) => e)
      expect(ports).toMatchObject({ codeName: 'VIR_ERR_OPERATION_INVALID' })
    } finally {
      await network.undefine()
    }
  })

  it('the host is asked for what it is', async () => {
    const { count, online } = await connection.nodeGetCPUMap()
    expect(online.length).toBeLessThanOrEqual(count)
    expect(online).toContain(0)
    expect(await connection.nodeGetFreeMemory()).toBeGreaterThan(0)
    const cells = await connection.nodeGetCellsFreeMemory()
    expect(cells.length).toBeGreaterThan(0)
    expect(await connection.nodeGetFreePages([4])).toEqual([expect.any(Number)])
    expect(await connection.getCPUModelNames('x86_64')).toContain('qemu64')
    expect((await connection.nodeGetSecurityModel()).model).toEqual(expect.any(String))
    expect(await connection.isSecure()).toBe(true)
    expect(await connection.getMaxVcpus('qemu')).toBeGreaterThan(0)
    const cpu = "<cpu match='exact'><arch>x86_64</arch><model>qemu64</model></cpu>"
    expect(await connection.baselineCPU([cpu, cpu])).toContain('<model')
    expect(
      await connection.baselineHypervisorCPU(['<cpu><model>qemu64</model></cpu>'], {
        arch: 'x86_64',
        virttype: 'qemu',
      }),
    ).toContain('<cpu')
    expect(await connection.findStoragePoolSources('logical').catch((e: Error) => e.message)).toEqual(
      expect.any(String),
    )
  })
})
