// Where in an XML document a place is, by the editor's syntax tree, which understands broken documents too.
import type { SyntaxNode } from '@lezer/common'

export type ReadText = (node: SyntaxNode) => string

/** The element's start tag, also of one that closes itself. */
export function openTagOf(element: SyntaxNode): SyntaxNode | null {
  const tag = element.firstChild
  return tag?.name === 'OpenTag' || tag?.name === 'SelfClosingTag' ? tag : null
}

export function nameOf(element: SyntaxNode, read: ReadText): string {
  const name = openTagOf(element)?.getChild('TagName')
  return name ? read(name) : ''
}

/** Names of the elements from the root to the one that the node is in, or is. */
export function pathTo(node: SyntaxNode, read: ReadText): string[] {
  const path: string[] = []
  for (let at: SyntaxNode | null = node; at; at = at.parent)
    if (at.name === 'Element') path.unshift(nameOf(at, read))
  return path
}

export function elementAt(node: SyntaxNode): SyntaxNode | null {
  let at: SyntaxNode | null = node
  while (at && at.name !== 'Element') at = at.parent
  return at
}
