// A machine whose guest has QEMU's real agent (Debian's qemu-ga), a network with an address, and a file system: Debian's
// installer kernel with a RAM disk of ours.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installer } from './host.ts'
import { shrinkInstaller } from './ram-disk.ts'
import { virsh } from './virsh.ts'

export const AGENT_MAC = '52:54:00:be:ef:10'
const AGENT = '/usr/sbin/qemu-ga'

const SCRIPT = `#!/bin/sh
PATH=/bin:/sbin
mount -t devtmpfs dev /dev
mount -t sysfs sys /sys
mount -t proc proc /proc
for module in virtio_pci virtio_console virtio_net xhci_pci usb_storage sd_mod vfat nls_cp437 nls_ascii nls_utf8
do modprobe $module
done
busybox hostname vitrina-guest
busybox ip link set lo up
until busybox ip link set eth0 up; do sleep 1; done
busybox ip addr add 10.0.2.15/24 dev eth0
until [ -e /dev/sda1 ]; do sleep 1; done
mount -t vfat -o ro /dev/sda1 /media
until [ -e /dev/vport*p1 ]; do sleep 1; done
while :; do qemu-ga -m virtio-serial -p /dev/vport*p1 -t /run; sleep 1; done
`

const NEEDED = [
  /^(bin|sbin|dev|sys|proc|run|media|lib|lib64|lib\/x86_64-linux-gnu)$/,
  /^lib\/modules(\/[^/]+(\/kernel(\/[^.]*)?)?)?$/, // folders
  /^bin\/(busybox|kmod|sh|cat|mount|sleep)$/,
  /^sbin\/modprobe$/,
  /^lib64\/|^lib\/x86_64-linux-gnu\/(ld-linux|libc\.|libresolv|libkmod|libzstd|liblzma|libz\.|libcrypto)/,
  /\/modules\.(dep|alias|symbols|builtin)/,
]
/** Modules beside these only take room. */
const MODULES =
  /\/kernel\/(drivers\/(virtio\/virtio|char\/virtio_console|net\/(virtio_net|net_failover)|usb\/(core|common|host\/xhci|storage)|scsi\/(scsi_|sd_mod))|net\/core\/failover|fs\/(fat|nls)|block\/t10|crypto\/crc|lib\/crc|arch\/x86\/crypto\/crc)/

/** Made in `folder`, which QEMU's user goes through. Defined, not started. */
export function defineAgentMachine(name: string, folder: string): void {
  const shared = join(folder, 'shared')
  mkdirSync(shared)
  writeFileSync(join(shared, 'hello.txt'), 'hello')
  chmodSync(shared, 0o755)
  const libraries = execFileSync('ldd', [AGENT], { encoding: 'utf8' }).matchAll(/=> (\/\S+)/g)
  const files = [AGENT, ...[...libraries].map(([, path = '']) => path)]
  const added = files.map(path => ({
    name: path === AGENT ? 'sbin/qemu-ga' : path.slice(1).replace(/^usr\//, ''),
    bytes: readFileSync(realpathSync(path)),
  }))
  const initrd = shrinkInstaller(
    [...NEEDED, MODULES],
    [...added, { name: 'vitrina', bytes: Buffer.from(SCRIPT) }],
  )
  writeFileSync(join(folder, 'initrd'), initrd)
  writeFileSync(
    join(folder, 'machine.xml'),
    `<domain type='qemu'><name>${name}</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type><kernel>${installer().kernel}</kernel>
    <initrd>${join(folder, 'initrd')}</initrd><cmdline>rdinit=/vitrina quiet</cmdline></os>
    <features><acpi/></features><devices>
    <controller type='usb' model='qemu-xhci'/>
    <disk type='dir' device='disk'><driver name='qemu' type='fat'/><source dir='${shared}'/>
      <target dev='sda' bus='usb'/><readonly/></disk>
    <interface type='user'><mac address='${AGENT_MAC}'/><model type='virtio'/></interface>
    <controller type='virtio-serial' index='0'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/>
      <address type='virtio-serial' controller='0' bus='0' port='1'/></channel>
    </devices></domain>`,
  )
  virsh('define', join(folder, 'machine.xml'))
}
