// Secrets that libvirt leaves out of what it shows (a display's password, a source's cookies), put back into a definition
// that was written without them. What they are is not listed: it is whatever stands in the definition with secrets and not
// in the same definition without.
import { insertText, printAlone, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, element, elements, printNode } from '../lossless.ts'

/**
 * @param edited is changed: what somebody made of `open`
 * @param open the definition without secrets, at the same moment as `secure`
 * A secret that was written anew stays so (an empty one is none); one whose element is gone is gone.
 */
export function restoreSecrets(edited: ElementNode, open: ElementNode, secure: ElementNode): void {
  for (const { name } of secure.attributes) {
    const secret = attribute(secure, name)
    const shown = attribute(open, name)
    if (secret !== shown && attribute(edited, name) === shown) setAttribute(edited, name, secret)
  }
  // A cookie belongs to the server that it was for: it goes back only where nothing beside it changed.
  const isSame = printNode(edited) === printNode(open)
  const remaining = elements(open)
  for (const inner of elements(secure)) {
    const [next] = remaining
    if (next?.name !== inner.name) {
      if (isSame) insertText(edited, printAlone(inner), previousNames(secure, inner))
      continue
    }
    remaining.shift()
    const counterpart = findLike(edited, next, open)
    if (counterpart) restoreSecrets(counterpart, next, inner)
  }
}

function previousNames(parent: ElementNode, child: ElementNode): string[] {
  const names = elements(parent).map(({ name }) => name)
  return names.slice(0, elements(parent).indexOf(child))
}

/** The element that is `of` still: by what tells it from its like, or by its place among them. */
function findLike(parent: ElementNode, of: ElementNode, oldParent: ElementNode): ElementNode | null {
  const like = elements(parent, of.name)
  const mark = markOf(of)
  if (mark !== null) return like.find(other => markOf(other) === mark) ?? null
  return like[elements(oldParent, of.name).indexOf(of)] ?? null
}

function markOf(of: ElementNode): string | null {
  if (of.name === 'disk') return attribute(element(of, 'target'), 'dev')
  if (of.name === 'interface') return attribute(element(of, 'mac'), 'address')
  return of.name === 'graphics' ? attribute(of, 'type') : null
}
