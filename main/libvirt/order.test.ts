// Changes of one object keep their order, whoever waits for what; reads and other objects overlap.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Connection, connect, type Domain, TimeoutError } from './index.ts'
import { type FakeDaemon, FakeError, NO_ANSWER, startFakeDaemon } from './testing/index.ts'
import { openReal, uniqueName } from './testing/real.ts'

const dom = { name: 'vm', uuid: '12345678-1234-1234-1234-123456789abc', id: -1 }
const other = { name: 'other', uuid: '12345678-1234-1234-1234-123456789abd', id: -1 }

describe('calls to a daemon that is slow with some', () => {
  let daemon: FakeDaemon
  let connection: Connection
  let vm: Domain
  let otherVm: Domain
  /** What the daemon was asked, and what it has answered, in order. */
  let log: string[]

  beforeEach(async () => {
    daemon = await startFakeDaemon()
    log = []
    const slowly = (name: string) => async (): Promise<object> => {
      log.push(`${name} begins`)
      await sleep(20)
      log.push(`${name} ends`)
      return {}
    }
    daemon.answer('DOMAIN_SET_MEMORY_FLAGS', slowly('setMemory') as never)
    daemon.answer('DOMAIN_SET_VCPUS_FLAGS', slowly('setVcpus') as never)
    daemon.answer('DOMAIN_DEFINE_XML_FLAGS', async () => {
      await slowly('define')()
      return { dom }
    })
    daemon.answer('DOMAIN_LOOKUP_BY_NAME', ({ name }) => {
      log.push(`lookup ${name}`)
      return { dom: name === 'vm' ? dom : other }
    })
    daemon.answer('DOMAIN_GET_XML_DESC', () => {
      log.push('getXMLDesc')
      return { xml: '<domain/>' }
    })
    connection = await connect(daemon.uri)
    vm = await connection.domainLookupByName('vm')
    otherVm = await connection.domainLookupByName('other')
    log = []
  })
  afterEach(async () => {
    await connection.close()
    await daemon.close()
  })

  it('sends a change of an object when the one before it was answered', async () => {
    await Promise.all([vm.setMemory(1), vm.setVcpus(1), vm.setMemory(2)])
    expect(log).toEqual([
      'setMemory begins',
      'setMemory ends',
      'setVcpus begins',
      'setVcpus ends',
      'setMemory begins',
      'setMemory ends',
    ])
  })

  it('goes on after a change that failed', async () => {
    daemon.answer('DOMAIN_SET_MEMORY_FLAGS', () => {
      throw new FakeError(55, 'no')
    })
    const [first, second] = await Promise.allSettled([vm.setMemory(1), vm.setVcpus(1)])
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled'])
  })

  it('has reads and other objects wait for nothing', async () => {
    await Promise.all([vm.setMemory(1), vm.getXMLDesc(), otherVm.setVcpus(2)])
    expect(log).toEqual([
      'setMemory begins',
      'getXMLDesc',
      'setVcpus begins',
      'setMemory ends',
      'setVcpus ends',
    ])
  })

  it('has a lookup wait for the definition of what it looks for, and only that', async () => {
    await Promise.all([
      connection.domainDefineXML(`<domain><name>vm</name></domain>`),
      connection.domainLookupByName('vm'),
      connection.domainLookupByName('other'),
    ])
    expect(log).toEqual(['define begins', 'lookup other', 'define ends', 'lookup vm'])
  })

  it('has what ends work wait for it, but not for ever', async () => {
    daemon.answer('DOMAIN_MANAGED_SAVE', () => {
      log.push('managedSave begins')
      return NO_ANSWER
    })
    daemon.answer('DOMAIN_ABORT_JOB', () => {
      log.push('abortJob')
      return {}
    })
    const saving = vm.managedSave().catch((error: unknown) => error)
    await vm.abortJob()
    expect(log).toEqual(['managedSave begins', 'abortJob'])
    await connection.close()
    await saving
  })

  it('lets a change that waits be given up, by signal and by deadline, unsent', async () => {
    daemon.answer('DOMAIN_MANAGED_SAVE', () => NO_ANSWER)
    const saving = vm.managedSave().catch((error: unknown) => error)
    await expect(vm.setMemory(1, 0, { timeoutMs: 20 })).rejects.toBeInstanceOf(TimeoutError)
    const stop = new AbortController()
    const waiting = vm.setMemory(1, 0, { signal: stop.signal })
    stop.abort('enough')
    await expect(waiting).rejects.toBe('enough')
    await connection.close()
    await saving
    expect(log).toEqual([])
  })
})

it('define, look up and start in a row keep their order in the real daemon, a hundred times', async () => {
  const connection = await openReal('test+unix:///default')
  const base = uniqueName()
  for (let n = 0; n < 100; n++) {
    const name = `${base}-${n}`
    const xml = `<domain type='test'><name>${name}</name><memory>8192</memory><os><type>hvm</type></os></domain>`
    const [made, found] = await Promise.all([
      connection.domainDefineXML(xml),
      connection.domainLookupByName(name),
    ])
    expect(found.uuid).toBe(made.uuid)
    await Promise.all([found.create(), made.destroy(), made.undefine()])
  }
  expect((await connection.listAllDomains()).filter(d => d.name.startsWith(base))).toEqual([])
  await connection.close()
}, 60_000)
