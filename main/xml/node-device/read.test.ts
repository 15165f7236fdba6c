import { expect, test } from 'vitest'
import { writeXml } from '../write.ts'
import { readCarried, readNodeDevice } from './read.ts'

const device = (name: string, capability: string, parent = 'computer') =>
  `<device><name>${name}</name><parent>${parent}</parent>${capability}</device>`

test('a PCI device: its names, its group without itself being lost, and where it is', () => {
  const found = readNodeDevice(
    device(
      'pci_0000_01_00_0',
      `<capability type='pci'><class>0x030000</class><domain>0</domain><bus>1</bus><slot>0</slot><function>0</function>
       <product id='0x1b80'>GP104</product><vendor id='0x10de'>NVIDIA</vendor><iommuGroup number='7'>
       <address domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
       <address domain='0x0000' bus='0x01' slot='0x00' function='0x1'/></iommuGroup></capability>`,
    ),
  )
  expect(found).toMatchObject({
    kind: 'pci',
    title: 'NVIDIA GP104',
    address: '0000:01:00.0',
    group: { number: 7, members: ['0000:01:00.0', '0000:01:00.1'] },
    why: null,
  })
  expect(found && writeXml(found.source)).toContain(
    `<address domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>`,
  )
})

test('a part of a network card says whose it is, as libvirt’s formatnode page has it', () => {
  const card = (more: string) =>
    readNodeDevice(
      device(
        'pci_0000_03_10_1',
        `<capability type='pci'><class>0x020000</class><domain>0</domain><bus>3</bus><slot>16</slot><function>1</function>
         <product id='0x10ca'>82576 Virtual Function</product><vendor id='0x8086'>Intel</vendor>${more}</capability>`,
      ),
    )
  const part = card(`<capability type='phys_function'>
    <address domain='0x0000' bus='0x03' slot='0x00' function='0x1'/></capability>`)
  expect(part).toMatchObject({ isNetworkCard: true, address: '0000:03:10.1', functionOf: '0000:03:00.1' })
  const whole = card(`<capability type='virt_functions' maxCount='7'/>`)
  expect(whole).toMatchObject({ isNetworkCard: true, functionOf: null })
})

test('bridges and root hubs belong to the host', () => {
  const bridge = `<capability type='pci'><class>0x060400</class><product id='0x1'/><vendor id='0x2'/></capability>`
  expect(readNodeDevice(device('pci_0', bridge))?.why).toBe('bridge')
  const hub = `<capability type='usb_device'><bus>1</bus><device>1</device><product id='0x0002'>xHCI</product>
    <vendor id='0x1d6b'>Linux</vendor></capability>`
  expect(readNodeDevice(device('usb_usb1', hub))?.why).toBe('hub')
})

test('a USB device is given by what it is, one without a name goes by its numbers', () => {
  const found = readNodeDevice(
    device(
      'usb_1_2',
      `<capability type='usb_device'><bus>1</bus><device>5</device><product id='0x5581'/><vendor id='0x0781'>SanDisk</vendor></capability>`,
    ),
  )
  expect(found).toMatchObject({ kind: 'usb', title: 'SanDisk 0x5581', address: '0781:5581', group: null })
  expect(found && writeXml(found.source)).toBe(
    "<source>\n  <vendor id='0x0781'/>\n  <product id='0x5581'/>\n</source>\n",
  )
})

test('a mediated device, and what is none', () => {
  const uuid = 'c2177883-f1bb-47f0-914d-32a22e3a8804'
  const mdev = `<capability type='mdev'><type id='nvidia-63'/><uuid>${uuid}</uuid></capability>`
  expect(readNodeDevice(device('mdev_c2', mdev))).toMatchObject({
    kind: 'mdev',
    title: 'nvidia-63',
    address: uuid,
  })
  expect(readNodeDevice(device('computer', `<capability type='system'/>`))).toBeNull()
})

test('what hangs below', () => {
  const net = `<capability type='net'><interface>eth0</interface></capability>`
  expect(readCarried(device('net_eth0', net, 'pci_0000_00_03_0'))).toEqual({
    parent: 'pci_0000_00_03_0',
    name: 'eth0',
  })
  const disk = `<capability type='storage'><block>/dev/vda</block></capability>`
  expect(readCarried(device('block_vda', disk, 'pci_0000_00_02_0'))).toMatchObject({ name: '/dev/vda' })
})
