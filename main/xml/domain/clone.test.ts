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
  expect(cloneDomain(XML, 'web & co', new Map([['/dev/vg/web', '/pool/web-2.img']]))).toBe(
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
