// The definition of a clone: another name, no identity of the original's, disks of its own; all else byte for byte.
import { ensureElement, insertElement, removeElement, setAttribute, setContent } from '../edit.ts'
import { attribute, type ElementNode, element, elements, parseDocument, printDocument } from '../lossless.ts'
import { el } from '../write.ts'
import { sourceAt } from './disk-source.ts'

/**
 * @param copies the target of each disk that was copied → the path of its copy; other disks are shared
 * @param firmware the file of its firmware's variables; null: libvirt makes them anew
 * UUID, MAC addresses and the generation id are libvirt's to make anew.
 */
export function cloneDomain(
  xml: string,
  name: string,
  copies: ReadonlyMap<string, string>,
  firmware: string | null,
): string {
  const document = parseDocument(xml)
  const { root } = document
  setContent(ensureElement(root, 'name'), name)
  for (const identity of [element(root, 'uuid'), element(root, 'genid')])
    if (identity) removeElement(identity)
  setFirmware(root, firmware)
  const devices = element(root, 'devices')
  for (const nic of elements(devices, 'interface')) {
    for (const own of [element(nic, 'mac'), element(nic, 'target')]) if (own) removeElement(own)
  }
  for (const disk of elements(devices, 'disk')) {
    const source = element(disk, 'source')
    const copy = copies.get(attribute(element(disk, 'target'), 'dev') ?? '')
    if (!source || copy === undefined) continue
    const { kind } = sourceAt(copy)
    const at = kind === 'block' ? 'dev' : 'file'
    for (const where of ['file', 'dev', 'pool', 'volume', 'mode'])
      setAttribute(source, where, where === at ? copy : null)
    setAttribute(disk, 'type', kind)
    const chain = element(disk, 'backingStore') // a copy holds all of it
    if (chain) removeElement(chain)
  }
  return printDocument(document)
}

/** A copy is no other machine's template: the file is there. */
function setFirmware(root: ElementNode, firmware: string | null): void {
  const os = element(root, 'os')
  const nvram = element(os, 'nvram')
  if (nvram) removeElement(nvram)
  if (os && firmware !== null) insertElement(os, el('nvram', {}, firmware), ['type', 'firmware', 'loader'])
}
