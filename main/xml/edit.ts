// Edits of a lossless tree. Each touches one element and leaves every other byte alone; setting what is already so
// touches nothing. A new element takes the indentation of its place.
import {
  attribute,
  content,
  type ElementNode,
  elements,
  parseDocument,
  printNode,
  type XmlNode,
} from './lossless.ts'
import { XmlError } from './tree.ts'
import { escapeText, writeXml, type XmlSpec } from './write.ts'

/** Null takes the attribute away. */
export function setAttribute(of: ElementNode, name: string, value: string | null): void {
  if (attribute(of, name) === value) return
  const at = of.attributes.findIndex(a => a.name === name)
  const found = of.attributes[at]
  if (value === null) of.attributes.splice(at, 1)
  else if (found) found.source = escapeText(value)
  else of.attributes.push({ lead: ' ', name, equals: '=', quote: "'", source: escapeText(value) })
}

/** Text in place of everything in it. White space around the same text stays as it is. */
export function setContent(of: ElementNode, value: string): void {
  if ((content(of) ?? '').trim() === value) return
  openUp(of)
  of.nodes.splice(0, of.nodes.length, { kind: 'text', source: escapeText(value) })
}

/** Takes it out with the line break and indentation before it. */
export function removeElement(of: ElementNode): void {
  const siblings = of.parent?.nodes ?? []
  const at = siblings.indexOf(of)
  if (at < 0) return
  siblings.splice(at, 1)
  const before = siblings[at - 1]
  if (before?.kind === 'text') before.source = before.source.replace(/\r?\n[ \t]*$/, '')
  of.parent = null
}

/** Puts a new element after the last child of one of the names in `after`, or else at the end of `parent`. */
export function insertElement(
  parent: ElementNode,
  spec: XmlSpec,
  after: readonly string[] = [],
): ElementNode {
  return insertText(parent, writeXml(spec).trimEnd(), after)
}

/** The same, of an element that is written already. */
export function insertText(parent: ElementNode, text: string, after: readonly string[] = []): ElementNode {
  openUp(parent)
  const indent = indentOfChildren(parent)
  const made = parseDocument(text.split('\n').join(`\n${indent ?? ''}`)).root
  made.parent = parent
  const previous = elements(parent).findLast(child => after.includes(child.name)) ?? elements(parent).at(-1)
  const lead: XmlNode[] = indent === null ? [] : [{ kind: 'text', source: `\n${indent}` }]
  if (previous) parent.nodes.splice(parent.nodes.indexOf(previous) + 1, 0, ...lead, made)
  else {
    // Nothing but white space, comments and the like is in it: the end tag goes on a line of its own.
    const closing: XmlNode[] =
      indent === null ? [] : [{ kind: 'text', source: `\n${indentOf(parent) ?? ''}` }]
    const last = parent.nodes.at(-1)
    if (last?.kind === 'text') last.source = last.source.replace(/\r?\n[ \t]*$/, '')
    parent.nodes.push(...lead, made, ...closing)
  }
  return made
}

/** Puts `text` in its place: an element of the same name, or XmlError. */
export function replaceElement(of: ElementNode, text: string): ElementNode {
  const written = parseDocument(text).root
  if (written.name !== of.name) throw new XmlError(`not <${of.name}> but <${written.name}>`)
  const made = parseDocument(printNode(written).replaceAll('\n', `\n${indentOf(of) ?? ''}`)).root
  const siblings = of.parent?.nodes ?? []
  siblings.splice(siblings.indexOf(of), 1, made)
  made.parent = of.parent
  return made
}

/** The child of that name, made where there is none. */
export function ensureElement(parent: ElementNode, name: string, after: readonly string[] = []): ElementNode {
  return elements(parent, name)[0] ?? insertElement(parent, { name, attrs: {}, content: [] }, after)
}

/** Takes away an element in which nothing is said. */
export function removeIfBare(of: ElementNode | null): void {
  if (of && of.attributes.length === 0 && of.nodes.every(n => n.kind === 'text' && !n.source.trim()))
    removeElement(of)
}

/** `<x/>` becomes `<x></x>`, to be filled. */
function openUp(of: ElementNode): void {
  if (!of.selfClosing) return
  of.selfClosing = false
  of.tail = ''
  of.close = `</${of.name}>`
}

/** Null where children stand on one line with each other. */
function indentOfChildren(parent: ElementNode): string | null {
  const first = elements(parent)[0]
  if (first) return indentOf(first)
  const own = indentOf(parent)
  return own === null && parent.parent ? null : `${own ?? ''}  `
}

/** An element as it reads on its own: without the indentation of its place. */
export function printAlone(of: ElementNode): string {
  return printNode(of).replaceAll(`\n${indentOf(of) ?? ''}`, '\n')
}

/** The white space before it on its line; null where something else stands there too. */
export function indentOf(of: ElementNode): string | null {
  const siblings = of.parent?.nodes ?? []
  const before = siblings[siblings.indexOf(of) - 1]
  return before?.kind === 'text' ? (/\n([ \t]*)$/.exec(before.source)?.[1] ?? null) : null
}
