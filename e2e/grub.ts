// The smallest real guest with a screen: Debian's GRUB rescue CD under libvirt, gone when it is stopped.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { PNG } from 'pngjs'
import { rescueIso } from './host.ts'
import { hostScreenshot, virsh } from './virsh.ts'

/** @param devices more of its XML */
export function startGrub(name: string, graphics: readonly ('spice' | 'vnc')[], devices = ''): void {
  const displays = graphics.map(
    kind => `<graphics type='${kind}' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>`,
  )
  const xml = `<domain type='qemu'><name>${name}</name><memory unit='MiB'>128</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type><boot dev='cdrom'/></os><devices>
    <disk type='file' device='cdrom'><source file='${rescueIso()}'/><target dev='sda' bus='sata'/></disk>
    ${displays.join('')}<video><model type='vga'/></video>${devices}</devices></domain>`
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-grub-'))
  try {
    writeFileSync(join(folder, 'domain.xml'), xml)
    virsh('create', join(folder, 'domain.xml'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Until its menu stands there, which has far more ink than the firmware's greeting. */
export async function waitForGrub(name: string): Promise<void> {
  await expect.poll(() => inkPixels(hostScreenshot(name)), { timeout: 60_000 }).toBeGreaterThan(20_000)
}

function inkPixels({ data }: PNG): number {
  let ink = 0
  for (let at = 0; at < data.length; at += 4) if (data.readUIntBE(at, 3) !== 0) ink++
  return ink
}
