// For tests: the system's libvirt as another program sees and changes it.
import { execFileSync } from 'node:child_process'

/** What it printed. Throws with what it complained of. */
export function virsh(...args: string[]): string {
  return execFileSync('virsh', ['-q', '-c', 'qemu:///system', ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim()
}
