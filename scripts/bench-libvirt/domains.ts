// The machines that are listed: of QEMU's driver as its XML, of libvirt's test driver as a file.

/** A machine that is off, with a disk, a network card and a screen. */
export function qemuDomain(n: number): string {
  return `<domain type='qemu'><name>${nameOf(n)}</name><memory>65536</memory><vcpu>1</vcpu>
    <os><type arch='x86_64'>hvm</type></os><devices>
    <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/nowhere/${n}.qcow2'/>
    <target dev='vda' bus='virtio'/></disk><interface type='user'><model type='virtio'/></interface>
    <graphics type='vnc'/><video><model type='virtio'/></video></devices></domain>`
}

export function testDriverFile(count: number): string {
  const domain = (n: number) => `<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
    <test:runstate>5</test:runstate><name>${nameOf(n)}</name><memory>1048576</memory>
    <vcpu>2</vcpu><os><type arch='i686'>hvm</type></os></domain>`
  return `<node>${Array.from({ length: count }, (_, n) => domain(n)).join('')}</node>`
}

function nameOf(n: number): string {
  return `machine-${String(n).padStart(4, '0')}`
}
