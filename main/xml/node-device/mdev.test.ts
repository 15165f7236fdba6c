// Parents of each kind, as libvirt's formatnode page and its drivers write them. No host of the tests has one: these are judged
// by their XML only.
import { randomUUID } from 'node:crypto'
import { connect, LibvirtError, VIR_NODE_DEVICE_DEFINE_XML_VALIDATE } from 'node-libvirt'
import { expect, test } from 'vitest'
import { buildMdev, readMdev, readMdevParent } from './mdev.ts'

const types = (id: string, api: string, free: number, name?: string) =>
  `<capability type='mdev_types'><type id='${id}'>${name ? `<name>${name}</name>` : ''}<deviceAPI>${api}</deviceAPI>
   <availableInstances>${free}</availableInstances></type></capability>`

test.each([
  [
    'a graphics card',
    `<device><name>pci_0000_06_00_0</name><capability type='pci'><class>0x030200</class>
     <product id='0x15f8'>GP100GL</product><vendor id='0x10de'>NVIDIA</vendor>
     ${types('nvidia-11', 'vfio-pci', 16, 'GRID M60-0B')}</capability></device>`,
    { name: 'pci_0000_06_00_0', title: 'NVIDIA GP100GL' },
    { id: 'nvidia-11', name: 'GRID M60-0B', api: 'vfio-pci', free: 16 },
  ],
  [
    'a channel of a mainframe',
    `<device><name>css_0_0_0024</name><parent>computer</parent><driver><name>vfio_ccw</name></driver>
     <capability type='css'><cssid>0x0</cssid><ssid>0x0</ssid><devno>0x0024</devno>
     ${types('vfio_ccw-io', 'vfio-ccw', 1, 'I/O subchannel (Non-QDIO)')}</capability></device>`,
    { name: 'css_0_0_0024', title: 'css_0_0_0024' },
    { id: 'vfio_ccw-io', name: 'I/O subchannel (Non-QDIO)', api: 'vfio-ccw', free: 1 },
  ],
  [
    'cryptographic cards',
    `<device><name>ap_matrix</name><parent>computer</parent><capability type='ap_matrix'>
     ${types('vfio_ap-passthrough', 'vfio-ap', 65536)}</capability></device>`,
    { name: 'ap_matrix', title: 'ap_matrix' },
    { id: 'vfio_ap-passthrough', name: null, api: 'vfio-ap', free: 65536 },
  ],
  [
    'a driver of the kernel alone',
    `<device><name>mdev_mtty</name><parent>computer</parent>${types('mtty-2', 'vfio-pci', 0)}</device>`,
    { name: 'mdev_mtty', title: 'mdev_mtty' },
    { id: 'mtty-2', name: null, api: 'vfio-pci', free: 0 },
  ],
] as const)('%s', (_, xml, parent, kind) => {
  expect(readMdevParent(xml)).toEqual({ ...parent, kinds: [kind] })
})

test('what cannot be divided is no parent', () => {
  expect(
    readMdevParent(`<device><name>a</name><capability type='pci'><class>0x1</class></capability></device>`),
  ).toBeNull()
})

test('libvirt takes the part that is asked for as what it is, and misses only the device', async () => {
  const xml = buildMdev('pci_0000_06_00_0', 'nvidia-11', randomUUID())
  expect(readMdev(xml)).toEqual({ parent: 'pci_0000_06_00_0', kind: 'nvidia-11' })
  const connection = await connect('qemu:///system')
  try {
    const define = (text: string) =>
      connection
        .nodeDeviceDefineXML(text, VIR_NODE_DEVICE_DEFINE_XML_VALIDATE)
        .catch((error: unknown) => error)
    const refusal = (await define(xml)) as LibvirtError
    expect(refusal).toBeInstanceOf(LibvirtError)
    expect(refusal.codeName).not.toBe('VIR_ERR_XML_INVALID_SCHEMA')
    expect(refusal.message).toContain('pci_0000_06_00_0')
    expect(((await define(xml.replaceAll('parent>', 'parents>'))) as LibvirtError).codeName).toBe(
      'VIR_ERR_XML_INVALID_SCHEMA',
    )
  } finally {
    await connection.close()
  }
})
