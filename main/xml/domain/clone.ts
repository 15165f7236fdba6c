// The definition of a clone: another name, no identity of the original's, disks of its own; all else byte for byte.
import { ensureElement, removeElement, setAttribute, setContent } from '../edit.ts'
import { attribute, element, elements, parseDocument, printDocument } from '../lossless.ts'

/**
 * @param copies the path of each disk that was copied → the path of its copy; other disks are shared
 * UUID, MAC addresses, the generation id and the file of the firmware's variables are libvirt's to make anew.
 */
export function cloneDomain(xml: string, name: string, copies: ReadonlyMap<string, string>): string {
  const document = parseDocument(xml)
  const { root } = document
  setContent(ensureElement(root, 'name'), name)
  for (const identity of [element(root, 'uuid'), element(root, 'genid')])
    if (identity) removeElement(identity)
  const nvram = element(root, 'os', 'nvram')
  if (nvram) removeElement(nvram)
  const devices = element(root, 'devices')
  for (const nic of elements(devices, 'interface')) {
    for (const own of [element(nic, 'mac'), element(nic, 'target')]) if (own) removeElement(own)
  }
  for (const disk of elements(devices, 'disk')) {
    const source = element(disk, 'source')
    for (const where of ['file', 'dev']) {
      const copy = source && copies.get(attribute(source, where) ?? '')
      if (!source || !copy) continue
      setAttribute(source, where, null)
      setAttribute(source, 'file', copy)
      setAttribute(disk, 'type', 'file')
      const chain = element(disk, 'backingStore') // a copy holds all of it
      if (chain) removeElement(chain)
    }
  }
  return printDocument(document)
}
