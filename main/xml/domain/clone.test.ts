import { expect, test } from 'vitest'
import { cloneDomain } from './clone.ts'

const XML = `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>web</name>
  <uuid>9088fcd8-1641-40cb-a646-9bbe9fe4b7bd</uuid>
  <!-- kept -->
  <os><type>hvm</type><nvram template='/t'>/var/lib/libvirt/qemu/nvram/web_VARS.fd</nvram></os>
  <devices>
    <disk type='block' device='disk'><source dev='/dev/vg/web'/><backingStore/><target dev='vda'/></disk>
    <disk type='file' device='cdrom'><source file='/iso/a.iso'/><target dev='sda'/><readonly/></disk>
    <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/></interface>
  </devices>
  <qemu:commandline><qemu:arg value='-S'/></qemu:commandline>
</domain>`

test('a clone has another name, no identity of the original’s, and its own disks; the rest is as it was', () => {
  expect(cloneDomain(XML, 'web & co', new Map([['vda', '/pool/web-2.img']]), null)).toBe(
    `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>web &amp; co</name>
  <!-- kept -->
  <os><type>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><source file='/pool/web-2.img'/><target dev='vda'/></disk>
    <disk type='file' device='cdrom'><source file='/iso/a.iso'/><target dev='sda'/><readonly/></disk>
    <interface type='network'><source network='default'/></interface>
  </devices>
  <qemu:commandline><qemu:arg value='-S'/></qemu:commandline>
</domain>`,
  )
})

test('a volume’s copy is a file, and its firmware’s variables are a copy too', () => {
  const xml = `<domain type='kvm'><name>a</name><os firmware='efi'><type>hvm</type><nvram template='/t'>/n/a_VARS.fd</nvram></os>
    <devices><disk type='volume'><source pool='p' volume='v'/><target dev='vda'/></disk></devices></domain>`
  const clone = cloneDomain(xml, 'b', new Map([['vda', '/p/b.qcow2']]), '/n/b_VARS.fd')
  expect(clone).toContain(`<disk type='file'><source file='/p/b.qcow2'/>`)
  expect(clone).toContain(`<type>hvm</type><nvram>/n/b_VARS.fd</nvram></os>`)
})

test('the copy of a device is a device of the same pool: QEMU opens no device as a file', () => {
  const clone = cloneDomain(XML, 'web-2', new Map([['vda', '/dev/vg/web-2']]), null)
  expect(clone).toContain(`<disk type='block' device='disk'><source dev='/dev/vg/web-2'/><target dev='vda'/>`)
})
