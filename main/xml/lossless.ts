// XML text as a tree that keeps every byte: each node holds its own source, so printing what was parsed gives the
// same text, and an edit (edit.ts) changes only the node that it is made on. Whether a text is well formed is
// xmldom's to say (tree.ts); here it is only cut up. No DOCTYPE is ever accepted.
import { parseXml, XmlError } from './tree.ts'

/** Text, CDATA, comment or instruction, as written. */
export interface RawNode {
  readonly kind: 'text' | 'cdata' | 'comment' | 'instruction'
  source: string
}

export interface AttributeNode {
  /** White space before the name. */
  readonly lead: string
  readonly name: string
  /** `=` with whatever white space is around it. */
  readonly equals: string
  readonly quote: string
  /** Between the quotes, escapes and all. */
  source: string
}

export interface ElementNode {
  readonly kind: 'element'
  readonly name: string
  readonly attributes: AttributeNode[]
  /** White space before the start tag's end. */
  tail: string
  /** Written as `<name/>`. */
  selfClosing: boolean
  readonly nodes: XmlNode[]
  /** The end tag, empty where there is none. */
  close: string
  parent: ElementNode | null
}

export type XmlNode = RawNode | ElementNode

export interface XmlDocument {
  /** Declaration and comments before the root, as written. */
  readonly before: string
  readonly root: ElementNode
  readonly after: string
}

/** Throws XmlError on anything that is not one well-formed document. */
export function parseDocument(text: string): XmlDocument {
  parseXml(text)
  const cursor: Cursor = { text, at: 0 }
  while (!isElementStart(cursor)) skipMisc(cursor)
  const start = cursor.at
  const root = takeElement(cursor)
  return { before: text.slice(0, start), root, after: text.slice(cursor.at) }
}

export function printDocument({ before, root, after }: XmlDocument): string {
  return before + printNode(root) + after
}

export function printNode(node: XmlNode): string {
  if (node.kind !== 'element') return node.source
  const attributes = node.attributes.map(a => a.lead + a.name + a.equals + a.quote + a.source + a.quote)
  const open = `<${node.name}${attributes.join('')}${node.tail}`
  return node.selfClosing ? `${open}/>` : `${open}>${node.nodes.map(printNode).join('')}${node.close}`
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Child elements in document order; all of them, or those of one name. */
export function elements(of: ElementNode | null | undefined, name?: string): ElementNode[] {
  return (of?.nodes ?? []).filter(
    (node): node is ElementNode => node.kind === 'element' && (name === undefined || node.name === name),
  )
}

/** The first child of a name at the end of a path. */
export function element(of: ElementNode | null | undefined, ...path: string[]): ElementNode | null {
  let at = of ?? null
  for (const name of path) at = elements(at, name)[0] ?? null
  return at
}

export function attribute(of: ElementNode | null | undefined, name: string): string | null {
  const found = of?.attributes.find(a => a.name === name)
  return found ? decode(found.source.replace(/\r\n|[\n\r\t]/g, ' ')) : null
}

/** What stands in it as text, CDATA included, untrimmed; null where there is no such element. */
export function content(of: ElementNode | null): string | null {
  if (!of) return null
  const parts = of.nodes.map(node => {
    if (node.kind === 'text') return decode(node.source)
    return node.kind === 'cdata' ? node.source.slice('<![CDATA['.length, -']]>'.length) : ''
  })
  return parts.join('')
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(source: string): string {
  return source.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    return decimal ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name] ?? whole)
  })
}

// ── Cutting up ──────────────────────────────────────────────────────────────────────────────────────────────

interface Cursor {
  readonly text: string
  at: number
}

function isElementStart({ text, at }: Cursor): boolean {
  return text[at] === '<' && text[at + 1] !== '!' && text[at + 1] !== '?'
}

function skipMisc(cursor: Cursor): void {
  if (cursor.text[cursor.at] !== '<') cursor.at = indexFrom(cursor, '<')
  else takeMarkup(cursor)
}

function takeElement(cursor: Cursor): ElementNode {
  const root = takeStartTag(cursor, null)
  // A loop, not recursion: depth is the document's to choose.
  let open = root.selfClosing ? null : root
  while (open) {
    const { text, at } = cursor
    if (text.startsWith('</', at)) {
      open.close = takeTo(cursor, '>')
      open = open.parent
    } else if (isElementStart(cursor)) {
      const inner = takeStartTag(cursor, open)
      open.nodes.push(inner)
      if (!inner.selfClosing) open = inner
    } else if (text[at] === '<') open.nodes.push(takeMarkup(cursor))
    else {
      cursor.at = indexFrom(cursor, '<')
      open.nodes.push({ kind: 'text', source: text.slice(at, cursor.at) })
    }
  }
  return root
}

function takeMarkup(cursor: Cursor): RawNode {
  const { text, at } = cursor
  if (text.startsWith('<!--', at)) return { kind: 'comment', source: takeTo(cursor, '-->') }
  if (text.startsWith('<![CDATA[', at)) return { kind: 'cdata', source: takeTo(cursor, ']]>') }
  if (text.startsWith('<?', at)) return { kind: 'instruction', source: takeTo(cursor, '?>') }
  throw new XmlError('a document type declaration is not accepted')
}

const NAME = /[^\s=/>]+/y
const ATTRIBUTE = /(\s+)([^\s=/>]+)(\s*=\s*)(?:'([^']*)'|"([^"]*)")/y
const TAG_END = /(\s*)(\/?)>/y

function takeStartTag(cursor: Cursor, parent: ElementNode | null): ElementNode {
  cursor.at++
  const name = take(cursor, NAME)[0]
  const attributes: AttributeNode[] = []
  for (;;) {
    ATTRIBUTE.lastIndex = cursor.at
    const found = ATTRIBUTE.exec(cursor.text)
    if (!found) break
    cursor.at = ATTRIBUTE.lastIndex
    const [, lead = '', attributeName = '', equals = '', single, double] = found
    const quote = single === undefined ? '"' : "'"
    attributes.push({ lead, name: attributeName, equals, quote, source: single ?? double ?? '' })
  }
  const [, tail = '', slash] = take(cursor, TAG_END)
  return { kind: 'element', name, attributes, tail, selfClosing: slash === '/', nodes: [], close: '', parent }
}

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)
  if (!found) throw new XmlError(`not a tag at ${cursor.at}`)
  cursor.at = pattern.lastIndex
  return found
}

function takeTo(cursor: Cursor, end: string): string {
  const from = cursor.at
  cursor.at = indexFrom(cursor, end) + end.length
  return cursor.text.slice(from, cursor.at)
}

function indexFrom({ text, at }: Cursor, wanted: string): number {
  const found = text.indexOf(wanted, at)
  if (found < 0) throw new XmlError(`“${wanted}” is missing after ${at}`)
  return found
}
