// Other bytes behind a disk that stays the same device for the guest: its name, bus, serial number and place in the boot order
// are not touched.
import { insertElement, insertText, printAlone, removeElement, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, element, elements, parseDocument } from '../lossless.ts'
import { el } from '../write.ts'
import { type DiskBytes, diskSourceSpec, isReadOnly, sourceAt } from './disk-source.ts'
import { readDiskSource } from './hardware.ts'

/** Another medium in a drive; null takes it out. */
export function setMedia(of: ElementNode, path: string | null): void {
  const now = readDiskSource(of)
  if (path === null ? now.kind === 'none' : 'path' in now && now.path === path) return
  removeBytes(of)
  const next = path === null ? null : sourceAt(path)
  // An empty drive has a kind all the same; a server's is none without the server.
  if (next || attribute(of, 'type') === 'network') setAttribute(of, 'type', next?.kind ?? 'file')
  if (next) insertElement(of, diskSourceSpec(next), ['driver'])
}

/** Another source, with its format. The same one changes nothing. */
export function setDiskBytes(of: ElementNode, { source, format }: DiskBytes): void {
  const driver = element(of, 'driver')
  const isSame = JSON.stringify(readDiskSource(of)) === JSON.stringify(source)
  if (isSame && (attribute(driver, 'type') ?? 'raw') === format) return
  removeBytes(of)
  setAttribute(of, 'type', source.kind)
  // SCSI's own commands need a unit that understands them.
  if (attribute(of, 'device') === 'lun' && !isUnit(source)) setAttribute(of, 'device', 'disk')
  if (driver) setAttribute(driver, 'type', format)
  else insertElement(of, el('driver', { name: 'qemu', type: format }))
  insertElement(of, diskSourceSpec(source), ['driver'])
  if (isReadOnly(source) && !element(of, 'readonly')) insertElement(of, el('readonly'), ['target'])
}

function isUnit(source: DiskBytes['source']): boolean {
  return source.kind === 'block' || (source.kind === 'network' && source.protocol === 'iscsi')
}

/** As the running machine has it, whatever that is. */
export function copyBytes(from: ElementNode, to: ElementNode): void {
  removeBytes(to)
  setAttribute(to, 'type', attribute(from, 'type'))
  const format = attribute(element(from, 'driver'), 'type')
  const driver = element(to, 'driver')
  if (driver && format !== null) setAttribute(driver, 'type', format)
  for (const name of ['auth', 'encryption', 'source']) {
    const running = element(from, name)
    if (!running) continue
    const made = parseDocument(printAlone(running)).root
    setAttribute(made, 'index', null)
    for (const gone of elements(made, 'privateData')) removeElement(gone)
    insertText(to, printAlone(made), ['driver', 'auth'])
  }
}

/** With the chain of files behind the source, and what it alone needs to be read. */
function removeBytes(of: ElementNode): void {
  for (const old of elements(of)) if (BYTES.has(old.name)) removeElement(old)
}

const BYTES = new Set(['source', 'backingStore', 'auth', 'encryption'])
