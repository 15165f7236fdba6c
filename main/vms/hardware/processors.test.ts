// What is said of processors, beside what a real libvirt says of the same models.
import { randomUUID } from 'node:crypto'
import { type Connection, connect, VIR_DOMAIN_DEFINE_VALIDATE, VIR_DOMAIN_XML_INACTIVE } from 'node-libvirt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { broughtBy, lackedBy, type Processors } from '../../../preload/model/processor.ts'
import { readChoices } from '../../xml/capabilities/choices.ts'
import { applyChanges } from '../../xml/domain/change.ts'
import { readDevices } from '../../xml/domain/hardware.ts'
import { parseDocument, printDocument } from '../../xml/lossless.ts'
import { askProcessors } from './processors.ts'

const KIND = { arch: 'x86_64', machine: 'q35', virttype: 'qemu' } as const
let connection: Connection
let processors: Processors
beforeAll(async () => {
  connection = await connect('qemu:///system')
  processors = await askProcessors(connection, KIND)
})
afterAll(() => connection.close())

test('a model lacks something on this host exactly where libvirt calls it unusable', async () => {
  const usable = readChoices(await connection.getDomainCapabilities(KIND)).values['machine.cpuMode'] ?? []
  const models = Object.keys(processors.models)
  expect(models.length).toBeGreaterThan(30)
  for (const model of models)
    expect(lackedBy(model, processors).length === 0, model).toBe(usable.includes(model))
  // QEMU’s emulation has no transactional memory.
  expect(lackedBy('Haswell', processors)).toContain('rtm')
})

test('what a model brings is known, and what follows the host brings what the host can give', () => {
  expect(broughtBy('Nehalem', processors)).toContain('sse4.2')
  expect(broughtBy('Nehalem', processors)).not.toContain('avx')
  expect(broughtBy('host-model', processors)).toBe(processors.offered)
  expect(broughtBy('no-such-model', processors)).toBeNull()
})

test('for another architecture, of which this host knows no processor, nothing is claimed', async () => {
  const foreign = await askProcessors(connection, { arch: 'aarch64', machine: 'virt', virttype: 'qemu' })
  expect(foreign).toEqual({ offered: null, models: {} })
})

test('libvirt has the features as they were chosen, and another model comes without them', async () => {
  const name = `features-${randomUUID()}`
  const set = (xml: string, field: string, value: string | null) => {
    const document = parseDocument(xml)
    applyChanges(document.root, [{ do: 'set', device: { kind: 'machine', key: '' }, field, value }])
    return printDocument(document)
  }
  const define = async (xml: string) => {
    const domain = await connection.domainDefineXML(xml, VIR_DOMAIN_DEFINE_VALIDATE)
    return domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE)
  }
  const featuresOf = (xml: string) => readDevices(parseDocument(xml).root)[0]?.values['cpuFeatures']
  try {
    const before = await define(
      `<domain type='qemu'><name>${name}</name><memory unit='MiB'>64</memory><os><type arch='x86_64' machine='q35'>hvm</type></os></domain>`,
    )
    const model = set(before, 'cpuMode', 'Nehalem')
    const chosen = 'avx=require,popcnt=disable,aes=optional,vmx=forbid,hypervisor=force'
    const after = await define(set(model, 'cpuFeatures', chosen))
    expect(featuresOf(after)).toBe(chosen)
    expect(featuresOf(set(after, 'cpuMode', 'Westmere'))).toBeNull()
    expect(await define(set(after, 'cpuFeatures', null))).toBe(await define(model))
  } finally {
    await (await connection.domainLookupByName(name)).undefine()
  }
})
