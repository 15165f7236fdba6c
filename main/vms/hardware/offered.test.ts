// What a machine is offered, held to what a real libvirt takes for it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AddedKind } from '../../../preload/model/fields/added.ts'
import { FIELDS } from '../../../preload/model/fields/devices.ts'
import type { DecidedChange } from '../../xml/domain/change.ts'
import { el, writeXml } from '../../xml/write.ts'
import { PASST_NIC, readOffered, takesInterface } from './offered.ts'
import { edit, JudgedDefinitions } from './testing/judged.ts'

let judged: JudgedDefinitions
beforeAll(async () => {
  judged = await JudgedDefinitions.open()
})
afterAll(() => judged.close())

test('a kind of network card is said to be possible exactly where libvirt takes it', async () => {
  const machine = await judged.newMachine()
  expect(await takesInterface(judged.connection, machine, el('interface', { type: 'user' }))).toBe(true)
  expect(await takesInterface(judged.connection, machine, el('interface', { type: 'no-such' }))).toBe(false)
  const taken = await judged.newMachine(writeXml(PASST_NIC)).then(
    () => true,
    () => false,
  )
  expect(await takesInterface(judged.connection, machine, PASST_NIC)).toBe(taken)
})

test.each([
  ['x86_64', 'q35'],
  ['x86_64', 'pc'],
  ['aarch64', 'virt'],
])('%s %s: what is offered is defined, and what is not is refused', async (arch, machine) => {
  const before = await judged.newMachine(`<controller type='usb' model='qemu-xhci'/>`, arch, machine)
  const { values, refused } = await readOffered(judged.connection, before)
  const isTaken = (kind: AddedKind, given: Record<string, string>) => {
    const change: DecidedChange = { do: 'addDevice', kind, values: given }
    return judged.define(edit(before, change)).then(
      () => true,
      () => false,
    )
  }
  for (const kind of ['sound', 'watchdog', 'panic', 'iommu'] as const)
    for (const model of FIELDS[kind].find(({ id }) => id === 'model')?.values ?? []) {
      const isOffered = values[`${kind}.model`]?.includes(model)
      // libvirt lets this one pass, QEMU does not: it wants the ISA bus that only PCs have.
      const isIsa = arch !== 'x86_64' && model === 'ib700'
      expect(isOffered, `${kind} ${model}`).toBe((await isTaken(kind, { model })) && !isIsa)
    }
  expect(refused).toEqual(arch === 'aarch64' ? ['parallel'] : [])
  expect(values['input.bus']).toEqual(arch === 'aarch64' ? ['usb', 'virtio'] : ['usb', 'virtio', 'ps2'])
  expect(values['nic.model']).toContain('virtio')
})

test('where the machine itself is refused, nothing is said of devices', async () => {
  const odd = (await judged.newMachine()).replace(/machine='[^']+'/, `machine='no-such'`)
  expect(await readOffered(judged.connection, odd)).toEqual({ values: {}, refused: [] })
})
