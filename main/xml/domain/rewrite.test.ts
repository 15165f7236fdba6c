// Definitions written by hand: nothing that libvirt kept from us is lost, and none is of another machine.
import { expect, test } from 'vitest'
import { parseDocument } from '../lossless.ts'
import { readDevices } from './hardware.ts'
import { keepRunning } from './keep-running.ts'
import { replaceDevice, rewriteDefinition } from './rewrite.ts'

const SECURE = `<domain type='qemu'>
  <name>a</name>
  <uuid>0d7a1a4e-0000-4000-8000-000000000001</uuid>
  <devices>
    <disk type='network' device='cdrom'>
      <source protocol='https' name='a.iso'>
        <host name='example.org' port='443'/>
        <cookies>
          <cookie name='x'>y</cookie>
        </cookies>
      </source>
      <target dev='sda' bus='sata'/>
    </disk>
    <graphics type='vnc' port='-1' passwd='one'/>
    <graphics type='spice' port='-1' passwd='two'>
      <listen type='none'/>
    </graphics>
  </devices>
</domain>
`
const OPEN = SECURE.replace(/ passwd='...'/g, '').replace(/\n *<cookies>[\s\S]*<\/cookies>/, '')
const rewrite = (text: string) => rewriteDefinition(SECURE, OPEN, text)

test('a definition that was written without secrets has them again, byte for byte', () => {
  expect(OPEN).not.toMatch(/passwd|cookie/)
  expect(rewrite(OPEN)).toBe(SECURE)
  expect(rewrite(OPEN.replace("port='443'/>", "port='443'/><!-- noted -->"))).toContain("passwd='two'")
  expect(rewrite(OPEN.replace("<listen type='none'/>", "<listen type='socket'/>"))).toBe(
    SECURE.replace("<listen type='none'/>", "<listen type='socket'/>"),
  )
})

test('each secret goes to its own element, and with it', () => {
  const swapped = OPEN.replace("<graphics type='vnc' port='-1'/>\n    ", '')
  expect(rewrite(swapped)).toContain("passwd='two'")
  expect(rewrite(swapped)).not.toContain("passwd='one'")
  const written = OPEN.replace("'vnc' port='-1'", "'vnc' port='-1' passwd='mine'")
  expect(rewrite(written)).toContain("passwd='mine'")
  expect(rewrite(written)).not.toContain("passwd='one'")
  expect(rewrite(OPEN.replace("'vnc' port='-1'", "'vnc' port='-1' passwd=''"))).not.toContain("passwd='one'")
})

test('a cookie does not follow to another server', () => {
  expect(rewrite(OPEN.replace('example.org', 'elsewhere.example'))).not.toContain('cookie')
  expect(rewrite(OPEN.replace("bus='sata'", "bus='usb'"))).toContain("<cookie name='x'>y</cookie>")
})

test('another machine, no machine, a document type: refused', () => {
  expect(() => rewrite(OPEN.replace('<name>a<', '<name>b<'))).toThrow('the name and the UUID')
  expect(() => rewrite(OPEN.replace(/ *<uuid>.*\n/, ''))).toThrow('the name and the UUID')
  expect(() => rewrite('<network><name>a</name></network>')).toThrow('the name and the UUID')
  expect(() => rewrite(`<!DOCTYPE domain [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>${OPEN}`)).toThrow()
  expect(() => rewrite(OPEN.replace('</devices>', ''))).toThrow()
})

test('one device: without its indentation, back in its place, and only it', () => {
  const vnc = { kind: 'graphics', key: '0' } as const
  const spice = { kind: 'graphics', key: '1' } as const
  const { xml = '' } = readDevices(parseDocument(OPEN).root).find(({ key }) => key === '1') ?? {}
  expect(xml).toBe(`<graphics type='spice' port='-1'>\n  <listen type='none'/>\n</graphics>`)
  expect(replaceDevice(OPEN, spice, xml)).toBe(OPEN)
  expect(replaceDevice(OPEN, spice, xml.replace('none', 'socket'))).toBe(OPEN.replace("'none'", "'socket'"))
  expect(() => replaceDevice(OPEN, vnc, '<video/>')).toThrow('not <graphics> but <video>')
  expect(() => replaceDevice(OPEN, { kind: 'graphics', key: '7' }, '<graphics/>')).toThrow('no device')
})

const DEFINED = `<domain>
  <name>a</name>
  <os><boot dev='hd'/></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' cache='none'/>
      <source file='/a.img'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <sound model='ich9'/>
  </devices>
</domain>`
const LIVE = `<domain id='1'>
  <name>a</name>
  <os><boot dev='hd'/></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu'/>
      <source file='/a.img' index='1'/>
      <backingStore/>
      <target dev='vda' bus='virtio'/>
      <alias name='virtio-disk0'/>
    </disk>
    <interface type='user'>
      <mac address='52:54:00:00:00:01'/>
      <target dev='vnet0'/>
      <alias name='net0'/>
    </interface>
  </devices>
</domain>`

test('what waits is taken back: a field, a new device, a device that went', () => {
  const back = (device: Parameters<typeof keepRunning>[2], field: string | null) =>
    keepRunning(DEFINED, LIVE, device, field)
  expect(back({ kind: 'disk', key: 'vda' }, 'cache')).toBe(DEFINED.replace(" cache='none'", ''))
  expect(back({ kind: 'sound', key: '0' }, null)).toBe(DEFINED.replace("\n    <sound model='ich9'/>", ''))
  const nic = back({ kind: 'nic', key: '52:54:00:00:00:01' }, null)
  expect(nic).toBe(
    DEFINED.replace(
      '\n  </devices>',
      "\n    <interface type='user'>\n      <mac address='52:54:00:00:00:01'/>\n    </interface>\n  </devices>",
    ),
  )
  expect(() => back({ kind: 'tpm', key: '0' }, null)).toThrow('no device')
})

test('what the running machine’s disk is made of comes back as it is, whatever it is', () => {
  const other = `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/new.qcow2'/>
      <target dev='vda' bus='virtio'/></disk>`
  const defined = DEFINED.replace(/<disk[\s\S]*<\/disk>/, other)
  const live = LIVE.replace(`type='file' device`, `type='network' device`)
    .replace(`<driver name='qemu'/>`, `<driver name='qemu' type='raw'/>`)
    .replace(
      `<source file='/a.img' index='1'/>`,
      `<source protocol='nbd' name='x' index='1'><host name='a'/></source>`,
    )
  const back = keepRunning(defined, live, { kind: 'disk', key: 'vda' }, 'source')
  expect(back.replace(/\s+/g, ' ')).toContain(
    `<disk type='network' device='disk'><driver name='qemu' type='raw'/><source protocol='nbd' name='x'><host name='a'/></source> <target`,
  )
  const before = keepRunning(defined, LIVE, { kind: 'disk', key: 'vda' }, 'source')
  expect(before).toContain(`<source file='/a.img'/>`)
  expect(before).not.toMatch(/index|backingStore/)
})
