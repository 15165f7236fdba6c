// What is in a disk: written as its guest would, without one, and compared by its hash, whatever files it lies in.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Virsh, virsh } from './virsh.ts'

/**
 * By QEMU itself, from where the guest's device stands.
 * @param range of qemu-io's `write`: offset and length, each as `64M`
 * @param byte that fills it
 */
export function writeAsGuest(
  machine: string,
  range: readonly [string, string],
  byte: number,
  { by = virsh as Virsh, disk = 'virtio-disk0' } = {},
): void {
  askDisk(machine, `write -P ${byte} ${range.join(' ')}`, by, disk)
  flushAsGuest(machine, by, disk)
}

/** What QEMU has of a qcow2 file in its memory is in the file then, for others to read. */
export function flushAsGuest(machine: string, by: Virsh = virsh, disk = 'virtio-disk0'): void {
  askDisk(machine, 'flush', by, disk)
}

function askDisk(machine: string, command: string, by: Virsh, disk: string): void {
  const device = `/machine/peripheral/${disk}/virtio-backend`
  by('qemu-monitor-command', machine, '--hmp', `qemu-io -d ${device} "${command}"`)
}

/** Of what the guest sees in it, with everything below. */
export function hashOf(image: string, format = 'qcow2'): string {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-hash-'))
  const raw = join(folder, 'raw')
  try {
    execFileSync('qemu-img', ['convert', '-U', '-f', format, '-O', 'raw', image, raw])
    return createHash('sha256').update(readFileSync(raw)).digest('hex')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The files that it lies in, the one that is written first. */
export function chainOf(image: string): string[] {
  const args = ['info', '-U', '--backing-chain', '--output', 'json', image]
  const files: { filename: string }[] = JSON.parse(execFileSync('qemu-img', args, { encoding: 'utf8' }))
  return files.map(({ filename }) => filename)
}

/** Of 512 bytes, that it takes on the host. */
export const blocksOf = (path: string) => statSync(path).blocks
