// A definition, or one device of it, as somebody wrote it by hand → the definition that libvirt is to have.
import type { DeviceRef } from '../../../preload/model/hardware.ts'
import { printAlone, replaceElement } from '../edit.ts'
import { content, type ElementNode, element, parseDocument, printDocument } from '../lossless.ts'
import { XmlError } from '../tree.ts'
import { NoDeviceError } from './change.ts'
import { locateDevice } from './hardware.ts'
import { restoreSecrets } from './secrets.ts'

/** The text is of another machine: another name or UUID, which would make a second one. */
export class OtherMachineError extends XmlError {
  constructor() {
    super('the name and the UUID of a machine are not changed here')
  }
}

/**
 * @param secure the definition now, with secrets
 * @param open the same without: what `text` was made of
 * @returns `text` with the secrets that it does not name. Throws XmlError on what is no definition of that machine
 */
export function rewriteDefinition(secure: string, open: string, text: string): string {
  if (text === open) return secure
  const edited = parseDocument(text)
  const before = parseDocument(open).root
  for (const name of ['name', 'uuid'])
    if (edited.root.name !== 'domain' || textOf(edited.root, name) !== textOf(before, name))
      throw new OtherMachineError()
  restoreSecrets(edited.root, before, parseDocument(secure).root)
  return printDocument(edited)
}

function textOf(of: ElementNode, name: string): string | undefined {
  return content(element(of, name))?.trim()
}

/** The definition with `text` in place of that device. The same text changes nothing. */
export function replaceDevice(open: string, ref: DeviceRef, text: string): string {
  const document = parseDocument(open)
  const of = locateDevice(document.root, ref)
  if (!of || of === document.root) throw new NoDeviceError(ref)
  if (text.trim() === printAlone(of)) return open
  replaceElement(of, text)
  return printDocument(document)
}
