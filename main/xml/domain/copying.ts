// The file that a running machine's disk is copied to by a block job, as its XML tells of it (libvirt.org/formatdomain.html#disks,
// `mirror`).
import { attr, child, children, parseXml } from '../tree.ts'

/** `none`: to no file that libvirt knows of; `ready`: all is there, and both are written to. */
export function readCopying(liveXml: string, target: string): 'none' | 'copying' | 'ready' {
  const disks = children(child(parseXml(liveXml), 'devices'), 'disk')
  const mirror = child(
    disks.find(disk => attr(child(disk, 'target'), 'dev') === target),
    'mirror',
  )
  if (!mirror) return 'none'
  return attr(mirror, 'ready') === 'yes' ? 'ready' : 'copying'
}
