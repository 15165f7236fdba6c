// The host of the tests: what they may make on it, and how it is left.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { virsh } from './virsh.ts'

/** @returns what puts pools and networks back as they were: new ones go, started ones stop */
export function keepHostAsItWas(): () => void {
  const before = { pools: names('pool-list', '--all'), active: names('net-list') }
  return () => {
    for (const pool of names('pool-list', '--all').filter(name => !before.pools.includes(name))) {
      if (names('pool-list').includes(pool)) virsh('pool-destroy', pool)
      virsh('pool-undefine', pool)
    }
    for (const network of names('net-list').filter(name => !before.active.includes(name)))
      virsh('net-destroy', network)
  }
}

/** Debian's GRUB rescue CD: boots to a menu in seconds. */
export function rescueIso(): string {
  const folder = '/usr/lib/grub-rescue'
  const name = readdirSync(folder).find(file => file.endsWith('cdrom.iso'))
  if (!name) throw new Error(`no ISO in ${folder}: run the tests by npm test, which installs grub-rescue-pc`)
  return join(folder, name)
}

/** Debian's graphical installer, as a kernel and its RAM disk. */
export function installer(): { kernel: string; initrd: string } {
  const folder = '/usr/lib/debian-installer/images/12/amd64/gtk/debian-installer/amd64'
  return { kernel: join(folder, 'linux'), initrd: join(folder, 'initrd.gz') }
}

function names(...list: string[]): string[] {
  return virsh(...list, '--name')
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
}
