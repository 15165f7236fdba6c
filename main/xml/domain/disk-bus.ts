// Guest names of disks, and moving a disk to another bus: its name goes by the bus (virtio `vd`, SCSI, SATA and USB
// `sd`, IDE `hd`, floppies `fd`), and its old address means nothing there.
import { removeElement, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, element, elements } from '../lossless.ts'

const PREFIX: Readonly<Record<string, string>> = { virtio: 'vd', ide: 'hd', fdc: 'fd', xen: 'xvd', sd: 'sd' }

export function changeBus(disk: ElementNode, bus: string | null): void {
  const target = element(disk, 'target')
  if (!target || bus === null || attribute(target, 'bus') === bus) return
  const name = attribute(target, 'dev') ?? ''
  setAttribute(target, 'bus', bus)
  if (!name.startsWith(prefixOf(bus))) setAttribute(target, 'dev', freeTarget(disk.parent, bus))
  for (const address of elements(disk, 'address')) removeElement(address)
}

/** The first name on that bus that no disk has: `vda` … `vdz`, `vdaa`. */
export function freeTarget(devices: ElementNode | null, bus: string): string {
  const taken = new Set(elements(devices, 'disk').map(disk => attribute(element(disk, 'target'), 'dev')))
  for (let index = 0; ; index++) {
    const name = prefixOf(bus) + letters(index)
    if (!taken.has(name)) return name
  }
}

function prefixOf(bus: string): string {
  return PREFIX[bus] ?? 'sd'
}

/** 0 → a, 25 → z, 26 → aa */
function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26))
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last
}
