// The other program that changes machines: libvirt's own shell, as oracle and as somebody else.
import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'

const URI = 'qemu:///system'

export function virsh(...args: string[]): string {
  return execFileSync('virsh', ['-c', URI, '-q', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()
}

/** What virsh says of the next event of that kind; it fails after half a minute without one. */
export function waitForEvent(name: string, event: string): Promise<string> {
  const args = ['-c', URI, 'event', '--domain', name, '--event', event, '--timeout', '30']
  return new Promise((resolve, reject) => {
    execFile('virsh', args, (error, stdout) => (error ? reject(error) : resolve(stdout)))
  })
}

/** Names of all machines. */
export function machineNames(): string[] {
  return virsh('list', '--all', '--name').split('\n').filter(Boolean)
}

/** Whatever of it is there: machine, running or not. */
export function removeMachine(name: string): void {
  if (!machineNames().includes(name)) return
  if (virsh('domstate', name) !== 'shut off') virsh('destroy', name)
  if (machineNames().includes(name))
    virsh('undefine', name, '--nvram', '--managed-save', '--snapshots-metadata')
}

/** Defines a small machine with nothing to start from. */
export function defineMachine(name: string, devices = '', uefi = false): void {
  const xml = `<domain type='qemu'><name>${name}</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
    ${uefi ? `<os firmware='efi'>` : '<os>'}<type arch='x86_64' machine='q35'>hvm</type></os>
    ${uefi ? '<features><acpi/></features>' : ''}<devices>${devices}</devices></domain>`
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-define-'))
  try {
    const file = join(folder, 'domain.xml')
    writeFileSync(file, xml)
    virsh('define', file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** virsh, of the system's libvirt or of somebody's own. */
export type Virsh = (...args: string[]) => string

/** The host's own picture of the guest. */
export function hostScreenshot(name: string, by: Virsh = virsh): PNG {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-screenshot-'))
  chmodSync(folder, 0o777) // whoever takes it
  try {
    const file = join(folder, 'screen.png')
    by('screenshot', name, file)
    return PNG.sync.read(readFileSync(file))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
