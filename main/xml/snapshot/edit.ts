// A snapshot's XML with another description.
import { ensureElement, removeElement, setContent } from '../edit.ts'
import { element, parseDocument, printDocument } from '../lossless.ts'

/** An empty one is none. */
export function describeSnapshot(xml: string, description: string): string {
  const document = parseDocument(xml)
  const { root } = document
  const old = element(root, 'description')
  if (description !== '') setContent(ensureElement(root, 'description', ['name']), description)
  else if (old) removeElement(old)
  return printDocument(document)
}
