// A machine whose guest is a Linux with file systems of its own: Debian's cloud kernel (ext4 is in it) with a RAM disk of ours,
// QEMU's real agent, which may run programs, and two disks. /data is the last partition of vda, /first is not that of vdb.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { shrinkInstaller } from './ram-disk.ts'
import { type Virsh, virsh } from './virsh.ts'

const PROGRAMS = [
  '/usr/sbin/qemu-ga',
  '/usr/sbin/resize2fs',
  '/usr/sbin/sfdisk',
  '/usr/bin/partx',
  '/usr/sbin/hwclock',
]
/** In the order in which they need each other. */
const MODULES = [
  'drivers/virtio/virtio_ring',
  'drivers/virtio/virtio',
  'drivers/virtio/virtio_pci_modern_dev',
  'drivers/virtio/virtio_pci_legacy_dev',
  'drivers/virtio/virtio_pci',
  'drivers/block/virtio_blk',
  'drivers/char/virtio_console',
  'net/core/failover',
  'drivers/net/net_failover',
  'drivers/net/virtio_net',
]

const SCRIPT = `#!/bin/sh
export PATH=/bin:/sbin
mount -t devtmpfs dev /dev
mount -t sysfs sys /sys
mount -t proc proc /proc
for module in ${MODULES.map(path => basename(path)).join(' ')}; do insmod /modules/$module.ko; done
mkdir /data /first /root
until [ -e /dev/vda1 ] && [ -e /dev/vdb1 ]; do sleep 1; done
mount -t ext4 /dev/vda1 /data
mount -t ext4 /dev/vdb1 /first
until [ -e /dev/vport*p1 ]; do sleep 1; done
while :; do qemu-ga -m virtio-serial -p /dev/vport*p1 -t /run; sleep 1; done
`

/** Of the installer's RAM disk. */
const NEEDED = [
  /^(bin|sbin|dev|sys|proc|run|lib|lib64|lib\/x86_64-linux-gnu)$/,
  /^bin\/(busybox|kmod|sh|cat|ls|mount|sleep|mkdir|readlink)$/,
  /^sbin\/insmod$/,
  /^lib64\/|^lib\/x86_64-linux-gnu\/(ld-linux|libc\.|libresolv|libkmod|libzstd|liblzma|libz\.|libcrypto)/,
]

/** Made in `folder`, which QEMU's user goes through. Defined, not started. @param more devices */
export function defineLinuxMachine(name: string, folder: string, by: Virsh = virsh, more = ''): void {
  makeDisk(join(folder, 'vda.img'), ['start=1MiB'])
  makeDisk(join(folder, 'vdb.img'), ['start=1MiB, size=40MiB', 'start=41MiB'])
  const { kernel, modules } = cloudKernel()
  writeFileSync(join(folder, 'initrd'), makeRamDisk(modules))
  const ports = Array.from(
    { length: 8 },
    (_, n) => `<controller type='pci' index='${n + 1}' model='pcie-root-port'/>`,
  )
  const disk = (target: string) =>
    `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${join(folder, target)}.img'/>
       <target dev='${target}' bus='virtio'/></disk>`
  writeFileSync(
    join(folder, 'machine.xml'),
    `<domain type='qemu'><name>${name}</name><memory unit='MiB'>256</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type><kernel>${kernel}</kernel>
    <initrd>${join(folder, 'initrd')}</initrd><cmdline>rdinit=/vitrina quiet</cmdline></os>
    <features><acpi/></features><devices>${ports.join('')}${disk('vda')}${disk('vdb')}${more}
    <controller type='virtio-serial' index='0'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/>
      <address type='virtio-serial' controller='0' bus='0' port='1'/></channel>
    </devices></domain>`,
  )
  by('define', join(folder, 'machine.xml'))
}

/** What a program of the guest says. It ends at once. */
export function runInGuest(name: string, path: string, ...args: string[]): string {
  return runInGuestOf(virsh, name, path, ...args)
}

/** The same for a machine of another libvirt. */
export function runInGuestOf(by: Virsh, name: string, path: string, ...args: string[]): string {
  const ask = (execute: string, options: object) =>
    JSON.parse(by('qemu-agent-command', name, JSON.stringify({ execute, arguments: options }))).return
  const { pid } = ask('guest-exec', { path, arg: args, 'capture-output': true })
  for (;;) {
    const status = ask('guest-exec-status', { pid })
    if (status.exited) return Buffer.from(status['out-data'] ?? '', 'base64').toString()
  }
}

/** 96 MiB with a small ext4 in its first partition. */
function makeDisk(path: string, partitions: readonly string[]): void {
  execFileSync('truncate', ['-s', '96M', path])
  execFileSync('/usr/sbin/sfdisk', ['-q', path], { input: `label: gpt\n${partitions.join('\n')}\n` })
  execFileSync('/usr/sbin/mkfs.ext4', ['-q', '-F', '-E', 'offset=1048576', path, '40M'])
}

function cloudKernel(): { kernel: string; modules: string } {
  const version = readdirSync('/lib/modules').find(name => name.includes('cloud'))
  if (!version)
    throw new Error('no cloud kernel: run the tests by npm test, which installs linux-image-cloud-amd64')
  return { kernel: `/boot/vmlinuz-${version}`, modules: join('/lib/modules', version, 'kernel') }
}

function makeRamDisk(modules: string): Buffer {
  const libraries = PROGRAMS.flatMap(program =>
    [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/=> (\/\S+)/g)].map(
      ([, path = '']) => path,
    ),
  )
  return shrinkInstaller(NEEDED, [
    ...[...new Set([...PROGRAMS, ...libraries])].map(path => ({
      name: path.replace(/^\/(usr\/)?/, ''),
      bytes: readFileSync(realpathSync(path)),
    })),
    ...MODULES.map(path => ({
      name: `modules/${basename(path)}.ko`,
      bytes: readFileSync(join(modules, `${path}.ko`)),
    })),
    // What the agent hands a user's new password to, as shadow's own program takes it.
    { name: 'sbin/chpasswd', bytes: Buffer.from('#!/bin/sh\ncat > /run/chpasswd\n') },
    { name: 'etc/passwd', bytes: Buffer.from('root:x:0:0:root:/root:/bin/sh\n') },
    { name: 'vitrina', bytes: Buffer.from(SCRIPT) },
  ])
}
